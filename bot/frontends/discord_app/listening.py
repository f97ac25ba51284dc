"""Which messages speak to the bot."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from enum import Enum, auto

import discord

from bot.chat.asking import asks
from bot.chat.short_turns import short_turn
from bot.frontends.discord_app import people
from bot.frontends.discord_app.doors import Doors

THREADS = 10_000
"""How many threads are remembered."""
# Joins, pins and boosts name people too, and are no questions.
_SPEECH = (discord.MessageType.default, discord.MessageType.reply)


class Heard(Enum):
    """What a message is to us."""

    NOTHING = auto()
    QUESTION = auto()
    WITHHELD = auto()
    """A reply to us whose text Discord keeps back."""


class Ears:
    """Hears who speaks to us; with the text of all messages, also who goes on speaking to us, or asks where we listen."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._threads: OrderedDict[int, int] = OrderedDict()
        """The server of each."""

    def answered_in(self, channel: object) -> None:
        """Remember a thread in which we answered."""
        if isinstance(channel, discord.Thread):
            self._threads[channel.id] = channel.guild.id
            self._threads.move_to_end(channel.id)
            if len(self._threads) > THREADS:
                self._threads.popitem(last=False)

    def forget_server(self, server: int) -> None:
        """Forget the threads of a server."""
        for thread in [thread for thread, its in self._threads.items() if its == server]:
            del self._threads[thread]

    def heard(self, message: discord.Message, me: int) -> Heard:
        """What a message is to us."""
        if message.author.bot or message.webhook_id is not None or message.type not in _SPEECH:
            return Heard.NOTHING
        if message.guild is None or _holds(message.mentions, me):
            return Heard.QUESTION
        if _replies_to(message) == me:
            if message.content:
                return Heard.QUESTION
            return Heard.NOTHING if self._doors.message_content or _holds_more(message) else Heard.WITHHELD
        return Heard.QUESTION if self._doors.message_content and self._overheard(message, me) else Heard.NOTHING

    def _overheard(self, message: discord.Message, me: int) -> bool:
        """Whether it asks a question where we are in the talk, and asks nobody else."""
        if message.mentions or message.role_mentions or message.mention_everyone or message.reference is not None:
            return False
        text = people.question(message, me)
        channel = message.channel
        if isinstance(channel, discord.Thread) and (channel.id in self._threads or channel.owner_id == me):
            return asks(text) or short_turn(text) is not None
        return self._listens(channel) and asks(text)

    def _listens(self, channel: object) -> bool:
        """Whether it is one of the channels to listen in, or a thread of one."""
        above = channel.parent if isinstance(channel, discord.Thread) else None
        return any(
            str(one.id) in self._doors.listen or one.name in self._doors.listen
            for one in (channel, above)
            if isinstance(one, discord.abc.GuildChannel | discord.Thread)
        )


def _replies_to(message: discord.Message) -> int | None:
    """Whose message it replies to, as far as Discord says."""
    replied = message.reference.resolved if message.reference else None
    return replied.author.id if isinstance(replied, discord.Message) else None


def _holds_more(message: discord.Message) -> bool:
    """Whether it holds what Discord never keeps back: then it has no text."""
    return bool(message.stickers)


def _holds(people: Iterable[discord.abc.User], person: int) -> bool:
    return any(one.id == person for one in people)
