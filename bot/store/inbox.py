"""What moderators have made of questions that were not answered or voted wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, func, select

from bot.store.database import Database
from bot.store.people import mark_of
from bot.store.records import InboxItem, InboxState
from bot.store.statements import delete_older, upsert
from bot.store.tables import inbox, people

_COLUMNS = (
    inbox.c.key,
    inbox.c.state,
    inbox.c.taken_by_mark,
    func.coalesce(people.c.person, ""),
    inbox.c.at,
)


class Inbox:
    """The table of states; a question without a row is open. Questions are in the answer log."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def items(self) -> tuple[InboxItem, ...]:
        """Return the questions whose state was changed, the last change first."""
        nothing: tuple[InboxItem, ...] = ()
        return await self._database.read(_read, nothing)

    async def find(self, key: str) -> InboxItem | None:
        """Return the state of a question, by its normalised wording; None where it is open."""
        return next((item for item in await self.items() if item.key == key), None)

    async def set_state(self, keys: Sequence[str], state: InboxState, person: str) -> bool:
        """Change the state of questions, by their normalised wordings, in a person's name.

        Returns whether that is kept.
        """
        rows: list[dict[str, Any]] = [
            {"key": key, "state": state.value, "at": self._clock()} for key in keys
        ]
        return await self._database.change(partial(_write, rows, person), default=False)


def purge(connection: Connection, oldest: float) -> None:
    """Delete states from before a unix time."""
    delete_older(connection, inbox.c.at, oldest)


def forget(connection: Connection, key: str) -> None:
    """Delete the state of a question."""
    connection.execute(delete(inbox).where(inbox.c.key == key))


def _write(rows: Sequence[dict[str, Any]], person: str, connection: Connection) -> bool:
    mark = mark_of(connection, person)
    for row in rows:
        upsert(connection, inbox, row | {"taken_by_mark": mark}, ("state", "taken_by_mark", "at"))
    return True


def _read(connection: Connection) -> tuple[InboxItem, ...]:
    rows = connection.execute(
        select(*_COLUMNS)
        .select_from(inbox.outerjoin(people, people.c.mark == inbox.c.taken_by_mark))
        .order_by(inbox.c.at.desc(), inbox.c.key)
    )
    return tuple(InboxItem(key, InboxState(state), *rest) for key, state, *rest in rows)
