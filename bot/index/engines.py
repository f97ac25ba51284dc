"""Which engine searches a corpus."""

from __future__ import annotations

AUTO, RANK_BM25, SPARSE = "auto", "rank-bm25", "sparse"
ENGINES = (AUTO, RANK_BM25, SPARSE)
MIN_SPARSE_PASSAGES = 2_000
"""From so many passages on sparse arrays are quicker than rank-bm25, start included."""


def select_engine(requested: str, passages: int) -> str:
    """Return the engine for so many passages; `requested` is one by name, or the one that pays."""
    if requested == AUTO:
        return SPARSE if passages >= MIN_SPARSE_PASSAGES else RANK_BM25
    return requested
