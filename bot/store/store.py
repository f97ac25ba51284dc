"""All that must outlive a restart, in one file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.store import answer_tables, feedback, joined_servers, posts
from bot.store.answer_log import AnswerLog
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.joined_servers import JoinedServers
from bot.store.posts import PostLog

SCHEMAS = (answer_tables.SCHEMA, posts.SCHEMA, feedback.SCHEMA, joined_servers.SCHEMA)
"""A table is a module with its schema and a class: it joins here and as a field of the store."""


@dataclass(frozen=True, slots=True)
class Store:
    """The tables, which share a file."""

    answers: AnswerLog
    posts: PostLog
    feedback: Feedback
    servers: JoinedServers
    database: Database

    @staticmethod
    def open(file: Path | None, clock: Callable[[], float]) -> Store:
        """Open the tables in a file; None: they live as long as the process.

        `clock` dates what is kept, in seconds: unix time where that outlives a restart.
        """
        database = Database(file, SCHEMAS, _upgrade, lambda connection: _purge(connection, clock()))
        return Store(
            AnswerLog(database, clock),
            PostLog(database, clock),
            Feedback(database, clock),
            JoinedServers(database),
            database,
        )

    def forget(self, question: str) -> None:
        """Forget the answer to a question, and the votes on it."""
        self.database.write(partial(_forget, question), erases=True)

    def forget_server(self, server: str) -> None:
        """Forget what was said on a server."""
        self.database.write(partial(_forget_server, server), erases=True)

    def close(self) -> None:
        """Write what is still to be written, and let go of the file."""
        self.database.close()


def _upgrade(connection: sqlite3.Connection) -> None:
    answer_tables.upgrade(connection)
    feedback.upgrade(connection)


def _purge(connection: sqlite3.Connection, now: float) -> None:
    answer_tables.purge(connection, now)
    feedback.purge(connection, now)


def _forget(question: str, connection: sqlite3.Connection) -> None:
    answer_tables.forget(connection, question)
    feedback.forget(connection, question)


def _forget_server(server: str, connection: sqlite3.Connection) -> None:
    answer_tables.forget_server(connection, server)
    feedback.forget_server(connection, server)
    joined_servers.forget_server(connection, server)
