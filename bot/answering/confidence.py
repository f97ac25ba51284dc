"""The chance that the first candidate answers, from what the corpus covers of the question."""

from __future__ import annotations

import math
from operator import mul
from typing import NamedTuple


class Coverage(NamedTuple):
    """Shares from 0 to 1, whatever the size of the corpus; as weights, a logistic model of whether the first candidate answers."""

    one: float = 0.0
    """Always 1: as a weight, the bias."""
    unknown: float = 0.0
    """Of the question's mass, in words that no passage holds."""
    rarest: float = 0.0
    """Of the question's mass, in the most informative term that the passage, its heading and its title lack."""
    names: float = 0.0
    """Of the question's names and numbers, not in the passage, its heading or its title."""
    negated: float = 0.0
    """1 when the question denies and the sentence does not."""
    contrary: float = 0.0
    """1 when the sentence has a word that says the contrary of one of the question that it lacks."""
    ahead: float = 0.0
    """The first candidate's share of the chance, by the ranking's own model."""
    article: float = 0.0
    """BM25+ of the whole article over the mass, at most 2, halved."""


UNCITED = 0.3
"""What is left of the chance where the passage does not cite the outlet asked for."""


def confidence(coverage: Coverage, weights: Coverage) -> float:
    """A logistic model over the coverage (a probability)."""
    total = sum(map(mul, weights, coverage))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
