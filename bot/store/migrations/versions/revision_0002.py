"""Version 2: what was said is known by its server, and votes by their question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make what is missing: a store of version 2 from before Alembic lacks nothing."""
    for name in "server", "root":
        _add_column("answers", name)
    _add_column("votes", "server")
    if _add_column("votes", "asked"):
        op.execute(
            "UPDATE votes SET asked = COALESCE((SELECT answers.question FROM answers"
            " JOIN answer_messages ON answer_messages.answer = answers.number"
            " WHERE answer_messages.message = votes.answer), '')"
        )
    op.create_index("answers_root", "answers", ["root"], if_not_exists=True)
    op.create_index("votes_asked", "votes", ["asked"], if_not_exists=True)
    op.create_table(
        "servers",
        sa.Column("server", sa.Text, primary_key=True),
        sa.Column("bot", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )


def _add_column(table: str, name: str) -> bool:
    """Add a text to a table that has none of that name; returns whether that was so."""
    missing = name not in {
        column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)
    }
    if missing:
        op.add_column(table, sa.Column(name, sa.Text, nullable=False, server_default=""))
    return missing
