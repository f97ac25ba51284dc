"""Which passages are looked at closely: those that the indexes find for a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.foreign_names import holds_any
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking.filters import AllowedPassages
from bot.answering.ranking.variant_terms import variant_weights
from bot.arrays.ragged import IntArray
from bot.attribution.attribution_store import AttributionStore

POOL_SIZE = 30
"""How many passages of the index are looked at closely."""
POOL_ARTICLES = 3
"""Of how many articles all passages are looked at, whatever words they share with the question."""
MAX_PASSAGES_PER_ARTICLE = 12
"""How many passages of such an article."""
SYNONYM_WEIGHT = 0.3
"""The weight of a synonym in the search."""
HYPONYM_WEIGHT = 0.15
"""The weight of a more exact word."""
MAX_ARTICLE_HITS = 120
"""How many articles are searched for."""


@dataclass(frozen=True, slots=True)
class CandidatePool:
    """The candidates of a query, not yet ranked."""

    passages: IntArray
    """In their order in the corpus."""
    article_scores: Mapping[int, float]
    """BM25+ of the articles that the query finds, by their numbers."""
    of_requested_outlets: IntArray
    """All passages that cite an outlet that the query asks for, or come from it."""


class CandidateRetriever:
    """Fetches candidates from the indexes of one corpus."""

    def __init__(self, analyzed: AnalyzedCorpus, attributions: AttributionStore) -> None:
        self._analyzed = analyzed
        self._attributions = attributions

    def retrieve(
        self, query: ParsedQuestion, history: Mapping[str, float], allowed: AllowedPassages | None
    ) -> CandidatePool:
        """Find the candidates of a query with the terms that earlier turns lend.

        Where only some passages are `allowed`, the best of those are among them.
        """
        analyzed = self._analyzed
        weighted_terms = _weighted_terms(query, history)
        articles = {
            hit.doc: hit.score
            for hit in analyzed.article_index.search(weighted_terms, MAX_ARTICLE_HITS)
        }
        if allowed is not None:
            articles |= {
                hit.doc: hit.score
                for hit in analyzed.article_index.search(
                    weighted_terms, MAX_ARTICLE_HITS, allowed.articles
                )
            }
        of_requested_outlets = _restrict(self._passages_of_requested_outlets(query), allowed)
        pool = self._passage_pool(query, weighted_terms, articles, of_requested_outlets, allowed)
        return CandidatePool(self._in_language(pool, query), articles, of_requested_outlets)

    def _passages_of_requested_outlets(self, query: ParsedQuestion) -> IntArray:
        """Passages that cite an outlet that the question asks for, or come from it."""
        found = [
            self._attributions.passages_of_outlet(outlet.key) for outlet in query.requested_outlets
        ]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def _passage_pool(
        self,
        query: ParsedQuestion,
        weighted_terms: Mapping[str, float],
        articles: Mapping[int, float],
        of_requested_outlets: IntArray,
        allowed: AllowedPassages | None,
    ) -> IntArray:
        """Passages that share words with the question, and all of the articles that share most."""
        analyzed = self._analyzed
        pool = {hit.doc for hit in analyzed.passage_index.search(weighted_terms, POOL_SIZE)}
        if allowed is not None:
            pool |= {
                hit.doc
                for hit in analyzed.passage_index.search(
                    weighted_terms, POOL_SIZE, within=allowed.passages
                )
            }
        for article in sorted(articles, key=lambda item: (-articles[item], item))[:POOL_ARTICLES]:
            pool.update(analyzed.corpus.passages_of(article)[:MAX_PASSAGES_PER_ARTICLE])
        if query.period is not None and query.names_day_only:
            of_day = np.flatnonzero(query.period.mask(analyzed.date_ordinals))[:POOL_SIZE]
            pool.update(analyzed.corpus.first_passages(of_day).tolist())
        if len(of_requested_outlets):
            pool |= {
                hit.doc
                for hit in analyzed.passage_index.search(
                    weighted_terms, POOL_SIZE, within=of_requested_outlets
                )
            }
            # The words asked for may stand in the title alone.
            in_found_articles = np.isin(
                analyzed.corpus.articles_of(of_requested_outlets), list(articles)
            ) | (not query.terms)
            pool.update(of_requested_outlets[in_found_articles][:POOL_SIZE].tolist())
        return np.array(sorted(pool), dtype=np.int64)

    def _in_language(self, passages: IntArray, query: ParsedQuestion) -> IntArray:
        """Those that are in the question's language, as far as languages are known."""
        analyzed = self._analyzed
        if not query.language.code or len(analyzed.language_codes) == 1:
            return passages
        in_language = np.array(
            [code in {"", query.language.code} for code in analyzed.language_codes], dtype=bool
        )
        fits = in_language[analyzed.language_ids[analyzed.corpus.articles_of(passages)]]
        kept: IntArray = passages[fits | holds_any(query.foreign_names, passages, analyzed)]
        return kept


def _weighted_terms(query: ParsedQuestion, history: Mapping[str, float]) -> dict[str, float]:
    """Give the terms that are searched for, with their weights; the query's own at theirs."""
    weighted_terms = dict(history)
    for related, weight in ((query.hyponyms, HYPONYM_WEIGHT), (query.synonyms, SYNONYM_WEIGHT)):
        for term, others in related.items():
            for other in others:
                weighted_terms[other] = max(
                    weighted_terms.get(other, 0.0), weight * query.terms[term]
                )
    return weighted_terms | variant_weights(query)


def _restrict(passages: IntArray, allowed: AllowedPassages | None) -> IntArray:
    kept: IntArray = passages if allowed is None else passages[np.isin(passages, allowed.passages)]
    return kept
