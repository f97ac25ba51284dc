"""What people say of answers: right or wrong, one vote a person and answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from functools import partial

from sqlalchemy import Connection, delete, or_, select, update

from bot.store.database import Database
from bot.store.records import Vote, VoteResult
from bot.store.statements import delete_older, keep_newest, upsert
from bot.store.tables import votes

MAX_VOTES = 100_000
"""Votes kept; the oldest go first."""
_COLUMNS = tuple(votes.c[field.name] for field in fields(Vote))


class Feedback:
    """The table of votes."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def vote(self, vote: Vote) -> VoteResult | None:
        """Keep a vote in place of an earlier one of the same person on the same answer.

        None where it can't be kept.
        """
        return await self._database.change(partial(_write_vote, vote, self._clock()), None)


def _write_vote(vote: Vote, now: float, connection: Connection) -> VoteResult:
    previous = connection.execute(
        select(votes.c.right).where(votes.c.answer == vote.answer, votes.c.person == vote.person)
    ).scalar_one_or_none()
    upsert(connection, votes, asdict(vote) | {"at": now}, ("right", "at"))
    keep_newest(connection, votes, (votes.c.at, votes.c.answer, votes.c.person), MAX_VOTES)
    return VoteResult(previous)


def purge(connection: Connection, oldest: float) -> None:
    """Delete votes from before a unix time."""
    delete_older(connection, votes.c.at, oldest)


def forget(connection: Connection, question: str) -> None:
    """Delete the votes on what answered a question."""
    connection.execute(delete(votes).where(votes.c.asked == question))


def forget_server(connection: Connection, server: str) -> None:
    """Delete the votes given on a server."""
    connection.execute(delete(votes).where(votes.c.server == server))


def forget_person(connection: Connection, person: str) -> None:
    """Delete the votes of a person, and those on what answered a question of theirs.

    Where nobody knows whose question it was, its words may be theirs, and are deleted too.
    """
    theirs = or_(votes.c.person == person, votes.c.asker == person)
    connection.execute(delete(votes).where(theirs))
    connection.execute(update(votes).where(votes.c.asker == "").values(question=""))


def read_by_person(connection: Connection, person: str) -> tuple[tuple[Vote, float], ...]:
    """Return the votes of a person with their unix times, oldest first."""
    rows = connection.execute(
        select(votes.c.at, *_COLUMNS).where(votes.c.person == person).order_by(votes.c.at)
    )
    return tuple((Vote(*values), at) for at, *values in rows)
