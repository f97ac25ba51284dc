"""The best texts out of weighted lists of postings, with numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

PostingLists = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]
"""By list, in order of the most that it gives a text, falling.

Where it starts and ends, its weight, and the most that it and all behind it give together.
"""
ScoredDocs = tuple[NDArray[Any], NDArray[np.float64]]
"""Texts with their scores."""
TopK = Callable[[NDArray[np.int32], NDArray[np.float32], PostingLists, int, int], ScoredDocs]
"""Texts and scores of all postings, the lists, how many texts there are, how many are wanted.

Gives at least the best, with their whole scores, in any order. The lists of common terms are left
aside where they can't bring a text among the best: such a term adds little to any text, and once
that little, of all lists that are left, is less than what the k-th text has already, only texts
that are nearly there need be looked up
in them (MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995).
"""

SCANNED_PER_LOOKUP = 16
"""How many postings are gone through in the time that it takes to look one text up in a list."""
MIN_PRUNED_POSTINGS = 4096
"""Postings that are added up at once; before longer lists it pays to ask whether they matter."""


def top_k_numpy(
    texts: NDArray[np.int32], scores: NDArray[np.float32], lists: PostingLists, size: int, k: int
) -> ScoredDocs:
    """`TopK` with numpy."""
    starts, ends, weights, rest = (item.tolist() for item in lists)
    gathered: ScoredDocs = np.zeros(0, np.int64), np.zeros(0)
    waiting: list[ScoredDocs] = []
    count = 0
    for position, (start, end, weight) in enumerate(zip(starts, ends, weights, strict=True)):
        if end - start > max(MIN_PRUNED_POSTINGS, count) and count + len(gathered[0]) >= k:
            gathered, waiting, count = _sum_by_doc([gathered, *waiting], size), [], 0
            if kth_largest(gathered[1], k) > rest[position]:
                return _add_remaining_lists(
                    texts,
                    scores,
                    gathered,
                    (starts[position:], ends[position:], weights[position:], rest[position:]),
                    k,
                )
        waiting.append((texts[start:end], scores[start:end] * weight))
        count += end - start
    return _sum_by_doc([gathered, *waiting], size)


def scores_of(
    texts: NDArray[np.int32],
    scores: NDArray[np.float32],
    lists: PostingLists,
    size: int,
    wanted: NDArray[Any],
) -> ScoredDocs:
    """Score every wanted text, given in order, that is in one of the lists."""
    posting_lists = [
        (texts[start:end], scores[start:end], weight)
        for start, end, weight in zip(*(item.tolist() for item in lists[:3]), strict=True)
    ]
    if SCANNED_PER_LOOKUP * len(wanted) * len(posting_lists) < sum(
        len(held) for held, _, _ in posting_lists
    ):
        sums: NDArray[np.float64] = np.sum(
            [lookup_scores(*posting_list, wanted) for posting_list in posting_lists],
            axis=0,
            dtype=np.float64,
        )
        return wanted[sums > 0], sums[sums > 0]
    # To look up many in each list takes longer than to go through the lists.
    marked = np.zeros(size, dtype=bool)
    marked[wanted[wanted < size]] = True
    kept = [
        (held[mask], given[mask] * weight)
        for held, given, weight in posting_lists
        for mask in [marked[held]]
    ]
    return _sum_by_doc(kept, size)


def lookup_scores(
    texts: NDArray[np.int32], scores: NDArray[np.float32], weight: float, wanted: NDArray[Any]
) -> NDArray[np.float64]:
    """By wanted text, what one list gives it."""
    places = np.minimum(texts.searchsorted(wanted.astype(np.int32)), len(texts) - 1)
    given: NDArray[np.float64] = np.where(texts[places] == wanted, scores[places] * weight, 0.0)
    return given


def kth_largest(scores: NDArray[np.float64], k: int) -> float:
    """Return the k-th highest score; below all where there are fewer."""
    return float(np.partition(scores, -k)[-k]) if len(scores) >= k else -np.inf


def _add_remaining_lists(
    texts: NDArray[np.int32],
    scores: NDArray[np.float32],
    gathered: ScoredDocs,
    lists: tuple[list[Any], ...],
    k: int,
) -> ScoredDocs:
    """Add what the other lists give, to texts alone that may still be among the best."""
    found, sums = gathered
    for start, end, weight, most in zip(*lists, strict=True):
        near = sums + most >= kth_largest(sums, k)
        found, sums = found[near], sums[near]
        sums = sums + lookup_scores(texts[start:end], scores[start:end], weight, found)
    return found, sums


def _sum_by_doc(parts: list[ScoredDocs], size: int) -> ScoredDocs:
    """Every text once, in order, with the sum of its scores."""
    every, each = (np.concatenate(column) for column in zip(*parts, strict=True))
    if size > 4 * len(every):
        once, place = np.unique(every, return_inverse=True)
        return once, np.bincount(place, weights=each, minlength=len(once)).astype(
            np.float64, copy=False
        )
    total = np.bincount(every, weights=each, minlength=size).astype(np.float64, copy=False)
    once = np.flatnonzero(total)
    return once, total[once]
