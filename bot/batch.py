"""Questions of a file, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import BadInput, NotFound
from bot.model import Question, Turn
from bot.text.display import sendable


def read_batch(name: str, k: int) -> Iterator[Question]:
    """The questions of a file, or of standard input for `-`, each to be answered with `k` candidates.

    Raises NotFound when there is no such file, and BadInput at the first line that is no question.
    """
    yield from _questions(_lines(name), k)


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    try:
        # What is no UTF-8 is cleaned away like half an emoji: neither spoils a question.
        with Path(name).open(encoding="utf-8", errors="surrogateescape") as file:
            yield from file
    except FileNotFoundError as error:
        raise NotFound(name) from error


def _questions(lines: Iterable[str], k: int) -> Iterator[Question]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                given = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadInput(number, error.msg) from error
            yield _question(given, number, k)


def _question(given: Any, number: int, k: int) -> Question:  # noqa: ANN401 - whatever the line holds
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise BadInput(number, "it has no text")
    history = []
    for turn in given.get("history") or []:
        if not isinstance(turn, dict) or not isinstance(turn.get("question"), str) or not isinstance(turn.get("answer"), str):
            raise BadInput(number, "its history has a turn without question or answer")
        history.append(Turn(sendable(turn["question"]), sendable(turn["answer"]), turn.get("passage")))
    return Question(sendable(given["text"]), tuple(history), k, given.get("id"))
