"""Passages that repeat another one: the same text in two files, or reprinted with small changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.ranking.term_matches import BoolArray
from bot.arrays.ragged import IntArray
from bot.attribution.attribution_store import AttributionStore
from bot.text.language import languages

MIN_SHARED_SHINGLES = 0.8
"""How much of the shorter text's shingles the longer one must have."""
MIN_SHINGLES = 6
"""A text with fewer shingles than these is repeated by its terms in their order,"""
ADDED = 1
"""with no more than so many others among them: the place in front."""


def find_reprints(
    passages: Sequence[int], analyzed: AnalyzedCorpus, attributions: AttributionStore
) -> dict[int, int]:
    """Map each passage that repeats an earlier one of some passages to that one.

    A shingle is two neighbouring informative terms. Texts that cite different outlets, or have
    other numbers, repeat no one.
    """
    found = analyzed.passages.terms_of(np.array(passages, dtype=np.int64))
    terms, text = found.values, found.row
    repeated: dict[int, int] = {}
    for position, earlier in np.argwhere(_are_similar(terms, text, len(passages))).tolist():
        item, other = passages[position], passages[earlier]
        if (
            earlier < position
            and item not in repeated
            and other not in repeated
            and _are_compatible(
                item, other, analyzed, attributions, terms[text == position], terms[text == earlier]
            )
        ):
            repeated[item] = other
    return repeated


def _are_similar(terms: IntArray, text: IntArray, count: int) -> BoolArray:
    """Pair texts of about the same words; `text` says whose each of the joined terms is."""
    inside = np.flatnonzero(text[1:] == text[:-1])
    shingles = terms[inside] * (int(terms.max(initial=0)) + 1) + terms[inside + 1]
    _, number = np.unique(shingles, return_inverse=True)
    has = np.zeros((count, int(number.max(initial=0)) + 1), dtype=np.float32)
    has[text[inside], number] = 1.0
    size = has.sum(axis=1)
    fewer = np.minimum.outer(size, size)
    alike: BoolArray = (has @ has.T >= MIN_SHARED_SHINGLES * fewer) & (fewer >= MIN_SHINGLES)
    for position in np.flatnonzero(size < MIN_SHINGLES).tolist():
        short = terms[text == position].tolist()
        for other in np.flatnonzero(size <= MIN_SHINGLES + ADDED).tolist():
            long = terms[text == other].tolist()
            alike[position, other] = alike[other, position] = _repeats(short, long) or _repeats(
                long, short
            )
    return alike


def _repeats(short: Sequence[int], long: Sequence[int]) -> bool:
    """Tell whether a text has all terms of a short one in their order, and few others."""
    rest = iter(long)
    return (
        len(short) > 0
        and 0 <= len(long) - len(short) <= ADDED
        and all(term in rest for term in short)
    )


def _are_compatible(
    one: int,
    other: int,
    analyzed: AnalyzedCorpus,
    attributions: AttributionStore,
    terms: IntArray,
    others: IntArray,
) -> bool:
    """Tell whether two passages may be one text, by outlets cited, numbers and negation."""
    cited, also = (
        {citation.key for citation in attributions[passage].citations} for passage in (one, other)
    )
    if cited and also and cited.isdisjoint(also):
        return False
    numbers, those = (
        {term for term in map(analyzed.vocabulary.term, some.tolist()) if term[0].isdigit()}
        for some in (terms, others)
    )
    if not (numbers <= those or those <= numbers):
        return False
    denies = languages().get(analyzed.language_of(one)).negation.findall
    return len(denies(analyzed.corpus[one].text)) == len(denies(analyzed.corpus[other].text))
