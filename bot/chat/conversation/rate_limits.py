"""Who asks too much, and whether they know."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Set as AbstractSet

from bot.chat.conversation.token_bucket import MAX_BUCKETS, TokenBuckets
from bot.chat.messages.request_reply import CONTINUATIONS, Audience, Command, Request
from bot.errors import RateLimited

_MODERATION: AbstractSet[Command] = frozenset({Command.RELOAD, Command.LIST, Command.STATUS})
_CLICKS: AbstractSet[Command] = frozenset(
    {Command.SHOW, Command.FILE, Command.RIGHT, Command.WRONG, *CONTINUATIONS}
)
_CLICK_COST = 0.25
"""What a click costs beside a question: many are made to read one answer, and others see nothing of them."""

_EVERYWHERE = "*"
_MINUTE_SECONDS = 60.0


class RateLimiter:
    """Limits for each person and each channel, bounded in memory; belongs to one desk."""

    def __init__(self, person_per_minute: int, channel_per_minute: int) -> None:
        """Take how many questions a minute one person may ask, and all people in one channel; 0: as many as they like."""
        self._person_buckets = TokenBuckets(person_per_minute)
        self._channel_buckets = TokenBuckets(channel_per_minute)
        self._notified_until: OrderedDict[tuple[str, str], float] = OrderedDict()

    def check(self, request: Request, now: float) -> None:
        """Count a message; raises RateLimited where it is over a limit. Moderators keep the corpus without one."""
        if request.is_moderator and request.command in _MODERATION:
            return
        cost = _CLICK_COST if request.command in _CLICKS and request.text else 1.0
        # What only one person sees is no burden to a channel.
        channel = "" if request.private else request.channel
        if wait := self._person_buckets.seconds_until(request.author, cost, now):
            raise RateLimited(
                wait,
                is_channel_limit=False,
                already_notified=self._was_notified(request.author, "", now + wait, now),
            )
        if channel and (wait := self._channel_buckets.seconds_until(channel, cost, now)):
            raise RateLimited(
                wait,
                is_channel_limit=True,
                already_notified=self._was_notified_of_overload(request.author, now),
            )
        self._person_buckets.take(request.author, cost, now)
        if channel:
            self._channel_buckets.take(channel, cost, now)

    def overload_audience(self, author: str, now: float) -> Audience:
        """Whom to tell that more is asked than can be answered: a person, and in a minute once."""
        return Audience.NONE if self._was_notified_of_overload(author, now) else Audience.AUTHOR

    def _was_notified_of_overload(self, author: str, now: float) -> bool:
        return self._was_notified(author, _EVERYWHERE, now + _MINUTE_SECONDS, now)

    def _was_notified(self, author: str, channel: str, until: float, now: float) -> bool:
        """Whether a person was told of this wait before; from now on they were."""
        known = self._notified_until.get((author, channel), 0.0) > now
        if not known:
            self._notified_until[author, channel] = until
            self._notified_until.move_to_end((author, channel))
        while (
            len(self._notified_until) > MAX_BUCKETS
            or next(iter(self._notified_until.values())) <= now
        ):
            self._notified_until.popitem(last=False)
        return known
