"""Notices that are given once in a while, and not every time that there is a reason."""

from __future__ import annotations

from collections.abc import Hashable

from cachetools import TTLCache

from bot.frontends.discord_app.clocks import Clock

MAX_KEYS = 10_000
"""Keys that are remembered."""


class Throttle:
    """Lets a notice to one key pass once in `seconds`."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._given: TTLCache[Hashable, None] = TTLCache(MAX_KEYS, ttl=seconds, timer=clock)

    def forget(self, key: Hashable) -> None:
        """Forget that a notice was given to a key."""
        self._given.pop(key, None)

    def is_due(self, key: Hashable) -> bool:
        """Return whether to give a notice to a key; it counts as given from then on."""
        if key in self._given:
            return False
        self._given[key] = None
        return True
