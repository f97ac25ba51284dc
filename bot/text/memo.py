"""What was found out about a text before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

MAX_ENTRIES = 1 << 18
"""So many texts are remembered: nearly all words that are met again soon."""


class BoundedMemo(dict[str, Value]):
    """Remembers what a pure function finds in texts, in a bounded number; for several threads.

    It is quicker than an ordered cache, as a look-up changes nothing; when full, all is forgotten.
    """

    def __init__(self, compute: Callable[[str], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, text: str) -> Value:
        """Find it, and remember it."""
        value = self._compute(text)
        if len(self) >= MAX_ENTRIES:
            self.clear()
        self[text] = value
        return value
