"""Version 1: answers, what shows them, posts of buttons, and votes.

Stores from before Alembic come through here too, with any of these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is missing."""
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *(
            sa.Column(name, sa.Text, nullable=False, unique=name == "question" or None)
            for name in ("question", "author", "conversation", "text")
        ),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("abstained", sa.Boolean, nullable=False),
        sa.Column("close", sa.Boolean, nullable=False),
        sa.Column("points", sa.Boolean, nullable=False, server_default=sa.false()),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("language", "after", "rest")),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("answers_at", "answers", ["at"], if_not_exists=True)
    op.create_table(
        "answer_messages",
        sa.Column("message", sa.Text, primary_key=True),
        sa.Column("answer", sa.Integer, _of_answer(), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("answer_messages_answer", "answer_messages", ["answer"], if_not_exists=True)
    op.create_table(
        "quoted",
        sa.Column("answer", sa.Integer, _of_answer(), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("passage", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("checked", sa.LargeBinary, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("sentence", sa.LargeBinary, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("quoted_passage", "quoted", ["passage", "field", "checked"], if_not_exists=True)
    op.create_table(
        "posts",
        sa.Column("button", sa.Text, primary_key=True),
        sa.Column("answer", sa.Integer, _of_answer(), nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("posts_answer", "posts", ["answer"], if_not_exists=True)
    op.create_table(
        "votes",
        sa.Column("answer", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("is_right", sa.Boolean, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("passage", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("votes_at", "votes", ["at"], if_not_exists=True)


def _of_answer() -> sa.ForeignKey:
    return sa.ForeignKey("answers.number", ondelete="CASCADE")
