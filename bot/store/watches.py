"""Questions whose askers are told when they can be answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, true

from bot.store import answer_rows
from bot.store.database import Database
from bot.store.records import MAX_WATCHES, AnswerRecord, Watch, WatchResult
from bot.store.statements import delete_older
from bot.store.tables import watches

_FULL_SCAN_SECONDS = 60.0
"""Seconds that reading all of them may take: nobody waits for it."""
_FIELDS = tuple(field.name for field in fields(Watch))
_COLUMNS = tuple(watches.c[name] for name in _FIELDS)


class Watches:
    """The table of questions that somebody waits for."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def add(self, watch: Watch) -> WatchResult:
        """Keep a question, with an id and a time of its own; at most 20 a person."""
        return await self._database.change(
            partial(_add, replace(watch, at=self._clock()), self._database), WatchResult.FAILED
        )

    async def of(self, person: str) -> tuple[Watch, ...]:
        """Return what a person waits for, oldest first."""
        nothing: tuple[Watch, ...] = ()
        return await self._database.read(partial(_read, watches.c.person == person), nothing)

    async def all(self) -> tuple[Watch, ...]:
        """Return what anybody waits for, oldest first."""
        nothing: tuple[Watch, ...] = ()
        return await self._database.read(partial(_read, true()), nothing, _FULL_SCAN_SECONDS)

    async def contains(self, number: int) -> bool:
        """Tell whether a question is still waited for, by its id."""
        return bool(await self._database.read(partial(_read, watches.c.id == number), ()))

    async def finish(self, watch: Watch, told: AnswerRecord | None = None) -> None:
        """Remove a question, and keep what its asker was told, unless they waited no longer."""
        await self._database.change(partial(_finish, watch, told), None, erases=True)

    async def remove(self, number: int, person: str) -> bool | None:
        """Remove a question by its id, where that person waits for it; returns whether so.

        None where it can't be removed.
        """
        removal = delete(watches).where(watches.c.id == number, watches.c.person == person)
        nothing: bool | None = None
        return await self._database.change(
            lambda connection: connection.execute(removal).rowcount > 0, nothing, erases=True
        )


def purge(connection: Connection, oldest: float) -> None:
    """Delete what was asked for before a unix time."""
    delete_older(connection, watches.c.at, oldest)


def forget_server(connection: Connection, server: str) -> None:
    """Delete what is waited for on a server."""
    connection.execute(delete(watches).where(watches.c.server == server))


def forget(connection: Connection, question: str) -> None:
    """Delete who waits for the answer to a question, by the id of the message that asked."""
    connection.execute(delete(watches).where(watches.c.asked == question))


def forget_person(connection: Connection, person: str) -> None:
    """Delete what a person waits for, and who waits for the answer to a question of theirs."""
    theirs = or_(watches.c.person == person, watches.c.asker == person)
    connection.execute(delete(watches).where(theirs))


def read_by_person(connection: Connection, person: str) -> tuple[Watch, ...]:
    """Return what a person waits for, oldest first."""
    return _read(watches.c.person == person, connection)


def _add(watch: Watch, database: Database, connection: Connection) -> WatchResult:
    if not database.is_kept(connection):
        # It would be forgotten at the end of this process, long before there is an answer.
        return WatchResult.FAILED
    same = (
        watches.c.person == watch.person,
        watches.c.channel == watch.channel,
        watches.c.question == watch.question,
    )
    if connection.execute(select(watches.c.id).where(*same)).first():
        return WatchResult.KNOWN
    count = select(func.count()).select_from(watches).where(watches.c.person == watch.person)
    if connection.execute(count).scalar_one() >= MAX_WATCHES:
        return WatchResult.FULL
    values = {name: getattr(watch, name) for name in _FIELDS if name != "id"}
    connection.execute(watches.insert().values(values))
    return WatchResult.ADDED


def _finish(watch: Watch, told: AnswerRecord | None, connection: Connection) -> None:
    gone = connection.execute(delete(watches).where(watches.c.id == watch.id)).rowcount
    if gone and told is not None:
        answer_rows.write_answer(told, 0.0, connection)
        place = {"channel": told.channel, "points": False}
        answer_rows.write_delivery(told.question, place, told.messages, connection)


def _read(condition: ColumnElement[bool], connection: Connection) -> tuple[Watch, ...]:
    rows = connection.execute(select(*_COLUMNS).where(condition).order_by(watches.c.id))
    return tuple(Watch(*row) for row in rows)
