"""The best texts out of weighted lists of postings, compiled; importable where numba is installed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bot.index.best import Found, Lists

_FEW = 256
"""As `best.FEW`, where adding up costs less."""


def best(texts: NDArray[np.int32], scores: NDArray[np.float32], lists: Lists, size: int, k: int) -> Found:
    """`Best`, without holding up other threads."""
    found: Found = _best(texts, scores, *lists, size, k)
    return found


@njit(cache=True, nogil=True)
def _best(texts: Any, scores: Any, starts: Any, ends: Any, weights: Any, rest: Any, size: int, k: int) -> Any:  # noqa: ANN401 - numba infers them
    sums = np.zeros(size)
    touched = np.empty(min(size, (ends - starts).sum()), np.int32)
    count = 0
    place = 0
    while place < len(starts):
        start, end = starts[place], ends[place]
        if end - start > max(_FEW, count) and count >= k and _least(sums, touched, count, k) > rest[place]:
            break
        weight = weights[place]
        for posting in range(start, end):
            text = texts[posting]
            if sums[text] == 0.0:
                touched[count] = text
                count += 1
            sums[text] += np.float32(scores[posting] * np.float32(weight))
        place += 1
    while place < len(starts):
        # Only what may still be among the best is looked up in the lists that are left.
        count = _kept(sums, touched, count, _least(sums, touched, count, k) - rest[place])
        low, high, weight = starts[place], ends[place], weights[place]
        held = texts[low:high]
        for number in range(count):
            text = touched[number]
            at = np.searchsorted(held, text)
            if at < high - low and held[at] == text:
                sums[text] += np.float32(scores[low + at] * np.float32(weight))
        place += 1
    count = _kept(sums, touched, count, _least(sums, touched, count, k))
    found = touched[:count].copy()
    return found, sums[found]


@njit(cache=True, nogil=True)
def _kept(sums: Any, touched: Any, count: int, threshold: float) -> int:  # noqa: ANN401 - numba infers them
    """Move the texts with so high a sum to the front; returns how many they are."""
    kept = 0
    for number in range(count):
        text = touched[number]
        if sums[text] >= threshold:
            touched[kept] = text
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _least(sums: Any, touched: Any, count: int, k: int) -> Any:  # noqa: ANN401 - numba infers them
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
