"""Statements that databases write differently, and what bounds a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, select, tuple_
from sqlalchemy.dialects import sqlite

_INSERTS: Mapping[str, Callable[[Table], sqlite.Insert]] = {"sqlite": sqlite.insert}
"""The INSERT with ON CONFLICT of each dialect."""


def upsert(
    connection: Connection, table: Table, values: Mapping[str, Any], update: Sequence[str]
) -> None:
    """Insert a row, or `update` these columns of the one that has its key.

    The key is the primary key, or the first unique column where the values lack that. Columns go
    by their keys.
    """
    insert = _INSERTS[connection.dialect.name](table).values(dict(values))
    key = list(table.primary_key.columns)
    if not {column.key for column in key} <= set(values):
        key = [column for column in table.columns if column.unique][:1]
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=key,
            set_={name: insert.excluded[name] for name in update},
        )
    )


def insert_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a row into a table that counts its rows, and return its number."""
    key = connection.execute(table.insert().values(dict(values))).inserted_primary_key
    assert key is not None
    return int(key[0])


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose keys are not there yet."""
    if rows:
        insert = _INSERTS[connection.dialect.name](table).on_conflict_do_nothing()
        connection.execute(insert, [dict(row) for row in rows])


def delete_older(connection: Connection, column: Column[Any], oldest: float) -> None:
    """Delete the rows of a column's table from before a unix time."""
    connection.execute(delete(column.table).where(column < oldest))


def keep_newest(
    connection: Connection, table: Table, order: Sequence[Column[Any]], count: int
) -> None:
    """Delete all but the `count` rows that come last by some columns, which are unique together."""
    newest = select(*order).order_by(*(column.desc() for column in order))
    boundary = connection.execute(newest.offset(count - 1).limit(1)).first()
    if boundary is not None:
        connection.execute(delete(table).where(tuple_(*order) < tuple_(*boundary)))
