"""The best texts out of weighted lists of postings, compiled; needs numba."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bot.index.top_k import PostingLists, ScoredDocs

_MIN_PRUNED_POSTINGS = 256
"""As `top_k_numba.FEW`, where adding up costs less."""


def top_k_numba(
    texts: NDArray[np.int32], scores: NDArray[np.float32], lists: PostingLists, size: int, k: int
) -> ScoredDocs:
    """`TopK`, without holding up other threads."""
    found: ScoredDocs = _top_k(texts, scores, *lists, size, k)
    return found


_Inferred = Any  # numba infers it


@njit(cache=True, nogil=True)
def _top_k(
    texts: _Inferred,
    scores: _Inferred,
    starts: _Inferred,
    ends: _Inferred,
    weights: _Inferred,
    rest: _Inferred,
    size: int,
    k: int,
) -> _Inferred:
    sums = np.zeros(size)
    touched = np.empty(min(size, (ends - starts).sum()), np.int32)
    count = 0
    position = 0
    while position < len(starts):
        start, end = starts[position], ends[position]
        if (
            end - start > max(_MIN_PRUNED_POSTINGS, count)
            and count >= k
            and _kth_largest(sums, touched, count, k) > rest[position]
        ):
            break
        weight = weights[position]
        for posting in range(start, end):
            text = texts[posting]
            if sums[text] == 0.0:
                touched[count] = text
                count += 1
            sums[text] += np.float32(scores[posting] * np.float32(weight))
        position += 1
    while position < len(starts):
        # Only what may still be among the best is looked up in the lists that are left.
        count = _keep_above(
            sums, touched, count, _kth_largest(sums, touched, count, k) - rest[position]
        )
        low, high, weight = starts[position], ends[position], weights[position]
        held = texts[low:high]
        for number in range(count):
            text = touched[number]
            at = np.searchsorted(held, text)
            if at < high - low and held[at] == text:
                sums[text] += np.float32(scores[low + at] * np.float32(weight))
        position += 1
    count = _keep_above(sums, touched, count, _kth_largest(sums, touched, count, k))
    found = touched[:count].copy()
    return found, sums[found]


@njit(cache=True, nogil=True)
def _keep_above(sums: Any, touched: Any, count: int, threshold: float) -> int:  # noqa: ANN401 - numba infers them
    """Move the texts with so high a sum to the front; returns how many they are."""
    kept = 0
    for number in range(count):
        text = touched[number]
        if sums[text] >= threshold:
            touched[kept] = text
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _kth_largest(sums: _Inferred, touched: _Inferred, count: int, k: int) -> _Inferred:
    """The k-th highest sum, by a heap with the least on top; below all where there are fewer."""
    if count < k:
        return -np.inf
    heap = np.full(k, -np.inf)
    for number in range(count):
        value = sums[touched[number]]
        if value > heap[0]:
            at = 0
            while True:
                child = 2 * at + 1
                if child >= k:
                    break
                if child + 1 < k and heap[child + 1] < heap[child]:
                    child += 1
                if heap[child] >= value:
                    break
                heap[at] = heap[child]
                at = child
            heap[at] = value
    return heap[0]
