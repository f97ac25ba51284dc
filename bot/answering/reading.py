"""What the answerer knows of a corpus: every text analysed once, in the language of its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.answering.derived import article_words, passage_words, standing_for
from bot.answering.spelling import Spelling
from bot.answering.told import Told
from bot.compact.rows import NOWHERE, Arrays, Numbers, Ragged, Rows
from bot.corpus.corpus import Corpus
from bot.corpus.packed import NO_HEADING
from bot.index.bm25s import Bm25sIndex
from bot.index.engines import RANK_BM25
from bot.index.forward import Forward, Lines
from bot.index.protocol import Index
from bot.index.rank_bm25 import RankBM25Index
from bot.index.vocabulary import Vocabulary


class Reading:
    """The texts of a corpus as terms; never changed once built."""

    def __init__(self, corpus: Corpus, arrays: Arrays, languages: Sequence[str], engine: str) -> None:
        """Take the arrays of `analyse` with those of `derived`, and the languages by number."""
        self.corpus = corpus
        self.vocabulary = Vocabulary.named("term.trie", arrays)
        term = arrays["word.term"]
        self.passages = Forward(arrays["passage.sentences"], arrays["sentence.span"], Rows.named("sentence.words", arrays), term)
        self.titles = Lines(Rows.named("article.title", arrays), term)
        self._headings = Lines(Rows.named("heading.words", arrays), term)
        self._heading = arrays["passage.heading"]
        self._first_heading = arrays["article.headings"]
        self.telling = Told(Rows.named("sentence.told", arrays))
        self.codes = tuple(languages)
        """The languages by number."""
        self.language: NDArray[np.uint8] = arrays["article.language"]
        """By article, the number of its language."""
        self.dates: NDArray[np.int32] = arrays["article.date"]
        """By article, its day counted as `date.toordinal` does; 0 where it gives none."""
        self.beginnings: NDArray[np.int32] = arrays["term.beginning"]
        """By term, the number of its beginning."""
        self._beginning: Numbers = arrays["beginning"]
        self.spelling = Spelling(arrays, self._term_of)
        articles = np.bincount(self.language, minlength=len(self.codes))
        self.spoken = [self.codes[number] for number in np.argsort(-articles, kind="stable").tolist() if articles[number]]
        """Languages of the articles, the commonest first."""
        if engine == RANK_BM25:
            self.index: Index = RankBM25Index(_spelled(passage_words(arrays), arrays, self.vocabulary))
            self.articles: Index = RankBM25Index(_spelled(article_words(arrays), arrays, self.vocabulary))
        else:
            self.index = Bm25sIndex(self.vocabulary, arrays, "passages")
            self.articles = Bm25sIndex(self.vocabulary, arrays, "articles")

    @cached_property
    def newest_first(self) -> Numbers:
        """All articles by their days, those without one last; in their own order where the day is the same."""
        return np.argsort(-self.dates.astype(np.int64), kind="stable")

    def headings(self, passages: Numbers, articles: Numbers) -> Ragged:
        """The terms of the headings of some passages, each with the number of its article."""
        under = self._heading[passages]
        held = np.flatnonzero(under != NO_HEADING)
        found = self._headings.terms(self._first_heading[articles[held]] + under[held])
        return Ragged(found.values, held[found.row])

    def beginning(self, term: str) -> int:
        """The number of a term's beginning; another than any in the texts where none begins so."""
        standing = standing_for(term)
        place = NOWHERE if standing is None else int(self._beginning.searchsorted(standing))
        return place if 0 <= place < len(self._beginning) and self._beginning[place] == standing else NOWHERE

    def language_of(self, passage: int) -> str:
        """The language of a passage."""
        return self.codes[int(self.language[self.corpus.article_of(passage)])]

    def _term_of(self, word: int) -> str:
        return self.vocabulary.term(int(self.passages.term[word]))

    def known(self, term: str) -> bool:
        """Whether an article holds the term."""
        return self.articles.frequency(term) > 0


def _spelled(texts: Rows, arrays: Arrays, vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Words as their terms."""
    terms = [vocabulary.term(number) for number in arrays["word.term"].tolist()]
    for number in range(len(texts)):
        yield [terms[word] for word in texts[number].tolist()]
