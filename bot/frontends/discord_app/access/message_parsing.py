"""Who speaks, where, and what the question is."""

from __future__ import annotations

import datetime as dt
import re

import discord

from bot.chat.conversation.question_extraction import points_elsewhere

_MENTION = re.compile(r"<(?:@!?|@&|#)(?P<id>\d+)>")
_CUSTOM_EMOJI = re.compile(r"<a?:\w+:\d+>")
_EDIT_WINDOW = dt.timedelta(minutes=15)
"""As long as Discord may take to tell of it, after a lost connection."""


def conversation_key(channel: object, channel_id: int | None, person: int) -> str:
    """The key of a conversation: a thread is one, elsewhere each person has one a channel."""
    return str(channel_id) if isinstance(channel, discord.Thread) else f"{channel_id}:{person}"


def public_channel_key(channel_id: int | None, *, direct: bool) -> str:
    """Return the key of a channel where others see what is said; empty for direct messages."""
    return "" if direct else str(channel_id)


def question_text(message: discord.Message, bot_id: int) -> str:
    """Return what a message asks, without the mention of the bot, with other mentions as names."""
    names = {str(user.id): user.display_name for user in message.mentions}
    names |= {str(role.id): role.name for role in message.role_mentions}
    names |= {str(channel.id): getattr(channel, "name", "") for channel in message.channel_mentions}
    names[str(bot_id)] = ""
    return _without_mentions(message.content, names)


def _without_mentions(content: str, names: dict[str, str]) -> str:
    named = _MENTION.sub(lambda found: names.get(found["id"], ""), content)
    return _CUSTOM_EMOJI.sub("", named).strip()


def replied_to_id(message: discord.Message) -> str:
    """Return the id of the message that a message replies to; empty for none."""
    reference = message.reference
    return (
        str(reference.message_id)
        if reference is not None and reference.message_id is not None
        else ""
    )


def quoted_message(message: discord.Message, bot_id: int) -> discord.Message | None:
    """Return the message of somebody else whose question a message hands on to us; else None."""
    replied = message.reference.resolved if message.reference else None
    return (
        replied
        if isinstance(replied, discord.Message)
        and replied.author.id != bot_id
        and points_elsewhere(question_text(message, bot_id))
        else None
    )


def was_just_edited(message: discord.Message, now: dt.datetime) -> bool:
    """Return whether the text of a message was edited just now.

    Discord sends the same event for previews and pins, also long after an edit.
    """
    return message.edited_at is not None and now - message.edited_at < _EDIT_WINDOW
