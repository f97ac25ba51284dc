"""What was found out about a text before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

MOST = 1 << 18
"""So many texts are remembered: nearly all words that are met again soon."""


class Remembered(dict[str, Found]):
    """What a pure function finds in each text, for a bounded number of texts; several threads may look.

    It is quicker than an ordered cache, as to look something up changes nothing; when it is full all is forgotten.
    """

    def __init__(self, find: Callable[[str], Found]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> Found:
        """Find it, and remember it."""
        found = self._find(text)
        if len(self) >= MOST:
            self.clear()
        self[text] = found
        return found
