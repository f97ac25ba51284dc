"""Which weekly digests were posted, so that none is posted twice, whenever a process ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, select

from bot.store.database import Database
from bot.store.records import DigestRecord
from bot.store.statements import delete_older, insert_missing, upsert
from bot.store.tables import digests

_COLUMNS = (digests.c.week, digests.c.channel, digests.c.message, digests.c.at)


class DigestLog:
    """The table of digests: one is begun before it is posted, and noted afterwards."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def begin(self, week: str, channel: str) -> DigestRecord | None:
        """Note that the digest of a week is about to be posted, and return what is known of it.

        That is what was noted first; None where nothing can be kept.
        """
        values = {"week": week, "channel": channel, "message": "", "at": self._clock()}
        return await self._database.change(partial(_begin, values), None)

    async def find(self, week: str) -> DigestRecord | None:
        """Return the digest of a week; None where it was not begun."""
        return await self._database.read(partial(_read, week), None)

    async def record(self, record: DigestRecord) -> bool:
        """Note where a digest stands; returns whether that is kept."""
        return await self._database.change(partial(_write, record), default=False)


def purge(connection: Connection, oldest: float) -> None:
    """Delete digests from before a unix time."""
    delete_older(connection, digests.c.at, oldest)


def _begin(values: dict[str, object], connection: Connection) -> DigestRecord | None:
    insert_missing(connection, digests, [values])
    return _read(str(values["week"]), connection)


def _read(week: str, connection: Connection) -> DigestRecord | None:
    row = connection.execute(select(*_COLUMNS).where(digests.c.week == week)).first()
    return DigestRecord(*row) if row else None


def _write(record: DigestRecord, connection: Connection) -> bool:
    values = {
        "week": record.week,
        "channel": record.channel,
        "message": record.message,
        "at": record.at,
    }
    upsert(connection, digests, values, ("channel", "message"))
    return True
