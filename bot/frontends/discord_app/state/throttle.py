"""What is said once in a while, and not every time that there is a reason to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

MAX_KEYS = 10_000
"""Of how many it is known that they were told."""


class Throttle:
    """Remembers who was told, for some seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last_times: OrderedDict[Hashable, float] = OrderedDict()

    def forget(self, key: Hashable) -> None:
        """Forget that somebody was told."""
        self._last_times.pop(key, None)

    def is_due(self, key: Hashable) -> bool:
        """Whether it is time to tell somebody, who is taken for told from then on."""
        now = self._clock()
        last_time = self._last_times.get(key)
        if last_time is not None and now - last_time < self._seconds:
            return False
        self._last_times[key] = now
        self._last_times.move_to_end(key)
        if len(self._last_times) > MAX_KEYS:
            self._last_times.popitem(last=False)
        return True
