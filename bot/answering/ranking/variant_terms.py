"""Variants of a question's terms in search and ranking: the exact one comes first."""

from __future__ import annotations

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.ranking.candidate_sentences import Vector
from bot.answering.ranking.candidate_table import CandidateTable

VARIANT_WEIGHT = 0.9
"""The weight of a variant in the search, over that of the terms that it stands for."""
VARIANT_PENALTY = 1.0
"""What a candidate loses for the mass that it has in variants alone, of terms that others have."""

VARIANT_DOUBT = 0.5
"""What the chance that it answers loses for it."""


def variant_weights(query: ParsedQuestion) -> dict[str, float]:
    """The terms of a question with their weights in the search, and those of their variants."""
    weights: dict[str, float] = {}
    for variant in query.variants:
        weight = VARIANT_WEIGHT * sum(
            own for term, own in query.terms.items() if term in variant.terms
        )
        for term in variant.written:
            weights[term] = max(weights.get(term, 0.0), weight / len(variant.written))
    return weights | dict(query.terms)


def variant_penalties(table: CandidateTable, analyzed: AnalyzedCorpus) -> Vector:
    """By candidate, what it loses."""
    known = {
        term: number
        for term in table.query.terms_with_variants
        if (number := analyzed.vocabulary.term_id(term)) is not None
    }
    if not known:
        return np.zeros(len(table.passages))
    lacking = np.zeros_like(table.matches.exact)
    found = analyzed.passages.terms_of(table.passages)
    for column, term in enumerate(table.query.terms):
        if term in known:
            rows = found.row[found.values == known[term]]
            lacking[:, column] = table.matches.exact[:, column]
            lacking[rows, column] = False
    penalties: Vector = VARIANT_PENALTY * table.weighted_share(lacking)
    return penalties
