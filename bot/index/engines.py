"""Which engine searches a corpus."""

from __future__ import annotations

AUTO, RANK_BM25, BM25S = "auto", "rank-bm25", "bm25s"
ENGINES = (AUTO, RANK_BM25, BM25S)
PAYS = 2_000
"""From so many passages on sparse arrays are quicker than rank-bm25, start included."""


def engine_for(asked: str, passages: int) -> str:
    """The engine for so many passages; `asked` is one by name, or the one that pays."""
    if asked == AUTO:
        return BM25S if passages >= PAYS else RANK_BM25
    return asked
