"""Weights from labelled choices: two small convex fits by Newton's method, each with a prior."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    for _ in range(30):
        slope, curve = -prior.strength * (beta - prior.mean), np.diag(prior.strength)
        for choice, factor in zip(choices, weight, strict=True):
            scores = choice.rows @ beta
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            wanted = chance * choice.right + 1e-12 * choice.right
            wanted /= wanted.sum()
            mean = chance @ choice.rows
            slope += factor * (wanted @ choice.rows - mean)
            curve += factor * (
                (choice.rows * chance[:, None]).T @ choice.rows - np.outer(mean, mean)
            )
        if _step(beta, curve, slope) < 1e-3:
            break
    return beta


def logistic(choices: Sequence[Choice], weight: Sequence[float], prior: Prior) -> Array:
    """Find the weights of a logistic regression of right on one row a choice."""
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


def held_out(choices: Sequence[Choice], weight: Array, fit: Fit, prior: Prior) -> list[Array]:
    """Give the scores of each choice's rows by weights learned without its fold."""
    scores: list[Array] = [np.zeros(0)] * len(choices)
    for fold in range(FOLDS):
        inside = [position for position, choice in enumerate(choices) if choice.fold != fold]
        beta = fit([choices[position] for position in inside], weight[inside].tolist(), prior)
        for position, choice in enumerate(choices):
            if choice.fold == fold:
                scores[position] = choice.rows @ beta
    return scores
