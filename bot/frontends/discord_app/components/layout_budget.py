"""How much work and time laying out a reply may take: one that takes more is given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import LayoutTimeout

Clock = Callable[[], float]
"""Seconds that only grow."""

STEPS_PER_CHAR = 64
"""Steps that a character may take: it is looked at a few times until its page is found."""
STEPS_PER_BLOCK = 4_000
"""Steps that a line or passage may take besides, where the page that it joins is looked at."""
MAX_SECONDS = 5.0
"""Who asks waits no longer than that for the pages of an answer."""


@dataclass(slots=True)
class LayoutBudget:
    """Counts the characters that are looked at; to be used by one thread."""

    steps: int
    deadline: float
    """By the clock."""
    clock: Clock = time.monotonic
    used: int = 0
    """Steps so far."""

    @staticmethod
    def for_reply(characters: int, blocks: int, clock: Clock) -> LayoutBudget:
        """Give the budget of a reply of so many characters, lines and passages, from now on."""
        steps = STEPS_PER_CHAR * characters + STEPS_PER_BLOCK * (blocks + 1)
        return LayoutBudget(steps, clock() + MAX_SECONDS, clock)

    def spend(self, steps: int) -> None:
        """Take some steps; raises LayoutTimeout where there are no more, or no more time."""
        self.used += steps
        if self.used > self.steps or self.clock() > self.deadline:
            raise LayoutTimeout
