"""Questions of a file, one JSON object a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import Faults, InvalidBatchLine, NotFound
from bot.model import Span
from bot.question_answer import HistoryTurn, Question
from bot.schema import parse_json
from bot.text.display import without_surrogates


def read_batch(name: str, k: int) -> Iterator[Question]:
    """Read the questions of a file, each to be answered with `k` candidates.

    The file `-` is standard input. Raises NotFound when there is no such file, and InvalidBatchLine
    at the first line that is no question.
    """
    yield from _parse_lines(_read_lines(name), k)


def _read_lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    try:
        # What is no UTF-8 is cleaned away like half an emoji: neither spoils a question.
        with Path(name).open(encoding="utf-8", errors="surrogateescape") as file:
            yield from file
    except FileNotFoundError as error:
        raise NotFound(name) from error


def _parse_lines(lines: Iterable[str], k: int) -> Iterator[Question]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                given = parse_json(line, "", number)
            except Faults as error:
                raise InvalidBatchLine(number, error.faults[0].detail) from error
            yield _parse_question(given, number, k)


def _parse_question(given: Any, number: int, k: int) -> Question:  # noqa: ANN401 - whatever the line holds
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise InvalidBatchLine(number, "it has no text")
    history = []
    for turn in given.get("history") or []:
        if (
            not isinstance(turn, dict)
            or not isinstance(turn.get("question"), str)
            or not isinstance(turn.get("answer"), str)
        ):
            raise InvalidBatchLine(number, "its history has a turn without a question or an answer")
        history.append(
            HistoryTurn(
                without_surrogates(turn["question"]),
                without_surrogates(turn["answer"]),
                turn.get("passage"),
                _parse_span(turn.get("sentence"), number),
            )
        )
    return Question(without_surrogates(given["text"]), tuple(history), k, given.get("id"))


def _parse_span(given: Any, number: int) -> Span | None:  # noqa: ANN401 - whatever the line holds
    if given is None:
        return None
    match given:
        case {"start": int(start), "end": int(end)} if 0 <= start < end:
            return Span(start, end)
    raise InvalidBatchLine(number, "the sentence of a turn is not a range of characters")
