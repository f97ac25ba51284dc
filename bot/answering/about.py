"""Questions about an article itself: which article is meant, and the fact."""

from __future__ import annotations

import numpy as np

from bot.answering.allowed import Left
from bot.answering.facts import asked_fact, fact
from bot.answering.reading import Reading
from bot.answering.thesaurus.thesaurus import Thesaurus
from bot.compact.rows import Numbers
from bot.model import Answer, Question
from bot.text.tokens import Analyzer

SURE = 0.95
"""The confidence where every word names the article."""
LOOSE = 0.85
"""The power of the share of words that name it: who asks for an article seldom gives its own words."""
NEAR = 0.3
"""The weight of a synonym in the search for the article."""


class About:
    """Answers questions about articles from what is known of them."""

    def __init__(self, reading: Reading, thesaurus: Thesaurus) -> None:
        self._reading = reading
        self._thesaurus = thesaurus

    def answer(self, question: Question, analyzer: Analyzer, min_confidence: float, allowed: Left | None) -> Answer | None:
        """The fact, or an abstention when the article does not give it; None for a question about the news.

        Only an article that is `allowed` is meant, when that is given.
        """
        wanted = asked_fact(question.text)
        if wanted is None:
            return None
        theirs = None if allowed is None else allowed.articles
        article, sure = self._article(wanted.topic, question, analyzer, theirs)
        if article is None or (theirs is not None and article not in theirs):
            return None
        found = fact(wanted.field, self._reading.corpus.article(article))
        return Answer(question, found is not None and sure >= min_confidence, sure if found else 0.0, fact=found)

    def _article(self, topic: str, question: Question, analyzer: Analyzer, within: Numbers | None) -> tuple[int | None, float]:
        corpus, articles = self._reading.corpus, self._reading.articles
        terms = dict.fromkeys(analyzer.terms(topic), 1.0)
        if not terms:
            last = next((turn.passage for turn in reversed(question.history) if turn.passage), None)
            passage = corpus.find(last) if last else None
            if passage is not None:
                return corpus.article_of(passage), SURE
            return (0, SURE) if corpus.article_count == 1 else (None, 0.0)
        near = {term: self._thesaurus.near(term) for term in terms}
        like = {other: NEAR for others in near.values() for other in others}
        hits = articles.search(like | terms, 20, within)
        if not hits:
            return None, 0.0
        mass = {term: articles.idf(term) for term in terms}

        def titled(article: int) -> float:
            held = set(self._reading.titles.terms(np.array([article])).values.tolist())
            return sum(mass[term] for term in terms if self._reading.vocabulary.number(term) in held)

        best = max(hits, key=lambda hit: (hit.score + 2 * titled(hit.passage), -hit.passage)).passage
        held = [term for term in terms if articles.search(dict.fromkeys((term, *near[term]), 1.0), 1, within=[best])]
        return best, SURE * (sum(mass[term] for term in held) / sum(mass.values())) ** LOOSE
