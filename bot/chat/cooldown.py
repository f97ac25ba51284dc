"""How much may be asked in a minute: all of it at once, if one likes, but whoever runs out rests for a while."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

REST = 15.0
"""Seconds until somebody who asked everything at once may go on: told once, they have something again when it is over."""
MOST = 10_000
"""How many are remembered; who has not asked for a minute has nothing to be remembered for."""
_MINUTE = 60.0
_CRUMBS = 1e-3
"""What sums of fractions may lack: who waited as long as they were told has enough."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What somebody may still ask."""

    much: float
    at: float
    """When that was so."""
    rests_until: float = 0.0


class Cooldown:
    """A bucket of tokens for each of many, refilled evenly; its owner passes the time, in seconds from anywhere."""

    def __init__(self, per_minute: float) -> None:
        """Take how many tokens a bucket holds, and gets in a minute; 0: there is no limit."""
        self._most = per_minute
        self._kept: OrderedDict[str, _Left] = OrderedDict()

    def wait(self, who: str, cost: float, now: float) -> float:
        """Seconds until `who` may ask for what costs so many tokens; 0: now."""
        if not self._most:
            return 0.0
        left = self._left(who, now)
        if now < left.rests_until:
            return left.rests_until - now
        if left.much + _CRUMBS >= cost:
            return 0.0
        rests = round((max(cost, self._most * REST / _MINUTE) - left.much) * _MINUTE / self._most, 3)
        self._keep(who, _Left(left.much, now, now + rests))
        return rests

    def take(self, who: str, cost: float, now: float) -> None:
        """Note that `who` asked."""
        if self._most:
            self._keep(who, _Left(self._left(who, now).much - cost, now))

    def _left(self, who: str, now: float) -> _Left:
        left = self._kept.get(who)
        if left is None:
            return _Left(self._most, now)
        return _Left(min(self._most, left.much + (now - left.at) * self._most / _MINUTE), now, left.rests_until)

    def _keep(self, who: str, left: _Left) -> None:
        self._kept[who] = left
        self._kept.move_to_end(who)
        while len(self._kept) > MOST or left.at - next(iter(self._kept.values())).at >= _MINUTE:
            self._kept.popitem(last=False)
