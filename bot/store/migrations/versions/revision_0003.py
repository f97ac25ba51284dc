"""Version 3: why a question was not answered, and the tables of moderators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables."""
    for column in (
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("missing_words", sa.JSON, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("closest_passage", sa.Text, nullable=False, server_default=""),
        sa.Column("latency_seconds", sa.Float, nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("answers", column)
    op.create_index("answers_author", "answers", ["author"])
    op.create_index("votes_person", "votes", ["person"])
    op.add_column("votes", sa.Column("asker", sa.Text, nullable=False, server_default=""))
    op.create_index("votes_asker", "votes", ["asker"])
    _add_askers()
    op.create_table(
        "people",
        sa.Column("mark", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False, unique=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("actor_mark", "action", "subject")),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("snapshot_before", sa.Integer),
        sa.Column("snapshot_after", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("taken_by_mark", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "digests",
        *(
            sa.Column(name, sa.Text, nullable=False, primary_key=name == "week")
            for name in ("week", "channel", "message")
        ),
        sa.Column("at", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("person", "server", "channel", "message", "question", "language")
        ),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("asked", "asker")),
        sqlite_autoincrement=True,
    )
    for name in ("person", "server", "asked", "asker"):
        op.create_index(f"watches_{name}", "watches", [name])


def _add_askers() -> None:
    """Note whose question each vote is on, as far as its answer is kept."""
    votes = sa.table("votes", *map(sa.column, ("asked", "asker")))
    answers = sa.table("answers", *map(sa.column, ("question", "author")))
    author = sa.select(answers.c.author).where(answers.c.question == votes.c.asked)
    op.execute(votes.update().values(asker=sa.func.coalesce(author.scalar_subquery(), "")))
