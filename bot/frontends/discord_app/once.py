"""What is said once in a while, and not every time that there is a reason to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 10_000
"""Of how many it is known that they were told."""


class Once:
    """Remembers who was told, for some seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._told: OrderedDict[Hashable, float] = OrderedDict()

    def forget(self, who: Hashable) -> None:
        """Forget that somebody was told."""
        self._told.pop(who, None)

    def first(self, who: Hashable) -> bool:
        """Whether it is time to tell somebody, who is taken for told from then on."""
        now = self._clock()
        told = self._told.get(who)
        if told is not None and now - told < self._seconds:
            return False
        self._told[who] = now
        self._told.move_to_end(who)
        if len(self._told) > MOST:
            self._told.popitem(last=False)
        return True
