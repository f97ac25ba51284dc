"""What the answerer knows of a corpus: every text analysed once, in the language of its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.answering.analysis.answer_type_index import AnswerTypeIndex
from bot.answering.analysis.corpus_statistics import article_words, passage_words, prefix_key
from bot.answering.analysis.folded_terms import FoldedTerms
from bot.answering.analysis.spelling import SpellChecker
from bot.arrays.ragged import NOT_FOUND, IntArray, NamedArrays, RaggedArray, RaggedValues
from bot.corpus.corpus import Corpus
from bot.corpus.records import NO_HEADING
from bot.index.engines import RANK_BM25
from bot.index.forward_index import ForwardIndex, ShortTexts
from bot.index.protocol import Index
from bot.index.rank_bm25 import RankBM25Index
from bot.index.sparse_bm25 import SparseBM25Index
from bot.index.vocabulary import Vocabulary


class AnalyzedCorpus:
    """The texts of a corpus as terms; never changed once built."""

    def __init__(
        self, corpus: Corpus, arrays: NamedArrays, languages: Sequence[str], engine: str
    ) -> None:
        """Take the arrays of `analyse` with those of `derived`, and the languages by number."""
        self.corpus = corpus
        self.vocabulary = Vocabulary.from_arrays("term.trie", arrays)
        term = arrays["word.term"]
        self.passages = ForwardIndex(
            arrays["passage.sentences"],
            arrays["sentence.span"],
            RaggedArray.from_arrays("sentence.words", arrays),
            term,
        )
        self.titles = ShortTexts(RaggedArray.from_arrays("article.title", arrays), term)
        self._headings = ShortTexts(RaggedArray.from_arrays("heading.words", arrays), term)
        self._heading = arrays["passage.heading"]
        self._first_heading = arrays["article.headings"]
        self.answer_types = AnswerTypeIndex(RaggedArray.from_arrays("sentence.told", arrays))
        self.language_codes = tuple(languages)
        """The languages by number."""
        self.language_ids: NDArray[np.uint8] = arrays["article.language"]
        """By article, the number of its language."""
        self.date_ordinals: NDArray[np.int32] = arrays["article.date"]
        """By article, its day counted as `date.toordinal` does; 0 where it gives none."""
        self.prefix_ids: NDArray[np.int32] = arrays["term.beginning"]
        """By term, the number of its beginning."""
        self._prefix_keys: IntArray = arrays["beginning"]
        self.spell_checker = SpellChecker(arrays, self._term_of)
        self.folded_terms = FoldedTerms(arrays)
        articles = np.bincount(self.language_ids, minlength=len(self.language_codes))
        self.languages = [
            self.language_codes[number]
            for number in np.argsort(-articles, kind="stable").tolist()
            if articles[number]
        ]
        """Languages of the articles, the commonest first."""
        if engine == RANK_BM25:
            self.passage_index: Index = RankBM25Index(
                _terms_of_texts(passage_words(arrays), arrays, self.vocabulary)
            )
            self.article_index: Index = RankBM25Index(
                _terms_of_texts(article_words(arrays), arrays, self.vocabulary)
            )
        else:
            self.passage_index = SparseBM25Index(self.vocabulary, arrays, "passages")
            self.article_index = SparseBM25Index(self.vocabulary, arrays, "articles")

    @cached_property
    def newest_first(self) -> IntArray:
        """Return all articles, the newest first, undated ones last; stable within a day."""
        return np.argsort(-self.date_ordinals.astype(np.int64), kind="stable")

    @cached_property
    def mean_passage_terms(self) -> float:
        """The mean number of informative terms of a passage; 1 where there are none."""
        return len(self.passages.words.values) / max(1, len(self.passages)) or 1.0

    def headings(self, passages: IntArray, articles: IntArray) -> RaggedValues:
        """The terms of the headings of some passages, each with the number of its article."""
        heading_numbers = self._heading[passages]
        with_heading = np.flatnonzero(heading_numbers != NO_HEADING)
        found = self._headings.terms_of(
            self._first_heading[articles[with_heading]] + heading_numbers[with_heading]
        )
        return RaggedValues(found.values, with_heading[found.row])

    def prefix_id(self, term: str) -> int:
        """The number of a term's beginning; another than any in the texts where none begins so."""
        key = prefix_key(term)
        position = NOT_FOUND if key is None else int(self._prefix_keys.searchsorted(key))
        return (
            position
            if 0 <= position < len(self._prefix_keys) and self._prefix_keys[position] == key
            else NOT_FOUND
        )

    def language_of(self, passage: int) -> str:
        """Return the language of a passage."""
        return self.language_codes[int(self.language_ids[self.corpus.article_of(passage)])]

    def _term_of(self, word: int) -> str:
        return self.vocabulary.term(int(self.passages.term_of_word[word]))

    def idf(self, term: str) -> float | None:
        """Tell how informative a term is among passages; None where no article holds it."""
        return self.passage_index.idf(term) if self.has_term(term) else None

    def has_term(self, term: str) -> bool:
        """Tell whether an article holds the term."""
        return self.article_index.doc_frequency(term) > 0


def _terms_of_texts(
    texts: RaggedArray, arrays: NamedArrays, vocabulary: Vocabulary
) -> Iterator[list[str]]:
    """Words as their terms."""
    terms = [vocabulary.term(number) for number in arrays["word.term"].tolist()]
    for number in range(len(texts)):
        yield [terms[word] for word in texts[number].tolist()]
