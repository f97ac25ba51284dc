"""Names of a question that only articles of another language hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.question.parsing import LIGHT_TERM_WEIGHT, ParsedQuestion
from bot.arrays.ragged import IntArray

MAX_HITS = 50
"""So many passages that hold a name tell in which languages it stands."""


def with_foreign_names(query: ParsedQuestion, analyzed: AnalyzedCorpus) -> ParsedQuestion:
    """Add the names that only articles of another language hold; all other terms weigh little then.

    A name has a capital; where nothing in the question has one, every word may be one.
    """
    if not query.language.code or len(analyzed.language_codes) == 1:
        return query
    written: dict[str, set[str]] = {term: {term} for term in query.terms}
    for variant in query.variants:
        if len(variant.written) == len(variant.terms) == 1:
            written[next(iter(variant.terms))].update(variant.written)
    has_capitals = any(word[0].isupper() for word in query.word_of_term.values())
    named = [
        term
        for term, word in query.word_of_term.items()
        if word[0].isupper() or (not has_capitals and word[0].isalpha())
    ]
    found = {term: _foreign_terms(written[term], query, analyzed) for term in named}
    foreign = frozenset[str]().union(*found.values())
    if not foreign:
        return query
    names = frozenset(term for term, terms in found.items() if terms)
    return replace(
        query,
        foreign_names=foreign,
        terms={
            term: weight
            if term in names or (term in named and has_capitals)
            else min(weight, LIGHT_TERM_WEIGHT)
            for term, weight in query.terms.items()
        },
    )


def _foreign_terms(
    terms: Collection[str], query: ParsedQuestion, analyzed: AnalyzedCorpus
) -> frozenset[str]:
    """Those terms of a name that articles hold, unless one of the question's language has one."""
    held = frozenset(filter(analyzed.has_term, terms))
    hits = analyzed.passage_index.search(dict.fromkeys(held, 1.0), MAX_HITS)
    languages = {analyzed.language_of(hit.doc) for hit in hits}
    return held if languages and languages.isdisjoint({query.language.code, ""}) else frozenset()


def holds_any(
    terms: Collection[str], passages: IntArray, analyzed: AnalyzedCorpus
) -> NDArray[np.bool_]:
    """By passage, whether it has one of the terms."""
    holds = np.zeros(len(passages), dtype=bool)
    if terms:
        found = analyzed.passages.terms_of(passages)
        holds[found.row[np.isin(found.values, analyzed.vocabulary.term_ids(terms))]] = True
    return holds
