"""The chance that the first candidate answers, from what the corpus covers of the question."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.answering.weights import ConfidenceWeights


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares from 0 to 1, whatever the size of the corpus."""

    passage: float
    """Of the question's mass, in the passage, its heading and its title."""
    sentence: float
    """Of the question's mass, in the marked sentence."""
    unknown: float
    """Of the question's mass, in words that no passage holds."""
    names: float
    """Of the question's names and numbers, not in the passage, its heading or its title."""
    margin: float
    """How far the first candidate is ahead of the second."""
    kind: float
    """1 when the sentence holds the kind of thing asked for."""
    uncited: bool = False
    """The question asks for an outlet that the passage does not cite."""


def confidence(coverage: Coverage, weights: ConfidenceWeights) -> float:
    """A logistic model over the coverage (a probability)."""
    total = (
        weights.bias
        + weights.passage * coverage.passage
        + weights.sentence * coverage.sentence
        + weights.unknown * coverage.unknown
        + weights.names * coverage.names
        + weights.margin * coverage.margin
        + weights.kind * coverage.kind
    )
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    return chance * weights.uncited if coverage.uncited else chance
