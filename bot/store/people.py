"""Random marks that stand for people where a record outlives what is known of them."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, select

from bot.store.statements import insert_missing
from bot.store.tables import audit, inbox, people

_MARK_BYTES = 12


def mark_of(connection: Connection, person: str) -> str:
    """Return the mark of a person, a new one where there is none; none for nobody."""
    if not person:
        return ""
    insert_missing(connection, people, [{"mark": secrets.token_hex(_MARK_BYTES), "person": person}])
    return find_mark(connection, person)


def find_mark(connection: Connection, person: str) -> str:
    """Return the mark of a person; empty where there is none."""
    wanted = select(people.c.mark).where(people.c.person == person)
    return connection.execute(wanted).scalar_one_or_none() or ""


def purge(connection: Connection) -> None:
    """Delete marks that stand in no table any more."""
    used = (audit.c.actor_mark, inbox.c.taken_by_mark)
    connection.execute(
        delete(people).where(*(people.c.mark.not_in(select(column)) for column in used))
    )


def forget_person(connection: Connection, person: str) -> None:
    """Delete what a mark means: it stands for nobody from then on."""
    connection.execute(delete(people).where(people.c.person == person))
