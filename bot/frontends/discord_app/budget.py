"""How much work and time laying out a reply may take: one that takes more is given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import TooLongToShow

Clock = Callable[[], float]
"""Seconds that only grow."""

PER_CHARACTER = 64
"""Steps that a character may take: it is looked at a few times until its page is found."""
PER_BLOCK = 4_000
"""Steps that a line or passage may take besides, where the page that it joins is looked at."""
SECONDS = 5.0
"""Who asks waits no longer than that for the pages of an answer."""


@dataclass(slots=True)
class Budget:
    """Counts the characters that are looked at; to be used by one thread."""

    steps: int
    until: float
    """By the clock."""
    clock: Clock = time.monotonic
    taken: int = 0
    """Steps so far."""

    @staticmethod
    def of(characters: int, blocks: int, clock: Clock) -> Budget:
        """Give the budget of a reply of so many characters, lines and passages, from now on."""
        steps = PER_CHARACTER * characters + PER_BLOCK * (blocks + 1)
        return Budget(steps, clock() + SECONDS, clock)

    def spend(self, steps: int) -> None:
        """Take some steps; raises TooLongToShow where there are no more, or no more time."""
        self.taken += steps
        if self.taken > self.steps or self.clock() > self.until:
            raise TooLongToShow
