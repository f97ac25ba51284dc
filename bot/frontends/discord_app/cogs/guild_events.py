"""Connections and guilds as they come and go."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.frontends.discord_app.cogs.backlog import DM_SHARD, Backlog
from bot.frontends.discord_app.cogs.guild_removal import GuildRemoval
from bot.frontends.discord_app.service import BylineService


class GuildEvents(commands.Cog):
    """Follows which guilds the bot is on, and what it misses there."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        service: BylineService,
        backlog: Backlog,
        guild_removal: GuildRemoval,
    ) -> None:
        self._client = client
        self._service = service
        self._backlog = backlog
        self._guild_removal = guild_removal

    @commands.Cog.listener()
    async def on_shard_connect(self, shard: int) -> None:
        """Begin a gateway session: messages since the last event may have been missed."""
        self._backlog.shard_connected(shard)
        self._service.guilds.shard_connected(shard)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard: int) -> None:
        """Answer what was asked meanwhile in direct messages and on guilds of the shard."""
        if shard == DM_SHARD:
            await self._backlog.catch_up_dms()
        for guild in self._client.guilds:
            if guild.shard_id == shard:
                await self._backlog.catch_up_guild(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Learn which guilds the bot is on, and which it was removed from meanwhile."""
        await self._guild_removal.find_removed()
        self._service.moderators.warn_if_undecided()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note another guild: it may be that nobody can moderate from now on."""
        self._guild_removal.guild_joined(guild.id)
        self._service.moderators.warn_if_undecided()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what was kept of a guild."""
        self._guild_removal.guild_removed(guild.id)

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Note that messages of a guild that Discord has lost will be missed."""
        self._backlog.guild_unavailable(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Answer what was asked on a guild meanwhile."""
        self._guild_removal.guild_joined(guild.id)
        await self._backlog.catch_up_guild(guild)
