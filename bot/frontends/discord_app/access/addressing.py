"""Which messages speak to the bot."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

import discord
from cachetools import LRUCache

from bot.chat.conversation.intents import detect_intent
from bot.chat.conversation.question_detection import is_question
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.access.settings import DiscordSettings

MAX_THREADS = 10_000
"""How many threads are remembered."""
# Joins, pins and boosts name people too, and are no questions.
_MESSAGE_TYPES = (discord.MessageType.default, discord.MessageType.reply)


class Addressing(Enum):
    """Say what a message is to the bot."""

    NOTHING = auto()
    QUESTION = auto()
    CONTENT_HIDDEN = auto()
    """A reply to us whose text Discord keeps back."""
    QUOTED_CONTENT_HIDDEN = auto()
    """It hands on the question of a message whose text Discord keeps back."""


class AddressingFilter:
    """Decides whether a message is addressed to the bot.

    With the message-content intent, also matches follow-ups in threads and questions in
    `discord.listen` channels.
    """

    def __init__(self, settings: DiscordSettings, max_threads: int = MAX_THREADS) -> None:
        self._settings = settings
        self._threads: LRUCache[int, int] = LRUCache(max_threads)
        """The guild of each thread in which we answered."""

    def note_answered_thread(self, channel: object) -> None:
        """Remember a thread in which we answered."""
        if isinstance(channel, discord.Thread):
            self._threads[channel.id] = channel.guild.id

    def forget_server(self, server: int) -> None:
        """Forget the threads of a server."""
        for thread in [thread for thread, its in self._threads.items() if its == server]:
            del self._threads[thread]

    def classify(self, message: discord.Message, bot_id: int) -> Addressing:
        """Say what a message is to the bot."""
        if (
            message.author.bot
            or message.webhook_id is not None
            or message.type not in _MESSAGE_TYPES
        ):
            return Addressing.NOTHING
        if message.guild is None or _contains_user(message.mentions, bot_id):
            return (
                Addressing.QUOTED_CONTENT_HIDDEN
                if self._hides_quoted_content(message, bot_id)
                else Addressing.QUESTION
            )
        if _replied_to_author(message) == bot_id:
            if message.content:
                return Addressing.QUESTION
            return (
                Addressing.NOTHING
                if self._settings.message_content or _has_stickers(message)
                else Addressing.CONTENT_HIDDEN
            )
        return (
            Addressing.QUESTION
            if self._settings.message_content and self._asks_unaddressed(message, bot_id)
            else Addressing.NOTHING
        )

    def _hides_quoted_content(self, message: discord.Message, bot_id: int) -> bool:
        quoted = message_parsing.quoted_message(message, bot_id)
        return (
            quoted is not None
            and not quoted.content
            and not self._settings.message_content
            and not _has_stickers(quoted)
        )

    def _asks_unaddressed(self, message: discord.Message, me: int) -> bool:
        """Tell whether it asks a question where we are in the talk, and asks nobody else."""
        if (
            message.mentions
            or message.role_mentions
            or message.mention_everyone
            or message.reference is not None
        ):
            return False
        text = message_parsing.question_text(message, me)
        channel = message.channel
        if isinstance(channel, discord.Thread) and (
            channel.id in self._threads or channel.owner_id == me
        ):
            return is_question(text) or detect_intent(text) is not None
        return self._is_listen_channel(channel) and is_question(text)

    def _is_listen_channel(self, channel: object) -> bool:
        """Tell whether it is one of the channels to listen in, or a thread of one."""
        above = channel.parent if isinstance(channel, discord.Thread) else None
        return any(
            str(item.id) in self._settings.listen_channels
            or item.name in self._settings.listen_channels
            for item in (channel, above)
            if isinstance(item, discord.abc.GuildChannel | discord.Thread)
        )


def _replied_to_author(message: discord.Message) -> int | None:
    """Whose message it replies to, as far as Discord says."""
    replied = message.reference.resolved if message.reference else None
    return replied.author.id if isinstance(replied, discord.Message) else None


def _has_stickers(message: discord.Message) -> bool:
    """Tell whether it holds what Discord never keeps back: then it has no text."""
    return bool(message.stickers)


def _contains_user(people: Iterable[discord.abc.User], person: int) -> bool:
    return any(item.id == person for item in people)
