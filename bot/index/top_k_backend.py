"""Which `TopK` searches: the compiled one where numba is installed, else that of numpy."""

from __future__ import annotations

from functools import cache

import numpy as np

from bot.index.top_k import TopK, top_k_numpy


@cache
def fastest_top_k() -> TopK:
    """Choose the compiled one where numba is installed, and compile it unless that is cached."""
    try:
        from bot.index.top_k_numba import top_k_numba  # noqa: PLC0415 - half a second that small corpora do without
    except (ImportError, RuntimeError):
        # Not installed; or, as numba says it, with no folder to keep in what it compiles.
        return top_k_numpy
    number = np.zeros(1, np.int64)
    top_k_numba(
        np.zeros(1, np.int32),
        np.ones(1, np.float32),
        (number, number + 1, np.ones(1), np.ones(1)),
        1,
        1,
    )
    return top_k_numba
