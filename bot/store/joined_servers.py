"""Servers that a bot is on: of one that it was removed from meanwhile, nothing is to be kept."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from sqlalchemy import Connection, delete, select

from bot.store.database import Database
from bot.store.statements import insert_missing
from bot.store.tables import servers


class JoinedServers:
    """The table of servers; bots that share a file don't answer for one another's."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def of_bot(self, bot: str) -> tuple[str, ...]:
        """Return the servers that a bot was on when that was noted last."""
        return await self._database.read(partial(_of, bot), ())

    def add(self, bot: str, joined: Collection[str]) -> None:
        """Note servers that a bot is on."""
        rows = [{"server": server, "bot": bot} for server in joined]
        self._database.write(lambda connection: insert_missing(connection, servers, rows))


def forget_server(connection: Connection, server: str) -> None:
    """Delete a server."""
    connection.execute(delete(servers).where(servers.c.server == server))


def _of(bot: str, connection: Connection) -> tuple[str, ...]:
    wanted = select(servers.c.server).where(servers.c.bot == bot).order_by(servers.c.server)
    return tuple(connection.execute(wanted).scalars())
