"""Brings tables of an earlier version to ours, with Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_SCRIPTS = Path(__file__).with_name("migrations")


def upgrade(connection: Connection) -> None:
    """Run what brings the tables to the newest version, in the transaction of a connection.

    A store from before Alembic goes through all of it: each step adds what is missing.
    """
    scripts = ScriptDirectory(str(_SCRIPTS))
    context = MigrationContext.configure(connection)
    steps = scripts.iterate_revisions("head", context.get_current_revision() or "base")
    for step in reversed(list(steps)):
        with Operations.context(context):
            step.module.upgrade()
        context.stamp(scripts, step.revision)
