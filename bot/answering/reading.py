"""What the answerer knows of a corpus: every text analysed once, in the language of its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.corpus.corpus import Corpus
from bot.index.forward import Forward
from bot.index.protocol import Index
from bot.model import Span
from bot.text.language import UNKNOWN, Languages
from bot.text.sentences import sentences

MOST_HELD = 400
"""How many characters of an article decide its language, when it does not give it."""


class Reading:
    """The texts of a corpus as terms; never changed once built."""

    def __init__(self, corpus: Corpus, languages: Languages, make_index: Callable[[Iterable[Sequence[str]]], Index]) -> None:
        self.corpus = corpus
        self.passages, self.titles, self.headings = Forward(), Forward(), Forward()
        self.languages: list[str] = []
        """By article."""
        passage_terms: list[list[str]] = []
        article_terms: list[list[str]] = []
        for article in range(corpus.article_count):
            code = self._language(article, languages)
            self.languages.append(code)
            analyzer = languages.of(code).analyzer
            title = analyzer.terms(corpus.article(article).title or "")
            self.titles.add([(Span(0, 0), title)])
            whole = list(title)
            for number in corpus.passages_of(article):
                passage = corpus[number]
                cut = [(span, analyzer.terms(passage.text[span.start : span.end])) for span in sentences(passage.text)]
                self.passages.add(cut)
                self.headings.add([(Span(0, 0), analyzer.terms(passage.heading or ""))])
                passage_terms.append([term for _, terms in cut for term in terms])
                whole += passage_terms[-1]
            article_terms.append(whole)
        self.index = make_index(passage_terms)
        self.articles = make_index(article_terms)
        self.words = {word: term for code in set(self.languages) for word, term in languages.of(code).analyzer.vocabulary().items()}
        """Every word, case-folded, with its term."""
        self.spoken = [code for code, _ in Counter(self.languages).most_common()]
        """Languages of the articles, the commonest first."""

    def _language(self, article: int, languages: Languages) -> str:
        given = self.corpus.article(article).language
        if given:
            return languages.of(given).code
        text = " ".join(self.corpus[number].text[:MOST_HELD] for number in self.corpus.passages_of(article)[:3])
        return languages.detect(text) or UNKNOWN

    def known(self, term: str) -> bool:
        """Whether an article holds the term."""
        return self.articles.frequency(term) > 0
