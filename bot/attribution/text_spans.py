"""Small readings of a text that several parts of attribution ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.model import Span
from bot.text.sentences import split_sentences


@lru_cache(maxsize=4)
def sentence_spans(text: str) -> tuple[Span, ...]:
    """Split a passage into sentences; several readings ask for the same ones in turn."""
    return tuple(split_sentences(text))


def whole_word_occurrences(name: str, text: str) -> Iterator[int]:
    """Where a name begins that stands by itself: no letter joins on to its first or its last."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        alone = _is_word_edge(text, start) and _is_word_edge(text, end)
        if alone:
            yield start
        start = text.find(name, end if alone else start + 1)


def _is_word_edge(text: str, at: int) -> bool:
    return _in_word(text[at - 1 : at]) != _in_word(text[at : at + 1])


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
