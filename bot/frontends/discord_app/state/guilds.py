"""Which servers the bot is on, as far as Discord has told."""

from __future__ import annotations

import discord


class Guilds:
    """Follows what Discord tells of servers. Belongs to one event loop.

    discord.py goes on knowing a server that the bot was removed from while there was no connection.
    """

    def __init__(self, client: discord.AutoShardedClient) -> None:
        """Take the client that knows them."""
        self._client = client
        self._connected: set[int] = set()
        self._announced: set[int] = set()
        """Ids of the servers that this session, or a later event, told of."""
        self._removed: set[int] = set()

    def shard_connected(self, shard: int) -> None:
        """Begin a session of a shard: Discord tells of its servers anew."""
        self._connected.add(shard)
        self._announced -= {guild.id for guild in self._client.guilds if guild.shard_id == shard}

    def note_present(self, server: int) -> None:
        """Note that Discord tells of a server."""
        self._announced.add(server)
        self._removed.discard(server)

    def note_removed(self, server: int) -> None:
        """Note that the bot is on a server no longer."""
        self._announced.discard(server)
        self._removed.add(server)

    @property
    def is_complete(self) -> bool:
        """Whether Discord has named all servers of the bot: each shard names its own."""
        count = self._client.shard_count
        return count is not None and self._connected.issuperset(range(count))

    @property
    def all(self) -> list[discord.Guild]:
        """The servers that the bot is on, as far as it is known."""
        return [guild for guild in self._client.guilds if guild.id not in self._removed]

    @property
    def unconfirmed(self) -> list[int]:
        """Ids of servers that an earlier session told of, and this one did not."""
        return [
            item.id for item in self.all if not item.unavailable and item.id not in self._announced
        ]
