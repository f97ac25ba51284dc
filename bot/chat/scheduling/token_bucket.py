"""How much may be asked in a minute: all of it at once, then nothing for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

REFILL_SECONDS = 15.0
"""Seconds until somebody who asked everything at once may go on, with something again by then."""
MAX_BUCKETS = 10_000
"""Buckets remembered."""
_MINUTE = 60.0
"""Seconds after which a bucket is full again, and need not be remembered."""
_TOLERANCE_TOKENS = 1e-3
"""Tokens that sums of fractions may lack: whoever waited as long as announced has enough."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    """What somebody may still ask."""

    tokens: float
    updated_at: float
    """When that was so, in seconds of the clock."""
    blocked_until: float = 0.0


class TokenBuckets:
    """A bucket of tokens for each of many, refilled evenly."""

    def __init__(self, per_minute: float, clock: Callable[[], float]) -> None:
        """Take how many tokens a bucket holds, and gets in a minute (0: no limit), and a clock.

        The clock counts seconds from anywhere.
        """
        self._capacity = per_minute
        self._clock = clock
        self._buckets: TTLCache[str, _Bucket] = TTLCache(MAX_BUCKETS, _MINUTE, timer=clock)

    def seconds_until(self, key: str, cost: float) -> float:
        """Return the seconds until `key` may ask for what costs so many tokens; 0: now."""
        if not self._capacity:
            return 0.0
        bucket = self._bucket(key)
        now = bucket.updated_at
        if now < bucket.blocked_until:
            return bucket.blocked_until - now
        if bucket.tokens + _TOLERANCE_TOKENS >= cost:
            return 0.0
        wanted = max(cost, self._capacity * REFILL_SECONDS / _MINUTE)
        blocked_seconds = round((wanted - bucket.tokens) * _MINUTE / self._capacity, 3)
        self._buckets[key] = _Bucket(bucket.tokens, now, now + blocked_seconds)
        return blocked_seconds

    def take(self, key: str, cost: float) -> None:
        """Note that `key` asked for what costs so many tokens."""
        if self._capacity:
            bucket = self._bucket(key)
            self._buckets[key] = _Bucket(bucket.tokens - cost, bucket.updated_at)

    def _bucket(self, key: str) -> _Bucket:
        """Return a bucket as it is now."""
        bucket, now = self._buckets.get(key), self._clock()
        if bucket is None:
            return _Bucket(self._capacity, now)
        refilled = bucket.tokens + (now - bucket.updated_at) * self._capacity / _MINUTE
        return _Bucket(min(self._capacity, refilled), now, bucket.blocked_until)
