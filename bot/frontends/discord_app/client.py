"""The Discord client: a shell that puts the cogs together and registers the commands."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.i18n import translations
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings
from bot.frontends.discord_app.clocks import Clock, Now, Sleep
from bot.frontends.discord_app.cogs.ask import AskCommands
from bot.frontends.discord_app.cogs.browse import BrowseCommands
from bot.frontends.discord_app.cogs.button_clicks import ButtonClicks
from bot.frontends.discord_app.cogs.command_tree import (
    BylineCommandTree,
    fingerprint,
    load_fingerprint,
    save_fingerprint,
)
from bot.frontends.discord_app.cogs.corrections import CorrectionTask
from bot.frontends.discord_app.cogs.digest import DigestTask
from bot.frontends.discord_app.cogs.guild_events import GuildEvents
from bot.frontends.discord_app.cogs.guild_removal import GuildRemoval
from bot.frontends.discord_app.cogs.message_events import MessageEvents
from bot.frontends.discord_app.cogs.moderation import build_moderation
from bot.frontends.discord_app.cogs.personal import PersonalCommands
from bot.frontends.discord_app.cogs.watch_notices import WatchNotices
from bot.frontends.discord_app.components.dynamic_items import DYNAMIC_ITEMS
from bot.frontends.discord_app.components.translator import CommandTranslator
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.service import BylineService

if TYPE_CHECKING:
    from bot.chat.scheduling.startup import ChatHandler

_log = logging.getLogger(__name__)


class BylineClient(commands.AutoShardedBot):
    """Speaks only when spoken to, pings nobody, needs no privileged intent.

    `commands.AutoShardedBot` is here for its cogs: there are no prefix commands.
    """

    def __init__(
        self,
        chat: ChatHandler,
        moderator_roles: Sequence[str],
        synced_file: Path,
        seen_file: Path | None = None,
        sleep: Sleep = asyncio.sleep,
        now: Now = discord.utils.utcnow,
        settings: DiscordSettings = DEFAULTS,
        clock: Clock = time.monotonic,
    ) -> None:
        """Make the bot; it does nothing before `login`.

        `chat` answers requests. `moderator_roles` are names or ids. `synced_file` keeps the
        fingerprint of the commands that Discord knows, `seen_file` the messages that were seen
        (None: they are forgotten in the end). `sleep` waits for seconds of `clock`.
        """
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=BylineCommandTree,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            intents=discord.Intents(
                guilds=True,
                guild_messages=True,
                dm_messages=True,
                message_content=settings.message_content,
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            activity=discord.CustomActivity(translations()("discord.reading-articles")),
        )
        self._synced_file = synced_file
        self.service = service = BylineService(
            self, chat, settings, moderator_roles, sleep=sleep, now=now, clock=clock
        )
        self.button_clicks = ButtonClicks(service)
        messages = MessageEvents(self, service, seen_file)
        self._guild_removal = GuildRemoval(
            self, service, (service.forget_server, messages.forget_server)
        )
        self._corrections = CorrectionTask(self, service, messages.in_flight)
        self._digests = DigestTask(self, service)
        self._watch_notices = WatchNotices(self, service)
        self._all_cogs: tuple[commands.Cog, ...] = (
            messages,
            GuildEvents(self, service, messages.backlog, self._guild_removal),
            self.button_clicks,
            self._corrections,
            AskCommands(self, service),
            BrowseCommands(service),
            self._digests,
            PersonalCommands(self, service, messages.seen_writer.forget_dm_channel),
            self._watch_notices,
        )
        self._moderation = build_moderation(self, service, hidden=not moderator_roles)
        service.on_request_finished += (
            self._guild_removal.on_request_finished,
            self._corrections.start_if_pending,
            self._watch_notices.start_if_pending,
        )

    async def ready_to_answer(self) -> None:
        """End the status that articles are being read, and amend what they left behind."""
        self._corrections.start_if_pending()
        self._digests.start()
        self._moderation.audit_channel.start()
        self._watch_notices.start_if_pending()
        self.activity = None
        try:
            await self.change_presence()
        except (ConnectionError, discord.DiscordException) as error:
            # The next connection shows it.
            _log.info("The status could not be shown: %s", error)
        await self._guild_removal.find_removed()

    async def setup_hook(self) -> None:
        """Add buttons, cogs and commands before any event; register commands that changed."""
        self.add_dynamic_items(*DYNAMIC_ITEMS)
        for cog in (*self._all_cogs, *self._moderation.cogs):
            await self.add_cog(cog)
        self.tree.add_command(self._moderation.group)
        assert self.application_id is not None
        await self.tree.set_translator(CommandTranslator())
        digest = await fingerprint(self.tree, self.application_id)
        if load_fingerprint(self._synced_file) == digest:
            return
        try:
            await with_retries(self.tree.sync)
            save_fingerprint(self._synced_file, digest)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            # Everything but new commands works without; the next start tries again.
            _log.exception("The commands could not be registered")

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing, where discord.py would look for prefix commands; see `MessageEvents`."""
