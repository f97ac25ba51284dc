"""One thread a question, in the channels where a team wants that."""

from __future__ import annotations

import logging
import re
from functools import partial

import aiohttp
import discord

from bot.frontends.discord_app.delivery.retry import with_retries
from bot.text.display import shorten

_log = logging.getLogger(__name__)

MAX_NAME_CHARS = 100
"""Characters that Discord takes in the name of a thread."""
_DEFAULT_NAME = "…"
_MARKUP = re.compile(r"[*_~`|<>#@\\\[\]\u200b\u2060\ufeff]+")
_THREAD_EXISTS = 160004


def needs_thread(message: discord.Message, channels: frozenset[str]) -> bool:
    """Return whether a question wants a thread of its own, and the bot may open one.

    `channels` are the names or ids of channels where a team wants that.
    """
    channel, guild = message.channel, message.guild
    if (
        guild is None
        or not isinstance(channel, discord.TextChannel)
        or channels.isdisjoint((channel.name, str(channel.id)))
    ):
        return False
    may = channel.permissions_for(guild.me)
    return may.create_public_threads and may.send_messages_in_threads


def thread_conversation_key(message: discord.Message) -> str:
    """Return the conversation key of a message's own thread, which has the message's id."""
    return str(message.id)


async def open_thread(
    client: discord.Client, message: discord.Message, name: str
) -> discord.abc.Messageable | None:
    """Open a thread for a question, named `name`; None where Discord gives none."""
    try:
        return await with_retries(partial(message.create_thread, name=thread_name(name)))
    except discord.HTTPException as error:
        if error.code == _THREAD_EXISTS:
            # An attempt took effect, and only its confirmation was lost.
            return client.get_partial_messageable(message.id)
        _log.warning("No thread could be made in channel %s: %s", message.channel.id, error)
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("No thread could be made in channel %s: %s", message.channel.id, error)
    return None


def thread_name(question: str) -> str:
    """Turn a question into the name of a thread: one line without markup or mentions."""
    return shorten(_MARKUP.sub(" ", question), MAX_NAME_CHARS) or _DEFAULT_NAME
