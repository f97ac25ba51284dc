"""Servers that a bot is on: of one that it was removed from meanwhile, nothing is to be kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from functools import partial

from bot.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS servers (
    server TEXT NOT NULL, bot TEXT NOT NULL, PRIMARY KEY (server, bot)) WITHOUT ROWID
"""


class JoinedServers:
    """The table of servers; bots that share a file don't answer for one another's."""

    def __init__(self, database: Database) -> None:
        """Take the file."""
        self._database = database

    async def of_bot(self, bot: str) -> tuple[str, ...]:
        """Return the servers that a bot was on when that was noted last."""
        return await self._database.read(partial(_of, bot), ())

    def add(self, bot: str, servers: Collection[str]) -> None:
        """Note servers that a bot is on."""
        self._database.write(partial(_add, bot, tuple(servers)))


def forget_server(connection: sqlite3.Connection, server: str) -> None:
    """Delete a server."""
    connection.execute("DELETE FROM servers WHERE server = ?", (server,))


def _of(bot: str, connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute("SELECT server FROM servers WHERE bot = ?", (bot,))
    return tuple(server for (server,) in rows)


def _add(bot: str, servers: Collection[str], connection: sqlite3.Connection) -> None:
    rows = [(server, bot) for server in servers]
    connection.executemany("INSERT OR IGNORE INTO servers VALUES (?, ?)", rows)
