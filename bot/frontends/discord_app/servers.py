"""Which servers the bot is on, as far as Discord has told."""

from __future__ import annotations

import discord


class Servers:
    """Follows what Discord tells of servers. Belongs to one event loop.

    discord.py goes on knowing a server that the bot was removed from while there was no connection.
    """

    def __init__(self, client: discord.AutoShardedClient) -> None:
        """Take the client that knows them."""
        self._client = client
        self._connected: set[int] = set()
        self._told_of: set[int] = set()
        """Ids of the servers that this session, or a later event, told of."""
        self._left: set[int] = set()

    def connected(self, shard: int) -> None:
        """Begin a session of a shard: Discord tells of its servers anew."""
        self._connected.add(shard)
        self._told_of -= {one.id for one in self._client.guilds if one.shard_id == shard}

    def here(self, server: int) -> None:
        """Note that Discord tells of a server."""
        self._told_of.add(server)
        self._left.discard(server)

    def left(self, server: int) -> None:
        """Note that the bot is on a server no longer."""
        self._told_of.discard(server)
        self._left.add(server)

    @property
    def known(self) -> bool:
        """Whether Discord has named all servers of the bot: each shard names its own."""
        count = self._client.shard_count
        return count is not None and self._connected.issuperset(range(count))

    @property
    def all(self) -> list[discord.Guild]:
        """The servers that the bot is on, as far as it is known."""
        return [one for one in self._client.guilds if one.id not in self._left]

    @property
    def doubtful(self) -> list[int]:
        """Ids of servers that an earlier session told of, and this one did not."""
        return [one.id for one in self.all if not one.unavailable and one.id not in self._told_of]
