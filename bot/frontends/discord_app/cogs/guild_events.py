"""Connections and servers as they come and go."""

from __future__ import annotations

import discord

from bot.frontends.discord_app.access.moderators import ModeratorCheck
from bot.frontends.discord_app.cogs.backlog import DM_SHARD, Backlog
from bot.frontends.discord_app.cogs.guild_removal import GuildRemoval
from bot.frontends.discord_app.state.guilds import Guilds


class GuildEvents(discord.AutoShardedClient):
    """A client that follows on which servers it is, and what it misses there."""

    _guild_removal: GuildRemoval
    _backlog: Backlog
    _moderators: ModeratorCheck
    _guilds: Guilds

    async def on_shard_connect(self, shard: int) -> None:
        """Note that nobody tells what was said since the last connection."""
        self._backlog.shard_connected(shard)
        self._guilds.shard_connected(shard)

    async def on_shard_ready(self, shard: int) -> None:
        """Answer what was asked meanwhile in direct messages, and on servers that were here all the time."""
        if shard == DM_SHARD:
            await self._backlog.catch_up_dms()
        for guild in self.guilds:
            if guild.shard_id == shard:
                await self._backlog.catch_up_guild(guild)

    async def on_ready(self) -> None:
        """Learn which servers the bot is on, and which it was removed from meanwhile."""
        await self._guild_removal.find_removed()
        self._moderators.warn_if_undecided()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note another server: it may be that nobody can moderate from now on."""
        self._guild_removal.guild_joined(guild.id)
        self._moderators.warn_if_undecided()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what was kept of a server."""
        self._guild_removal.guild_removed(guild.id)

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Note that nobody tells what is said on a server that Discord has lost."""
        self._backlog.guild_unavailable(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Answer what was asked on a server meanwhile."""
        self._guild_removal.guild_joined(guild.id)
        await self._backlog.catch_up_guild(guild)
