"""Which `Best` searches: the compiled one where numba is installed, else that of numpy."""

from __future__ import annotations

from functools import cache

import numpy as np

from bot.index.best import Best, plain


@cache
def fastest() -> Best:
    """The compiled one where numba is installed, made ready for use: what it compiles it keeps for the next start."""
    try:
        from bot.index.compiled import best  # noqa: PLC0415 - half a second that small corpora do without
    except (ImportError, RuntimeError):
        # Not installed; or, as numba says it, with no folder to keep in what it compiles.
        return plain
    number = np.zeros(1, np.int64)
    best(np.zeros(1, np.int32), np.ones(1, np.float32), (number, number + 1, np.ones(1), np.ones(1)), 1, 1)
    return best
