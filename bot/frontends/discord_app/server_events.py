"""Connections and servers as they come and go."""

from __future__ import annotations

import discord

from bot.frontends.discord_app.departures import Departures
from bot.frontends.discord_app.missed import OF_DIRECT, Missed
from bot.frontends.discord_app.moderators import Moderators
from bot.frontends.discord_app.servers import Servers


class ServerEvents(discord.AutoShardedClient):
    """A client that follows on which servers it is, and what it misses there."""

    _departures: Departures
    _missed: Missed
    _moderators: Moderators
    _servers: Servers

    async def on_shard_connect(self, shard: int) -> None:
        """Note that nobody tells what was said since the last connection."""
        self._missed.connected(shard)
        self._servers.connected(shard)

    async def on_shard_ready(self, shard: int) -> None:
        """Answer what was asked meanwhile in direct messages, and on servers that were here all the time."""
        if shard == OF_DIRECT:
            await self._missed.in_direct()
        for guild in self.guilds:
            if guild.shard_id == shard:
                await self._missed.in_guild(guild)

    async def on_ready(self) -> None:
        """Learn which servers the bot is on, and which it was removed from meanwhile."""
        await self._departures.look()
        self._moderators.say_where()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note another server: it may be that nobody can moderate from now on."""
        self._departures.joined(guild.id)
        self._moderators.say_where()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what was kept of a server."""
        self._departures.left(guild.id)

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Note that nobody tells what is said on a server that Discord has lost."""
        self._missed.gone(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Answer what was asked on a server meanwhile."""
        self._departures.joined(guild.id)
        await self._missed.in_guild(guild)
