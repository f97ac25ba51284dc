"""How likely candidates answer, from their features and the texts of their sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.answering.question.antonyms import antonyms
from bot.answering.question.query_builder import CorpusQuery
from bot.answering.ranking.confidence import ConfidenceInput, feature_values, probability
from bot.answering.ranking.history_features import history_match
from bot.answering.ranking.near_misses import NearMissFinder
from bot.answering.ranking.property_check import UNTOLD_FACTOR, has_quotations, tells_property
from bot.answering.ranking.ranker import RankedPassage, Ranking
from bot.answering.ranking.ranking_context import RankingContext
from bot.answering.ranking.variant_terms import VARIANT_DOUBT
from bot.answering.ranking.weights import Weights
from bot.attribution.attribution_store import AttributionStore
from bot.corpus.corpus import Corpus
from bot.outlet_match import is_from_or_cites

UNCITED_FACTOR = 0.3
"""What is left of the chance where the passage is not of the outlet asked for in any way."""
HISTORY_MATCH_FACTOR = 2.0
"""A passage that has the half of what earlier turns lend is about it."""
DAY_ONLY_PROBABILITY = 0.8
"""The chance where nothing but a day is asked for, and the article is of it."""
OUTLET_ONLY_PROBABILITY = 0.8
"""The chance where nothing but the outlet is asked for, and the passage cites it."""


class ConfidenceEstimator:
    """Tells how likely the candidates of a question answer it."""

    def __init__(self, corpus: Corpus, attributions: AttributionStore, weights: Weights) -> None:
        self._corpus = corpus
        self._attributions = attributions
        self._weights = weights
        self._antonyms = antonyms()

    def estimate(
        self,
        corpus_query: CorpusQuery,
        ranking: Ranking,
        ranked: Sequence[RankedPassage],
        reprint_rows: Sequence[int],
    ) -> float:
        """Give the probability that the first candidate answers."""
        query = corpus_query.parsed
        # A text that stands in several files is as likely as one.
        confidence = (
            self.probability(ranking, int(ranking.order[0]), ranked[0], corpus_query, reprint_rows)
            if ranked
            else 0.0
        )
        if ranked:
            row = int(ranking.order[0])
            confidence *= 1 - VARIANT_DOUBT * float(ranking.variant_penalties[row])
            passage = self._corpus[ranked[0].passage]
            texts = (passage.text, passage.article.title or "")
            if not tells_property(ranking.context, row, passage.text) or not has_quotations(
                query.text, texts
            ):
                confidence *= UNTOLD_FACTOR
            if query.names_day_only and ranking.context.in_period[row]:
                return DAY_ONLY_PROBABILITY
        if ranked and query.requested_outlets:
            attribution = self._attributions[ranked[0].passage]
            if not any(
                is_from_or_cites(attribution, outlet.key) for outlet in query.requested_outlets
            ):
                return confidence * UNCITED_FACTOR
            if not query.terms:
                return _outlet_only_probability(ranking.context, int(ranking.order[0]))
        return confidence

    def probability(
        self,
        ranking: Ranking,
        row: int,
        ranked: RankedPassage,
        corpus_query: CorpusQuery,
        excluded_rows: Sequence[int] = (),
        *,
        has_figure: bool = False,
    ) -> float:
        """Give the probability that the candidate of a row answers, were there no `excluded_rows`.

        It may have been found to give the figure asked for, in whatever words (`has_figure`).
        """
        inputs = self.inputs(
            ranking, row, ranked, corpus_query, excluded_rows, has_figure=has_figure
        )
        return probability(feature_values(inputs), self._weights.confidence)

    def inputs(
        self,
        ranking: Ranking,
        row: int,
        ranked: RankedPassage,
        corpus_query: CorpusQuery,
        excluded_rows: Sequence[int] = (),
        *,
        has_figure: bool = False,
    ) -> ConfidenceInput:
        """Gather what is known of the candidate of a row; takes what `probability` takes."""
        query = ranking.context.table.query
        scores = ranking.scores.copy()
        scores[[other for other in excluded_rows if other != row]] = -np.inf
        text = self._corpus[ranked.passage].text
        sentence = text[ranked.sentence.start : ranked.sentence.end]
        sentence_terms = set(query.language.analyzer.terms(sentence))
        has_negation = query.language.negation.search
        return ConfidenceInput(
            ranking.context,
            row,
            scores,
            ranking.features[row],
            unknown_terms=np.array(
                [term in corpus_query.unknown_terms for term in query.terms], dtype=bool
            ),
            cites_requested=ranked.cites_requested,
            negation_differs=bool(has_negation(query.text)) and not has_negation(sentence),
            near_miss=NearMissFinder(query, text).find(_missing_terms(ranking, row)),
            has_figure=has_figure,
            has_antonym=query.language.code == "en"
            and self._antonyms.contradicts(set(query.terms) - sentence_terms, sentence_terms),
        )


def _missing_terms(ranking: Ranking, row: int) -> set[str]:
    """Terms that neither the candidate nor title, heading or first passage of its article has."""
    table = ranking.context.table
    has = (table.in_context | table.in_first_passage | table.matches.synonym)[row]
    has |= table.matches.hyponym[row]
    return {term for term, known in zip(table.query.terms, has.tolist(), strict=True) if not known}


def _outlet_only_probability(context: RankingContext, row: int) -> float:
    """Give the probability where nothing but an outlet is asked for.

    In a question that leans on the turns before, the passage must be about what was asked there.
    """
    if not context.table.is_follow_up or not context.table.query.is_context_dependent:
        return OUTLET_ONLY_PROBABILITY
    return OUTLET_ONLY_PROBABILITY * min(
        1.0, HISTORY_MATCH_FACTOR * float(history_match(context)[row])
    )
