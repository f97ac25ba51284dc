"""What each text holds, sentence by sentence: the index the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.compact.rows import Numbers, Ragged, Rows, spread
from bot.model import Span


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


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts of one sentence: titles, headings."""

    words: Rows
    """The numbers of the informative words, by text."""
    term: NDArray[Any]
    """By word, the number of its term."""

    def terms(self, texts: Numbers) -> Ragged:
        """The terms of some texts."""
        found = self.words.gather(texts)
        return Ragged(self.term[found.values].astype(np.int64), found.row)


@dataclass(frozen=True, slots=True)
class Forward:
    """Sentences and words of many texts: 4 bytes a word, 24 a sentence. Every text has a sentence, if an empty one."""

    ends: Numbers
    """Where each text's sentences end among all, after a leading 0."""
    spans: NDArray[Any]
    """By sentence, where it stands in its text: start and end."""
    words: Rows
    """The numbers of the informative words, by sentence."""
    term: NDArray[Any]
    """By word, the number of its term."""

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.ends) - 1

    def cut(self, texts: Numbers) -> Cut:
        """Some texts in their sentences."""
        starts = self.ends[texts]
        counts = self.ends[texts + 1] - starts
        first = np.cumsum(counts) - counts
        sentences, text = spread(starts, counts)
        found = self.words.gather(sentences)
        return Cut(sentences, text, first, Ragged(self.term[found.values].astype(np.int64), found.row))

    def span(self, sentence: int) -> Span:
        """Where a sentence stands in its text."""
        start, end = self.spans[sentence].tolist()
        return Span(start, end)
