"""How much may be asked in a minute: all of it at once, if one likes, but whoever runs out rests for a while."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

REFILL_SECONDS = 15.0
"""Seconds until somebody who asked everything at once may go on: told once, they have something again when it is over."""
MAX_BUCKETS = 10_000
"""How many are remembered; who has not asked for a minute has nothing to be remembered for."""
_MINUTE = 60.0
_TOLERANCE_TOKENS = 1e-3
"""What sums of fractions may lack: who waited as long as they were told has enough."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    """What somebody may still ask."""

    tokens: float
    updated_at: float
    """When that was so."""
    blocked_until: float = 0.0


class TokenBuckets:
    """A bucket of tokens for each of many, refilled evenly; its owner passes the time, in seconds from anywhere."""

    def __init__(self, per_minute: float) -> None:
        """Take how many tokens a bucket holds, and gets in a minute; 0: there is no limit."""
        self._capacity = per_minute
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def seconds_until(self, key: str, cost: float, now: float) -> float:
        """Seconds until `key` may ask for what costs so many tokens; 0: now."""
        if not self._capacity:
            return 0.0
        bucket = self._bucket(key, now)
        if now < bucket.blocked_until:
            return bucket.blocked_until - now
        if bucket.tokens + _TOLERANCE_TOKENS >= cost:
            return 0.0
        blocked_seconds = round(
            (max(cost, self._capacity * REFILL_SECONDS / _MINUTE) - bucket.tokens)
            * _MINUTE
            / self._capacity,
            3,
        )
        self._store(key, _Bucket(bucket.tokens, now, now + blocked_seconds))
        return blocked_seconds

    def take(self, key: str, cost: float, now: float) -> None:
        """Note that `key` asked."""
        if self._capacity:
            self._store(key, _Bucket(self._bucket(key, now).tokens - cost, now))

    def _bucket(self, key: str, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            return _Bucket(self._capacity, now)
        return _Bucket(
            min(
                self._capacity, bucket.tokens + (now - bucket.updated_at) * self._capacity / _MINUTE
            ),
            now,
            bucket.blocked_until,
        )

    def _store(self, key: str, bucket: _Bucket) -> None:
        self._buckets[key] = bucket
        self._buckets.move_to_end(key)
        while (
            len(self._buckets) > MAX_BUCKETS
            or bucket.updated_at - next(iter(self._buckets.values())).updated_at >= _MINUTE
        ):
            self._buckets.popitem(last=False)
