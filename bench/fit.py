"""Weights from labelled choices: two small convex fits by Newton's method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0
FOLDS = 5

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of a question, a row each, and which are right; or one row that is right or not."""

    rows: Array
    right: NDArray[np.bool_]
    group: str
    fold: int


Fit = Callable[[Sequence[Choice], Sequence[float], Array], Array]


def conditional_logit(choices: Sequence[Choice], weight: Sequence[float], fixed: Array) -> Array:
    """The weights that make the right candidates most likely.

    McFadden, "Conditional logit analysis of qualitative choice behavior", 1974. `fixed` holds a value for each weight that is given
    beforehand and NaN for those to be learned.
    """
    held = ~np.isnan(fixed)
    prior, ridge = np.where(held, fixed, 0.0), np.where(held, 1e6, RIDGE)
    beta = prior.copy()
    for _ in range(30):
        slope, curve = -ridge * (beta - prior), np.diag(ridge)
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
        step = np.linalg.solve(curve, slope)
        longest = float(np.abs(step).max())
        beta += step * min(1.0, 3 / longest) if longest else 0.0
        if longest < 1e-3:
            break
    return beta


def logistic(choices: Sequence[Choice], weight: Sequence[float], fixed: Array) -> Array:
    """Logistic regression of right on one row a choice, whose first value is 1 and goes without a ridge."""
    del fixed
    x = np.concatenate([choice.rows for choice in choices])
    y = np.concatenate([choice.right for choice in choices]).astype(float)
    factor = np.array(weight)
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.02
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        curve = (x * (factor * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(curve, x.T @ (factor * (y - p)) - ridge * beta)
        longest = float(np.abs(step).max())
        beta += step * min(1.0, 3 / longest) if longest else 0.0
        if longest < 1e-4:
            break
    return beta


def held_out(choices: Sequence[Choice], weight: Array, fit: Fit, fixed: Array) -> list[Array]:
    """The scores of each choice's rows by weights learned without its fold."""
    scores: list[Array] = [np.zeros(0)] * len(choices)
    for fold in range(FOLDS):
        inside = [position for position, choice in enumerate(choices) if choice.fold != fold]
        beta = fit([choices[position] for position in inside], weight[inside].tolist(), fixed)
        for position, choice in enumerate(choices):
            if choice.fold == fold:
                scores[position] = choice.rows @ beta
    return scores
