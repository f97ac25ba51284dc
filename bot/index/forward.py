"""What each text holds, sentence by sentence: the index the other way round."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.model import Span

Numbers = NDArray[np.int64]

NOWHERE = -2
"""Stands for the number of something that no text holds."""


class Vocabulary:
    """Numbers terms from 0 in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._numbers)

    def add(self, term: str) -> int:
        """The number of a term, a new one when it comes for the first time."""
        return self._numbers.setdefault(term, len(self._numbers))

    def number(self, term: str) -> int | None:
        """The number of a term; None where no text holds it."""
        return self._numbers.get(term)

    def __iter__(self) -> Iterator[str]:
        """The terms in the order of their numbers."""
        return iter(self._numbers)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths, one behind the other."""

    values: Numbers
    row: Numbers
    """By value, the row that it stands in, counted from 0."""


class Rows:
    """Rows of whole numbers in compact arrays."""

    def __init__(self, kind: str = "i") -> None:
        self._values = array(kind)
        self._ends = array("q", [0])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ends) - 1

    def add(self, row: Iterable[int]) -> None:
        """Add the next row."""
        self._values.extend(row)
        self._ends.append(len(self._values))

    def gather(self, rows: Numbers) -> Ragged:
        """Some rows, in the order in which they are asked for."""
        ends = np.frombuffer(self._ends, dtype=np.int64)
        starts = ends[rows]
        lengths = ends[rows + 1] - starts
        row = np.repeat(np.arange(len(rows)), lengths)
        places = np.arange(len(row)) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        values = np.frombuffer(self._values, dtype=self._values.typecode) if len(self._values) else np.zeros(0, np.int32)
        return Ragged(values[places].astype(np.int64), row)


@dataclass(frozen=True, slots=True)
class Cut:
    """Some texts in their sentences, one behind the other."""

    sentences: Numbers
    """Their numbers among all sentences."""
    text: Numbers
    """By sentence, which of the texts asked for it belongs to."""
    first: Numbers
    """By text, the place of its first sentence."""
    terms: Ragged
    """The numbers of the informative terms, in order, by sentence."""


class Forward:
    """Sentences and terms of many texts in compact arrays: 4 bytes a term, 24 a sentence. Every text has a sentence, if an empty one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._sentences = Rows("q")
        self._terms = Rows("i")
        self._spans = array("i")

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._sentences)

    def add(self, sentences: Sequence[tuple[Span, Sequence[str]]]) -> None:
        """Add the next text: its sentences with their informative terms."""
        begin = len(self._terms)
        for span, terms in sentences or [(Span(0, 0), ())]:
            self._spans.extend((span.start, span.end))
            self._terms.add(map(self._vocabulary.add, terms))
        self._sentences.add(range(begin, len(self._terms)))

    def cut(self, texts: Numbers) -> Cut:
        """Some texts in their sentences."""
        sentences = self._sentences.gather(texts)
        first = np.searchsorted(sentences.row, np.arange(len(texts)))
        return Cut(sentences.values, sentences.row, first, self._terms.gather(sentences.values))

    def span(self, sentence: int) -> Span:
        """Where a sentence stands in its text."""
        return Span(self._spans[2 * sentence], self._spans[2 * sentence + 1])
