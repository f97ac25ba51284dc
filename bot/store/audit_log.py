"""Who did what to the corpus: entries are added, and deleted by their age alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from bot.store.database import Database
from bot.store.people import mark_of
from bot.store.records import AuditEntry, AuditQuery
from bot.store.statements import delete_older, insert_row
from bot.store.tables import audit, people

_COLUMNS = (
    audit.c.id,
    audit.c.at,
    audit.c.actor_mark,
    func.coalesce(people.c.person, ""),
    audit.c.action,
    audit.c.subject,
    audit.c.detail,
    audit.c.snapshot_before,
    audit.c.snapshot_after,
)


class AuditLog:
    """The table of what was done."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    async def append(
        self,
        actor: str,
        action: str,
        subject: str = "",
        detail: Mapping[str, object] | None = None,
        snapshot_before: int | None = None,
        snapshot_after: int | None = None,
    ) -> int | None:
        """Add an entry and return its id, once it is committed; None where it can't be kept.

        `actor` is a person's id, empty where the bot acts by itself; its mark is what is kept.
        `detail` must fit JSON and name nobody.
        """
        values = {
            "at": self._clock(),
            "action": action,
            "subject": subject,
            "detail": dict(detail or {}),
            "snapshot_before": snapshot_before,
            "snapshot_after": snapshot_after,
        }
        return await self._database.change(partial(_append, actor, values), None)

    async def entries(
        self, query: AuditQuery | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[AuditEntry, ...]:
        """Return a page of the entries that are wanted, the newest first."""
        nothing: tuple[AuditEntry, ...] = ()
        return await self._database.read(
            partial(_read, query or AuditQuery(), limit, offset), nothing
        )

    async def count(self, query: AuditQuery | None = None) -> int:
        """Count the entries that are wanted."""
        return await self._database.read(partial(_count, query or AuditQuery()), 0)


def purge(connection: Connection, oldest: float) -> None:
    """Delete entries from before a unix time."""
    delete_older(connection, audit.c.at, oldest)


def _append(actor: str, values: Mapping[str, object], connection: Connection) -> int:
    return insert_row(connection, audit, {**values, "actor_mark": mark_of(connection, actor)})


def _read(
    query: AuditQuery, limit: int, offset: int, connection: Connection
) -> tuple[AuditEntry, ...]:
    wanted = _wanted(query, *_COLUMNS).order_by(audit.c.id.desc()).limit(limit).offset(offset)
    return tuple(AuditEntry(*row) for row in connection.execute(wanted))


def _count(query: AuditQuery, connection: Connection) -> int:
    return int(connection.execute(_wanted(query, func.count())).scalar_one())


def _wanted(query: AuditQuery, *columns: ColumnElement[Any]) -> Select[Any]:
    named = select(*columns).select_from(
        audit.outerjoin(people, people.c.mark == audit.c.actor_mark)
    )
    if query.actor:
        named = named.where(people.c.person == query.actor)
    if query.subject:
        named = named.where(audit.c.subject.icontains(query.subject, autoescape=True))
    if query.action:
        named = named.where(audit.c.action == query.action)
    return named
