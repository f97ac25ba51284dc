"""Passages that repeat another one: the same text in two files, or reprinted with small changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from bot.answering.reading import Reading
from bot.attribution.packed import Attributions

Shingles = frozenset[tuple[int, int]]

SAME = 0.8
"""How much of the shorter text's shingles the longer one must have."""
FEW = 6
"""With fewer shingles than these a text is repeated only by the same words from end to end."""


def reprints(passages: Sequence[int], reading: Reading, attributions: Attributions) -> dict[int, int]:
    """By passage that repeats an earlier one of some passages, that one; each is compared with those before it.

    A shingle is two neighbouring informative terms. Texts that cite different outlets, or have other numbers, repeat no one.
    """
    terms = _terms(passages, reading)
    shingles = {passage: frozenset(pairwise(terms[passage])) for passage in passages}
    repeated: dict[int, int] = {}
    for place, passage in enumerate(passages):
        for earlier in passages[:place]:
            if earlier not in repeated and _similar(terms, shingles, passage, earlier) and _compatible(passage, earlier, terms, reading, attributions):
                repeated[passage] = earlier
                break
    return repeated


def _terms(passages: Sequence[int], reading: Reading) -> dict[int, tuple[int, ...]]:
    cut = reading.passages.cut(np.array(passages, dtype=np.int64))
    ends = np.searchsorted(cut.text[cut.terms.row], np.arange(len(passages) + 1)).tolist()
    values = cut.terms.values.tolist()
    return {passage: tuple(values[start:end]) for passage, (start, end) in zip(passages, pairwise(ends), strict=True)}


def _similar(terms: Mapping[int, tuple[int, ...]], shingles: Mapping[int, Shingles], one: int, other: int) -> bool:
    few = min(len(shingles[one]), len(shingles[other]))
    if few < FEW:
        return terms[one] == terms[other]
    return len(shingles[one] & shingles[other]) >= SAME * few


def _compatible(one: int, other: int, terms: Mapping[int, tuple[int, ...]], reading: Reading, attributions: Attributions) -> bool:
    """Whether two texts may be one in spite of what tells them apart."""
    cited, also = ({citation.key for citation in attributions[passage].citations} for passage in (one, other))
    if cited and also and cited.isdisjoint(also):
        return False
    numbers, others = ({term for term in map(reading.vocabulary.term, terms[passage]) if term[0].isdigit()} for passage in (one, other))
    return numbers <= others or others <= numbers
