"""What people say of answers: right or wrong, one vote a person and answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.store.database import Database, add_column

RETENTION_SECONDS = 90 * 24 * 3600.0
"""Seconds that a vote is kept."""
MAX_VOTES = 100_000
"""Votes kept; the oldest go first."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS votes (
    answer TEXT NOT NULL, person TEXT NOT NULL, is_right INTEGER NOT NULL,
    question TEXT NOT NULL, passage TEXT NOT NULL, at REAL NOT NULL,
    server TEXT NOT NULL DEFAULT '', asked TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (answer, person)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS votes_at ON votes (at);
CREATE INDEX IF NOT EXISTS votes_asked ON votes (asked)
"""


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody says of an answer."""

    answer: str
    """Key of the reply that gave it."""
    person: str
    right: bool
    question: str
    """As far as it is known."""
    passage: str
    """Id of the passage that answered; empty where none did."""
    server: str = ""
    """On which server it was given; empty in a direct message, or before version 2."""
    asked: str = ""
    """Id of the message that asked, with which it is forgotten; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class VoteResult:
    """A vote that is kept."""

    previous: bool | None
    """What the same person said of the same answer before; None: nothing."""


class Feedback:
    """The table of votes."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the file and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def vote(self, vote: Vote) -> VoteResult | None:
        """Keep a vote in place of an earlier one of the same person on the same answer.

        None where it can't be kept.
        """
        return await self._database.read(partial(_write_vote, vote, self._clock()), None)


def _write_vote(vote: Vote, now: float, connection: sqlite3.Connection) -> VoteResult | None:
    before = connection.execute(
        "SELECT is_right FROM votes WHERE answer = ? AND person = ?", (vote.answer, vote.person)
    ).fetchone()
    connection.execute(
        "INSERT INTO votes (answer, person, is_right, question, passage, at, server, asked)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET is_right = excluded.is_right, at = excluded.at",
        (
            vote.answer,
            vote.person,
            vote.right,
            vote.question,
            vote.passage,
            now,
            vote.server,
            vote.asked,
        ),
    )
    connection.execute(
        "DELETE FROM votes WHERE (answer, person) IN"
        " (SELECT answer, person FROM votes ORDER BY at DESC LIMIT -1 OFFSET ?)",
        (MAX_VOTES,),
    )
    return VoteResult(bool(before[0]) if before else None)


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the table of version 1 to version 2."""
    add_column(connection, "votes", "server TEXT NOT NULL DEFAULT ''")
    answers = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'answer_messages'")
    if add_column(connection, "votes", "asked TEXT NOT NULL DEFAULT ''") and answers.fetchone():
        connection.execute(
            "UPDATE votes SET asked = COALESCE((SELECT answers.question FROM answers"
            " JOIN answer_messages ON answer_messages.answer = number"
            " WHERE message = votes.answer), '')"
        )


def purge(connection: sqlite3.Connection, now: float) -> None:
    """Delete votes that have been kept long enough."""
    connection.execute("DELETE FROM votes WHERE at < ?", (now - RETENTION_SECONDS,))


def forget(connection: sqlite3.Connection, question: str) -> None:
    """Delete the votes on what answered a question."""
    connection.execute("DELETE FROM votes WHERE asked = ?", (question,))


def forget_server(connection: sqlite3.Connection, server: str) -> None:
    """Delete the votes given on a server."""
    connection.execute("DELETE FROM votes WHERE server = ?", (server,))
