"""Weights from labelled choices: two small convex fits by Newton's method, each with a prior."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
MAX_STEP = 3.0
"""How far a weight moves in one step of Newton's method at most."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of a question, a row each, and which are right; or one row, right or not."""

    rows: Array
    right: NDArray[np.bool_]
    group: str
    """The name of the set, with what was done to it."""
    fold: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of the weights before any question is seen: a Gaussian around each."""

    mean: Array
    strength: Array
    """By weight, the inverse of the variance. Questions that together tell as much (in Fisher
    information) as the prior move the weight half the way to where they alone would have it."""


Fit = Callable[[Sequence[Choice], Sequence[float], Prior], Array]


def conditional_logit(choices: Sequence[Choice], weight: Sequence[float], prior: Prior) -> Array:
    """Find the weights that make the right candidates most likely.

    McFadden, "Conditional logit analysis of qualitative choice behavior", 1974. Each choice has
    a `weight`: how many questions it counts for.
    """
    beta = prior.mean.copy()
    if not choices:
        return beta
    x, right = (np.concatenate([getattr(c, name) for c in choices]) for name in ("rows", "right"))
    sizes = np.array([len(choice.rows) for choice in choices])
    starts, factor = np.cumsum(sizes) - sizes, np.array(weight)

    def shares(values: Array) -> Array:
        """Divide the values of each choice by their sum."""
        return np.asarray(values / np.repeat(np.add.reduceat(values, starts), sizes))

    for _ in range(30):
        scores = x @ beta
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        chance = shares(np.exp(scores))
        wanted = shares((chance + 1e-12) * right)
        weighted = x * chance[:, None]
        mean = np.add.reduceat(weighted, starts)
        slope = x.T @ (np.repeat(factor, sizes) * (wanted - chance))
        slope -= prior.strength * (beta - prior.mean)
        curve = weighted.T @ (x * np.repeat(factor, sizes)[:, None])
        curve -= (mean * factor[:, None]).T @ mean
        if _step(beta, curve + np.diag(prior.strength), slope) < 1e-3:
            break
    return beta


def logistic(choices: Sequence[Choice], weight: Sequence[float], prior: Prior) -> Array:
    """Find the weights of a logistic regression of right on one row a choice."""
    if not choices:
        return prior.mean.copy()
    x = np.concatenate([choice.rows for choice in choices])
    y = np.concatenate([choice.right for choice in choices]).astype(float)
    factor = np.array(weight)
    beta = prior.mean.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        curve = (x * (factor * p * (1 - p))[:, None]).T @ x + np.diag(prior.strength)
        slope = x.T @ (factor * (y - p)) - prior.strength * (beta - prior.mean)
        if _step(beta, curve, slope) < 1e-4:
            break
    return beta


def _step(beta: Array, curve: Array, slope: Array) -> float:
    """Move the weights by one step; give the longest way that one of them had to go."""
    step = np.linalg.solve(curve, slope)
    longest = float(np.abs(step).max())
    beta += step * min(1.0, MAX_STEP / longest) if longest else 0.0
    return longest


def held_out(
    choices: Sequence[Choice],
    weight: Array,
    fit: Fit,
    prior: Prior,
    part: Callable[[Choice], Hashable],
) -> list[Array]:
    """Give the scores of each choice's rows by weights learned without all of its part."""
    scores: list[Array] = [np.zeros(0)] * len(choices)
    for left_out in sorted({part(choice) for choice in choices}):
        inside = [number for number, choice in enumerate(choices) if part(choice) != left_out]
        beta = fit([choices[position] for position in inside], weight[inside].tolist(), prior)
        for position, choice in enumerate(choices):
            if part(choice) == left_out:
                scores[position] = choice.rows @ beta
    return scores
