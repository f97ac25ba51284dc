"""Which texts hold each term, with the score that the term gives them.

What BM25+ adds up at question time is computed once. The layout is that of BM25S (Lù, "BM25S:
Orders of magnitude faster lexical search via eager sparse scoring", 2024).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import IntArray

K1, B, DELTA = 1.5, 0.75, 1.0
_CHUNK_POSTINGS = 1 << 22


def bm25_idf(texts: int, frequency: NDArray[Any]) -> NDArray[np.float64]:
    """Tell how much a term says that stands in so many of so many texts: the idf of BM25+."""
    logarithm: NDArray[np.float64] = np.log((texts + 1) / np.maximum(0.5, frequency))
    return logarithm


def build_postings(
    term: NDArray[Any], text: NDArray[Any], texts: int, vocabulary: int, name: str
) -> dict[str, NDArray[Any]]:
    """The arrays of an index under a name, from one term and one text for each word of all texts.

    BM25+ as in Lv and Zhai, "Lower-Bounding Term Frequency Normalization", 2011, summed over the
    terms that a text holds. By term: where its postings begin, and the highest score among them; by
    posting: the number of the text, in order, and the score.
    """
    length = np.bincount(text, minlength=texts)
    together = term.astype(np.int64) << 32 | text
    together.sort()
    first = np.flatnonzero(np.diff(together, prepend=-1))
    count = np.diff(first, append=len(together))
    together = together[first]
    holding = (together & 0xFFFFFFFF).astype(np.int32)
    frequency = np.bincount((together >> 32).astype(np.int32), minlength=vocabulary)
    del together
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(frequency)])
    idf = bm25_idf(texts, frequency)
    norm = K1 * (1 - B + B * length / max(length.mean() if texts else 0.0, 1e-9))
    scores = np.empty(len(holding), dtype=np.float32)
    # In pieces, so that a million passages need no arrays of eight bytes a posting.
    for begin in range(0, len(holding), _CHUNK_POSTINGS):
        part = slice(begin, begin + _CHUNK_POSTINGS)
        often = count[part]
        owner = np.searchsorted(starts, np.arange(begin, begin + len(often)), "right") - 1
        scores[part] = idf[owner] * (DELTA + often * (K1 + 1) / (often + norm[holding[part]]))
    held = np.flatnonzero(frequency)
    highest = np.zeros(vocabulary, dtype=np.float32)
    if len(held):
        highest[held] = np.maximum.reduceat(scores, starts[held])
    return {
        f"{name}.starts": starts,
        f"{name}.highest": highest,
        f"{name}.texts": holding,
        f"{name}.scores": scores,
        f"{name}.count": np.array([texts]),
    }


def row_ids(ends: IntArray) -> NDArray[np.int32]:
    """By value of some rows, the number of the row."""
    return np.repeat(np.arange(len(ends) - 1, dtype=np.int32), np.diff(ends))
