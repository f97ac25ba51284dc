"""What each text holds, sentence by sentence: the index the other way round."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Span


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in its sentences."""

    spans: tuple[Span, ...]
    terms: tuple[tuple[int, ...], ...]
    """By sentence, the numbers of its informative terms in order."""


class Forward:
    """Sentences and terms of many texts in compact arrays: 4 bytes a term, 16 a sentence."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms = array("i")
        self._spans = array("i")
        self._sentence_ends = array("q", [0])
        self._text_ends = array("q", [0])

    def add(self, sentences: Iterable[tuple[Span, Sequence[str]]]) -> None:
        """Add the next text: its sentences with their informative terms."""
        for span, terms in sentences:
            self._spans.extend((span.start, span.end))
            self._terms.extend(self._numbers.setdefault(term, len(self._numbers)) for term in terms)
            self._sentence_ends.append(len(self._terms))
        self._text_ends.append(len(self._sentence_ends) - 1)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._text_ends) - 1

    def __getitem__(self, text: int) -> Cut:
        """A text by its number."""
        first, last = self._text_ends[text], self._text_ends[text + 1]
        ends = self._sentence_ends
        return Cut(
            tuple(Span(self._spans[2 * one], self._spans[2 * one + 1]) for one in range(first, last)),
            tuple(tuple(self._terms[ends[one] : ends[one + 1]]) for one in range(first, last)),
        )

    def number(self, term: str) -> int | None:
        """The number of a term; None where no text holds it."""
        return self._numbers.get(term)
