"""The catalogue of states of the corpus that can be brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import Connection, select

from bot.store.database import Database
from bot.store.people import mark_of
from bot.store.records import SnapshotRecord
from bot.store.statements import delete_older, insert_row, keep_newest
from bot.store.tables import snapshots

MAX_SNAPSHOTS = 5
"""Snapshots kept; the oldest go first."""
_COLUMNS = (
    snapshots.c.id,
    snapshots.c.at,
    snapshots.c.actor_mark,
    snapshots.c.manifest,
    snapshots.c.reason,
)


class SnapshotCatalogue:
    """The table of snapshots; the contents of files are kept elsewhere, by their hashes."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def add(self, actor: str, manifest: Mapping[str, str], reason: str) -> int | None:
        """Add a snapshot and return its id, once it is committed; None where it can't be kept.

        `actor` is a person's id, empty where the bot acts by itself; `manifest` has the content
        hash of each file by its path. Only the newest five are kept.
        """
        values = {"at": self._clock(), "manifest": dict(manifest), "reason": reason}
        return await self._database.change(partial(_add, actor, values), None)

    async def all(self) -> tuple[SnapshotRecord, ...]:
        """Return the snapshots, the newest first."""
        nothing: tuple[SnapshotRecord, ...] = ()
        return await self._database.read(_read, nothing)

    async def find(self, number: int) -> SnapshotRecord | None:
        """Return a snapshot by its id; None where it is kept no longer."""
        return next((item for item in await self.all() if item.id == number), None)

    async def remove(self, number: int) -> None:
        """Remove a snapshot by its id, as after it was brought back."""
        await self._database.change(
            lambda connection: connection.execute(
                snapshots.delete().where(snapshots.c.id == number)
            ),
            None,
        )


def purge(connection: Connection, oldest: float) -> None:
    """Delete snapshots from before a unix time."""
    delete_older(connection, snapshots.c.at, oldest)


def _add(actor: str, values: Mapping[str, object], connection: Connection) -> int:
    row = {**values, "actor_mark": mark_of(connection, actor)}
    number = insert_row(connection, snapshots, row)
    keep_newest(connection, snapshots, (snapshots.c.id,), MAX_SNAPSHOTS)
    return number


def _read(connection: Connection) -> tuple[SnapshotRecord, ...]:
    rows = connection.execute(select(*_COLUMNS).order_by(snapshots.c.id.desc()))
    return tuple(SnapshotRecord(*row) for row in rows)
