"""Who asks too much, and whether they know."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Set as AbstractSet

from bot.chat.cooldown import MOST, Cooldown
from bot.chat.message import GOING_ON, Message, Reach, Verb
from bot.errors import TooMuch

_KEEPING: AbstractSet[Verb] = frozenset({Verb.RELOAD, Verb.LIST, Verb.STATUS})
_LOOKING: AbstractSet[Verb] = frozenset({Verb.SHOW, Verb.FILE, Verb.RIGHT, Verb.WRONG, *GOING_ON})
_CLICK = 0.25
"""What a click costs beside a question: many are made to read one answer, and others see nothing of them."""

_EVERYWHERE = "*"
_MINUTE = 60.0


class Manners:
    """Limits for each person and each channel, bounded in memory; belongs to one desk."""

    def __init__(self, person_per_minute: int, channel_per_minute: int) -> None:
        """Take how many questions a minute one person may ask, and all people in one channel; 0: as many as they like."""
        self._persons = Cooldown(person_per_minute)
        self._channels = Cooldown(channel_per_minute)
        self._told: OrderedDict[tuple[str, str], float] = OrderedDict()

    def check(self, message: Message, now: float) -> None:
        """Count a message; raises TooMuch where it is over a limit. Moderators keep the corpus without one."""
        if message.moderator and message.verb in _KEEPING:
            return
        cost = _CLICK if message.verb in _LOOKING and message.text else 1.0
        # What only one person sees is no burden to a channel.
        channel = "" if message.private else message.channel
        if wait := self._persons.wait(message.author, cost, now):
            raise TooMuch(wait, in_channel=False, told=self._knows(message.author, "", now + wait, now))
        if channel and (wait := self._channels.wait(channel, cost, now)):
            raise TooMuch(wait, in_channel=True, told=self._knows_of_overload(message.author, now))
        self._persons.take(message.author, cost, now)
        if channel:
            self._channels.take(channel, cost, now)

    def overloaded(self, author: str, now: float) -> Reach:
        """Whom to tell that more is asked than can be answered: a person, and in a minute once."""
        return Reach.NOBODY if self._knows_of_overload(author, now) else Reach.ASIDE

    def _knows_of_overload(self, author: str, now: float) -> bool:
        return self._knows(author, _EVERYWHERE, now + _MINUTE, now)

    def _knows(self, author: str, channel: str, until: float, now: float) -> bool:
        """Whether a person was told of this wait before; from now on they were."""
        known = self._told.get((author, channel), 0.0) > now
        if not known:
            self._told[author, channel] = until
            self._told.move_to_end((author, channel))
        while len(self._told) > MOST or next(iter(self._told.values())) <= now:
            self._told.popitem(last=False)
        return known
