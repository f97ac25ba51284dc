"""What the answerer knows of a corpus: every text analysed once, in the language of its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from bot.answering.telling import Telling
from bot.corpus.corpus import Corpus
from bot.index.forward import NOWHERE, Forward, Numbers, Vocabulary
from bot.index.protocol import Index
from bot.model import Passage, Span
from bot.text.language import UNKNOWN, Language, Languages
from bot.text.sentences import sentences

MOST_HELD = 400
"""How many characters of an article decide its language, when it does not give it."""
BEGINNING = 5
"""So many letters make two words akin."""
NO_BEGINNING = -3
"""Of a number or a short word."""


class Reading:
    """The texts of a corpus as terms; never changed once built."""

    def __init__(self, corpus: Corpus, languages: Languages, make_index: Callable[[Iterable[Sequence[str]]], Index]) -> None:
        self.corpus = corpus
        self.vocabulary = Vocabulary()
        self.passages, self.titles, self.headings = (Forward(self.vocabulary) for _ in range(3))
        self.telling = Telling(self.vocabulary)
        self.languages: list[str] = []
        """By article."""
        passage_terms: list[list[str]] = []
        article_terms: list[list[str]] = []
        for article in range(corpus.article_count):
            language = languages.of(self._language(article, languages))
            self.languages.append(language.code)
            title = language.analyzer.terms(corpus.article(article).title or "")
            self.titles.add([(Span(0, 0), title)])
            whole = list(title)
            for number in corpus.passages_of(article):
                passage_terms.append(self._read(corpus[number], language))
                whole += passage_terms[-1]
            article_terms.append(whole)
        self.index = make_index(passage_terms)
        self.articles = make_index(article_terms)
        self._beginnings: dict[str, int] = {}
        self.beginnings = self._numbered()
        """By term, the number of its beginning."""
        spoken = (languages.of(code).analyzer.vocabulary().items() for code in set(self.languages))
        self.words = {word: term for words in spoken for word, term in words if self.vocabulary.number(term) is not None}
        """Every word, case-folded, with its term."""
        self.spoken = [code for code, _ in Counter(self.languages).most_common()]
        """Languages of the articles, the commonest first."""

    def _read(self, passage: Passage, language: Language) -> list[str]:
        cut = [(span, language.analyzer.terms(passage.text[span.start : span.end])) for span in sentences(passage.text)]
        self.passages.add(cut)
        for span, _ in cut:
            self.telling.add(passage.text[span.start : span.end], language)
        self.headings.add([(Span(0, 0), language.analyzer.terms(passage.heading or ""))])
        return [term for _, terms in cut for term in terms]

    def _numbered(self) -> Numbers:
        numbers = (self._beginnings.setdefault(term[:BEGINNING], len(self._beginnings)) if _begins(term) else NO_BEGINNING for term in self.vocabulary)
        return np.array(list(numbers), dtype=np.int64)

    def beginning(self, term: str) -> int:
        """The number of a term's beginning; another than any in the texts where none begins so."""
        return self._beginnings.get(term[:BEGINNING], NOWHERE) if _begins(term) else NOWHERE

    def _language(self, article: int, languages: Languages) -> str:
        given = self.corpus.article(article).language
        if given:
            return languages.of(given).code
        text = " ".join(self.corpus[number].text[:MOST_HELD] for number in self.corpus.passages_of(article)[:3])
        return languages.detect(text) or UNKNOWN

    def known(self, term: str) -> bool:
        """Whether an article holds the term."""
        return self.articles.frequency(term) > 0


def _begins(term: str) -> bool:
    """Whether a term is long enough, and a word, so that its beginning tells of others."""
    return len(term) >= BEGINNING and not term[0].isdigit()
