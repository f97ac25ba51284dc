"""The channel that is told of each change of the articles."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bot.chat.i18n import DEFAULT_LANGUAGE, translations
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.audit_log import change_line
from bot.frontends.discord_app.access.user_locale import supported_language
from bot.frontends.discord_app.components.buttons import ANY_USER
from bot.frontends.discord_app.delivery.outgoing_messages import build_message
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.service import BylineService
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.changes import CorpusChange

_log = logging.getLogger(__name__)


class AuditChannel(commands.Cog):
    """Posts each entry of the log, in order; whom it names is not pinged."""

    def __init__(self, service: BylineService) -> None:
        self._service = service
        self._waiting: asyncio.Queue[CorpusChange] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def cog_unload(self) -> None:
        """Leave what is not posted yet."""
        for task in self._tasks:
            task.cancel()

    def start(self) -> None:
        """Enter what waits for its entry in the log, and post what is entered from now on."""
        audit = self._service.chat.audit
        if audit is None:
            return
        if self._service.settings.log_channel:
            audit.listen(self._waiting.put_nowait)
            self._keep(self._post_all())
        self._keep(_write(audit))

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post_all(self) -> None:
        while True:
            change = await self._waiting.get()
            for channel in self._channels():
                try:
                    await self._post(change, channel)
                except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                    _log.warning("Channel %s could not be told of a change: %s", channel.id, error)

    async def _post(self, change: CorpusChange, channel: discord.TextChannel) -> None:
        language = supported_language(channel.guild.preferred_locale) or DEFAULT_LANGUAGE
        line = change_line(translations(language), change)
        message = await build_message(Reply((line,), language=language), None, ANY_USER)
        none = discord.AllowedMentions.none()
        await with_retries(
            lambda: channel.send(view=message.view, allowed_mentions=none, silent=True)
        )

    def _channels(self) -> Iterator[discord.TextChannel]:
        wanted, settings = self._service.settings.log_channel, self._service.settings
        for guild in self._service.guilds.all:
            if settings.serves_guild(guild.id):
                yield from (
                    channel
                    for channel in guild.text_channels
                    if wanted in {channel.name, str(channel.id)}
                )


async def _write(audit: AuditWriter) -> None:
    await audit.write()
