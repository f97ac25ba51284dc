"""Passages that repeat another one: the same text in two files, or reprinted with small changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.answering.reading import Reading
from bot.answering.sought import Flags
from bot.attribution.packed import Attributions
from bot.compact.rows import Numbers
from bot.text.language import languages

SAME = 0.8
"""How much of the shorter text's shingles the longer one must have."""
FEW = 6
"""A text with fewer shingles than these is repeated by its terms in their order,"""
ADDED = 1
"""with no more than so many others among them: the place in front."""


def reprints(passages: Sequence[int], reading: Reading, attributions: Attributions) -> dict[int, int]:
    """By passage that repeats an earlier one of some passages, that one; each is compared with those before it.

    A shingle is two neighbouring informative terms. Texts that cite different outlets, or have other numbers, repeat no one.
    """
    cut = reading.passages.cut(np.array(passages, dtype=np.int64))
    terms, text = cut.terms.values, cut.text[cut.terms.row]
    repeated: dict[int, int] = {}
    for place, earlier in np.argwhere(np.tril(_similar(terms, text, len(passages)), -1)).tolist():
        one, other = passages[place], passages[earlier]
        if one not in repeated and other not in repeated and _compatible(one, other, reading, attributions, terms[text == place], terms[text == earlier]):
            repeated[one] = other
    return repeated


def _similar(terms: Numbers, text: Numbers, many: int) -> Flags:
    """Which of some texts have about the same words; their terms stand one behind the other, `text` says whose they are."""
    inside = np.flatnonzero(text[1:] == text[:-1])
    shingles = terms[inside] * (int(terms.max(initial=0)) + 1) + terms[inside + 1]
    _, number = np.unique(shingles, return_inverse=True)
    has = np.zeros((many, int(number.max(initial=0)) + 1), dtype=np.float32)
    has[text[inside], number] = 1.0
    size = has.sum(axis=1)
    fewer = np.minimum.outer(size, size)
    alike: Flags = (has @ has.T >= SAME * fewer) & (fewer >= FEW)
    for place in np.flatnonzero(size < FEW).tolist():
        short = terms[text == place].tolist()
        for other in np.flatnonzero(size <= FEW + ADDED).tolist():
            long = terms[text == other].tolist()
            alike[place, other] = alike[other, place] = _repeats(short, long) or _repeats(long, short)
    return alike


def _repeats(short: Sequence[int], long: Sequence[int]) -> bool:
    """Whether a text has all terms of a short one in their order, and few others."""
    rest = iter(long)
    return len(short) > 0 and 0 <= len(long) - len(short) <= ADDED and all(term in rest for term in short)


def _compatible(one: int, other: int, reading: Reading, attributions: Attributions, terms: Numbers, others: Numbers) -> bool:
    """Whether two passages may be one text in spite of the outlets that they cite, the numbers that they have, and what they deny."""
    cited, also = ({citation.key for citation in attributions[passage].citations} for passage in (one, other))
    if cited and also and cited.isdisjoint(also):
        return False
    numbers, those = ({term for term in map(reading.vocabulary.term, some.tolist()) if term[0].isdigit()} for some in (terms, others))
    if not (numbers <= those or those <= numbers):
        return False
    denies = languages().of(reading.language_of(one)).negation.findall
    return len(denies(reading.corpus[one].text)) == len(denies(reading.corpus[other].text))
