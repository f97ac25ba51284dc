"""The weekly digest: posted once to a channel of the settings, whenever a process ends."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import aiohttp
import discord
from discord.ext import commands

from bot.chat.i18n import DEFAULT_LANGUAGE, LANGUAGES, translations
from bot.chat.rendering.digest_reply import digest_reply, heading
from bot.frontends.discord_app.access.user_locale import supported_language
from bot.frontends.discord_app.components.buttons import ANY_USER
from bot.frontends.discord_app.components.markdown import unescape
from bot.frontends.discord_app.delivery.outgoing_messages import build_message
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.delivery.sending import post_message
from bot.frontends.discord_app.service import BylineService
from bot.moderation.digest import DigestWeek, WeeklyDigest, due_week

if TYPE_CHECKING:
    from bot.moderation.digest_reader import DigestReader
    from bot.store.records import DigestRecord

_log = logging.getLogger(__name__)

CHECK_SECONDS = 300.0
"""Seconds between two looks whether a digest is due."""
_MAX_SEEN_MESSAGES = 200
"""Messages of the channel among which a digest is looked for whose posting was broken off."""
_CLOCK_SKEW = dt.timedelta(minutes=5)
"""How far Discord's clock may be behind ours."""
_FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError)


class DigestTask(commands.Cog):
    """Looks every few minutes whether a digest is due, in a task of its own."""

    def __init__(self, client: discord.AutoShardedClient, service: BylineService) -> None:
        self._client = client
        self._service = service
        self._task: asyncio.Task[None] | None = None
        self._done = ""
        """The week whose digest needs no other look."""

    async def cog_unload(self) -> None:
        """Leave a digest that is due for the next start."""
        if self._task is not None:
            self._task.cancel()

    def start(self) -> None:
        """Begin to look, where the settings name a channel."""
        if self._service.settings.digest_channel and self._task is None:
            self._task = asyncio.create_task(self._run(), name="digest")

    async def _run(self) -> None:
        while True:
            try:
                await self.post_if_due()
            except Exception:  # noqa: BLE001 - whatever it is, the next look may succeed
                _log.exception("The digest could not be posted")
            await self._service.sleep(CHECK_SECONDS)

    async def post_if_due(self) -> None:
        """Post the digest that is due, unless it was posted before."""
        if not self._service.guilds.is_complete:
            # Channels are not known yet.
            return
        week, digests = self._due_week(), self._service.chat.digests
        if week is None or week.key == self._done or digests is None:
            return
        channel = self._channel()
        if channel is None:
            _log.warning("There is no channel %s to post the digest to", self._wanted)
            return
        before = await digests.log.find(week.key)
        begun = before or await digests.log.begin(week.key, str(channel.id))
        if begun is None:
            # What can't be kept could be posted twice.
            _log.warning("The digest is not posted, because that could not be kept")
        elif begun.message:
            self._done = week.key
        else:
            await self._post(week, digests, channel, begun, maybe_posted=before is not None)

    async def _post(
        self,
        week: DigestWeek,
        digests: DigestReader,
        channel: discord.TextChannel,
        begun: DigestRecord,
        *,
        maybe_posted: bool,
    ) -> None:
        """Post a digest, unless an earlier attempt, which was broken off, has done so."""
        try:
            posted = await self._find_posted(channel, week, begun) if maybe_posted else None
            if posted is None:
                posted = await self._send(channel, week, await digests.read(week))
        except _FAULTS as error:
            _log.warning("The digest could not be posted in channel %s: %s", channel.id, error)
            return
        if await digests.log.record(replace(begun, message=str(posted))):
            self._done = week.key

    @staticmethod
    async def _send(channel: discord.TextChannel, week: DigestWeek, digest: WeeklyDigest) -> int:
        tr = translations(supported_language(channel.guild.preferred_locale) or DEFAULT_LANGUAGE)
        attach = channel.permissions_for(channel.guild.me).attach_files
        # A picture takes a second.
        reply = await asyncio.to_thread(digest_reply, tr, week, digest, with_picture=attach)
        outgoing = await build_message(reply, None, ANY_USER, attach=attach)
        nonce = f"digest-{week.key}"
        sent = await with_retries(lambda: post_message(channel, outgoing, None, nonce))
        return sent.id

    async def _find_posted(
        self, channel: discord.TextChannel, week: DigestWeek, begun: DigestRecord
    ) -> int | None:
        """Return the id of the digest where it stands in its channel already."""
        me = self._client.user
        after = dt.datetime.fromtimestamp(begun.at, dt.UTC) - _CLOCK_SKEW
        wanted = {
            heading(translations(language), week, is_quiet=is_quiet)
            for language in LANGUAGES
            for is_quiet in (False, True)
        }
        async for message in channel.history(limit=_MAX_SEEN_MESSAGES, after=after):
            if (
                me is not None
                and message.author.id == me.id
                and not wanted.isdisjoint(_lines(message))
            ):
                return message.id
        return None

    def _due_week(self) -> DigestWeek | None:
        name = self._service.settings.time_zone
        now = self._service.now()
        zone: Any = ZoneInfo(name) if name else now.astimezone().tzinfo
        return due_week(now, zone)

    @property
    def _wanted(self) -> str:
        return self._service.settings.digest_channel

    def _channel(self) -> discord.TextChannel | None:
        """Return the channel of the settings, on the first server that has it."""
        settings = self._service.settings
        return next(
            (
                channel
                for guild in self._service.guilds.all
                if settings.serves_guild(guild.id)
                for channel in guild.text_channels
                if self._wanted in {channel.name, str(channel.id)}
            ),
            None,
        )


def _lines(message: discord.Message) -> list[str]:
    """Return the lines of a message as a reader sees them, without Discord's Markdown."""
    texts = [
        part.content
        for item in message.components
        for part in (item, *(item.children if isinstance(item, discord.Container) else ()))
        if isinstance(part, discord.TextDisplay)
    ]
    return [unescape(line.lstrip("#- ")) for text in texts for line in text.split("\n")]
