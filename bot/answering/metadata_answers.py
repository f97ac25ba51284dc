"""Questions about an article itself: which article is meant, and the fact."""

from __future__ import annotations

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.metadata_question import parse_metadata_question, read_fact
from bot.answering.question.synonyms.synonym_map import SynonymMap
from bot.answering.ranking.filters import AllowedPassages
from bot.arrays.ragged import IntArray
from bot.question_answer import Answer, Question
from bot.text.tokens import Analyzer

EXACT_CONFIDENCE = 0.95
"""The confidence where every word names the article."""
COVERAGE_EXPONENT = 0.85
"""The power of the share of words that name it: who asks for an article seldom gives its own words."""
SYNONYM_WEIGHT = 0.3
"""The weight of a synonym in the search for the article."""


class MetadataAnswerer:
    """Answers questions about articles from what is known of them."""

    def __init__(self, analyzed: AnalyzedCorpus, synonym_map: SynonymMap) -> None:
        self._analyzed = analyzed
        self._synonym_map = synonym_map

    def answer(
        self,
        question: Question,
        analyzer: Analyzer,
        min_confidence: float,
        allowed: AllowedPassages | None,
    ) -> Answer | None:
        """The fact, or an abstention when the article does not give it; None for a question about the news.

        Only an article that is `allowed` is meant, when that is given.
        """
        requested = parse_metadata_question(question.text)
        if requested is None:
            return None
        allowed_articles = None if allowed is None else allowed.articles
        article, confidence = self._find_article(
            requested.topic, question, analyzer, allowed_articles
        )
        if article is None or (allowed_articles is not None and article not in allowed_articles):
            return None
        found = read_fact(requested.field, self._analyzed.corpus.article(article))
        return Answer(
            question,
            found is not None and confidence >= min_confidence,
            confidence if found else 0.0,
            fact=found,
        )

    def _find_article(
        self, topic: str, question: Question, analyzer: Analyzer, within: IntArray | None
    ) -> tuple[int | None, float]:
        corpus, articles = self._analyzed.corpus, self._analyzed.article_index
        terms = dict.fromkeys(analyzer.terms(topic), 1.0)
        if not terms:
            last = next((turn.passage for turn in reversed(question.history) if turn.passage), None)
            passage = corpus.find_passage(last) if last else None
            if passage is not None:
                return corpus.article_of(passage), EXACT_CONFIDENCE
            return (0, EXACT_CONFIDENCE) if corpus.article_count == 1 else (None, 0.0)
        synonyms = {term: self._synonym_map.synonyms(term) for term in terms}
        synonym_weights = {
            other: SYNONYM_WEIGHT for others in synonyms.values() for other in others
        }
        hits = articles.search(synonym_weights | terms, 20, within)
        if not hits:
            return None, 0.0
        idf = {term: articles.idf(term) for term in terms}

        def title_score(article: int) -> float:
            held = set(self._analyzed.titles.terms_of(np.array([article])).values.tolist())
            return sum(
                idf[term] for term in terms if self._analyzed.vocabulary.term_id(term) in held
            )

        best = max(hits, key=lambda hit: (hit.score + 2 * title_score(hit.doc), -hit.doc)).doc
        held = [
            term
            for term in terms
            if articles.search(dict.fromkeys((term, *synonyms[term]), 1.0), 1, within=[best])
        ]
        return best, EXACT_CONFIDENCE * (
            sum(idf[term] for term in held) / sum(idf.values())
        ) ** COVERAGE_EXPONENT
