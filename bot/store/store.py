"""All that must outlive a restart, in one database.

Whoever keeps nothing does not import this: it takes the database library along.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.store import (
    answer_rows,
    audit_log,
    digests,
    feedback,
    inbox,
    joined_servers,
    people,
    watches,
)
from bot.store.answer_log import AnswerLog
from bot.store.audit_log import AuditLog
from bot.store.database import Database
from bot.store.digests import DigestLog
from bot.store.feedback import Feedback
from bot.store.inbox import Inbox
from bot.store.joined_servers import JoinedServers
from bot.store.posts import PostLog
from bot.store.records import DAY_SECONDS, DEFAULT_RETENTION, PersonalData, Retention
from bot.store.sqlite_engine import SqliteEngine
from bot.store.watches import Watches

_PERSON_SECONDS = 60.0
"""Seconds that somebody waits for all that is kept of them, or until it is deleted."""


@dataclass(frozen=True, slots=True)
class Store:
    """The tables, which share a database. Each joins here as a field."""

    answers: AnswerLog
    posts: PostLog
    feedback: Feedback
    servers: JoinedServers
    audit: AuditLog
    inbox: Inbox
    watches: Watches
    digests: DigestLog
    database: Database
    engine: SqliteEngine
    retention: Retention

    @staticmethod
    def open(
        file: Path | None, clock: Callable[[], float], retention: Retention = DEFAULT_RETENTION
    ) -> Store:
        """Open the tables in a file; None: they live as long as the process.

        `clock` dates what is kept, in seconds: unix time where that outlives a restart.
        """
        return Store.on(SqliteEngine(file), clock, retention)

    @staticmethod
    def on(engine: SqliteEngine, clock: Callable[[], float], retention: Retention) -> Store:
        """Open the tables of an engine."""
        database = Database(
            engine, lambda connection: _purge(connection, engine, clock(), retention)
        )
        answers_seconds = retention.answers * DAY_SECONDS
        return Store(
            AnswerLog(database, clock, answers_seconds),
            PostLog(database, clock, answers_seconds),
            Feedback(database, clock),
            JoinedServers(database),
            AuditLog(database, clock),
            Inbox(database, clock),
            Watches(database, clock),
            DigestLog(database, clock),
            database,
            engine,
            retention,
        )

    def forget(self, question: str) -> None:
        """Forget the answer to a question, and the votes on it."""
        self.database.write(partial(_forget, question, self.engine), erases=True)

    def forget_server(self, server: str) -> None:
        """Forget what was said on a server."""
        self.database.write(partial(_forget_server, server, self.engine), erases=True)

    async def forget_person(self, person: str) -> bool:
        """Forget a person, in copies from before an upgrade too; returns whether it is done.

        It is not where the file can't be written, or anything of it is left there. The mark in
        the audit log stays, and means nobody from then on.
        """
        return await self.database.change(
            partial(_forget_person, person, self.engine),
            default=False,
            max_wait_seconds=_PERSON_SECONDS,
            rewrites=True,
        )

    async def personal_data(self, person: str) -> PersonalData | None:
        """Return all that is kept of a person; None where it can't be read."""
        return await self.database.read(
            partial(_personal_data, person, self.engine), None, _PERSON_SECONDS
        )

    def close(self) -> None:
        """Write what is still to be written, and let go of the file."""
        self.database.close()


def _purge(connection: Connection, engine: SqliteEngine, now: float, retention: Retention) -> None:
    for purge, days in (
        (answer_rows.purge, retention.answers),
        (feedback.purge, retention.votes),
        (audit_log.purge, retention.audit),
        (inbox.purge, retention.inbox),
        (digests.purge, retention.inbox),
        (watches.purge, retention.watches),
    ):
        purge(connection, now - days * DAY_SECONDS)
    people.purge(connection)
    engine.delete_backups(now - retention.answers * DAY_SECONDS)


def _forget(question: str, engine: SqliteEngine, connection: Connection) -> None:
    for part in answer_rows, feedback, watches:
        part.forget(connection, question)
    engine.delete_backups_with(question)


def _forget_server(server: str, engine: SqliteEngine, connection: Connection) -> None:
    for part in answer_rows, feedback, joined_servers, watches:
        part.forget_server(connection, server)
    engine.delete_backups(math.inf)


def _forget_person(person: str, engine: SqliteEngine, connection: Connection) -> bool:
    if not engine.holds(connection):
        # What stands in a file that can't be opened is not deleted.
        return False
    for part in answer_rows, feedback, watches, people:
        part.forget_person(connection, person)
    engine.delete_backups(math.inf)
    return True


def _personal_data(
    person: str, engine: SqliteEngine, connection: Connection
) -> PersonalData | None:
    if not engine.holds(connection):
        return None
    return PersonalData(
        answer_rows.read_by_person(connection, person),
        feedback.read_by_person(connection, person),
        watches.read_by_person(connection, person),
        people.find_mark(connection, person),
    )
