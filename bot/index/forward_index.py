"""What each text holds, sentence by sentence: the index the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import IntArray, RaggedArray, RaggedValues, expand_ranges
from bot.model import Span


@dataclass(frozen=True, slots=True)
class SentenceSlice:
    """Some texts in their sentences, one behind the other."""

    sentences: IntArray
    """Their numbers among all sentences."""
    text_of_sentence: IntArray
    """By sentence, which of the texts asked for it belongs to."""
    first_sentences: IntArray
    """By text, the place of its first sentence."""
    terms: RaggedValues
    """The numbers of the informative terms, in order, by sentence."""


@dataclass(frozen=True, slots=True)
class ShortTexts:
    """Texts of one sentence: titles, headings."""

    words: RaggedArray
    """The numbers of the informative words, by text."""
    term_of_word: NDArray[Any]
    """By word, the number of its term."""

    def terms_of(self, texts: IntArray) -> RaggedValues:
        """Return the terms of some texts."""
        found = self.words.take(texts)
        return RaggedValues(self.term_of_word[found.values].astype(np.int64), found.row)


@dataclass(frozen=True, slots=True)
class ForwardIndex:
    """Sentences and words of many texts: 4 bytes a word, 24 a sentence.

    Every text has a sentence, if an empty one.
    """

    sentence_ends: IntArray
    """Where each text's sentences end among all, after a leading 0."""
    spans: NDArray[Any]
    """By sentence, where it stands in its text: start and end."""
    words: RaggedArray
    """The numbers of the informative words, by sentence."""
    term_of_word: NDArray[Any]
    """By word, the number of its term."""

    def __len__(self) -> int:
        """Tell how many texts there are."""
        return len(self.sentence_ends) - 1

    def sentences_of(self, texts: IntArray) -> SentenceSlice:
        """Some texts in their sentences."""
        starts = self.sentence_ends[texts]
        counts = self.sentence_ends[texts + 1] - starts
        first = np.cumsum(counts) - counts
        sentences, text = expand_ranges(starts, counts)
        found = self.words.take(sentences)
        return SentenceSlice(
            sentences,
            text,
            first,
            RaggedValues(self.term_of_word[found.values].astype(np.int64), found.row),
        )

    def terms_of(self, texts: IntArray) -> RaggedValues:
        """Return the terms of some texts as wholes."""
        starts = self.words.ends[self.sentence_ends[texts]]
        lengths = self.words.ends[self.sentence_ends[texts + 1]] - starts
        places, text = expand_ranges(starts, lengths)
        return RaggedValues(self.term_of_word[self.words.values[places]].astype(np.int64), text)

    def sentence_span(self, sentence: int) -> Span:
        """Where a sentence stands in its text."""
        start, end = self.spans[sentence].tolist()
        return Span(start, end)
