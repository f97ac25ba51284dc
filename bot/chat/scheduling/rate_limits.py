"""Who asks too much, and whether they know."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from cachetools import TLRUCache

from bot.chat.messages.commands import CONTINUATIONS, MODERATION, Command
from bot.chat.messages.request_reply import Audience, Request
from bot.chat.scheduling.token_bucket import MAX_BUCKETS, TokenBuckets
from bot.errors import RateLimited

_CLICKS: AbstractSet[Command] = frozenset(
    {Command.SHOW, Command.MENU, Command.FILE, Command.RIGHT, Command.WRONG, *CONTINUATIONS}
)
_CLICK_COST = 0.25
"""Tokens of a click, of which one answer takes many, and others see nothing; a question has 1."""

_EVERYWHERE = "*"
_MINUTE_SECONDS = 60.0


class RateLimiter:
    """Limits for each person and each channel, bounded in memory."""

    def __init__(
        self, person_per_minute: int, channel_per_minute: int, clock: Callable[[], float]
    ) -> None:
        """Take how much one person and all people in a channel may ask in a minute; 0: no limit.

        The clock counts seconds from anywhere.
        """
        self._clock = clock
        self._person_buckets = TokenBuckets(person_per_minute, clock)
        self._channel_buckets = TokenBuckets(channel_per_minute, clock)
        self._notified_until: TLRUCache[tuple[str, str], float] = TLRUCache(
            MAX_BUCKETS, ttu=lambda _, until, __: until, timer=clock
        )

    def check(self, request: Request) -> None:
        """Count a request; raises RateLimited where it is over a limit. Moderation has none."""
        if request.is_moderator and request.command in MODERATION:
            return
        cost = _CLICK_COST if request.command in _CLICKS and request.text else 1.0
        # What only one person sees is no burden to a channel.
        channel = "" if request.private else request.channel
        if wait := self._person_buckets.seconds_until(request.author, cost):
            raise RateLimited(
                wait,
                is_channel_limit=False,
                already_notified=self._was_notified(request.author, "", wait),
            )
        if channel and (wait := self._channel_buckets.seconds_until(channel, cost)):
            raise RateLimited(
                wait,
                is_channel_limit=True,
                already_notified=self._was_notified_of_overload(request.author),
            )
        self._person_buckets.take(request.author, cost)
        if channel:
            self._channel_buckets.take(channel, cost)

    def overload_audience(self, author: str) -> Audience:
        """Return who is told that more is asked than can be answered: an author, once a minute."""
        return Audience.NONE if self._was_notified_of_overload(author) else Audience.AUTHOR

    def _was_notified_of_overload(self, author: str) -> bool:
        return self._was_notified(author, _EVERYWHERE, _MINUTE_SECONDS)

    def _was_notified(self, author: str, channel: str, wait_seconds: float) -> bool:
        """Return whether a person was told of this wait before; from now on they were."""
        if (author, channel) in self._notified_until:
            return True
        self._notified_until[author, channel] = self._clock() + wait_seconds
        return False
