"""The tables of the store, declared once; `migrations/` brings earlier files to them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

VERSION = 3
"""Of the tables, as in the newest of `migrations/versions`; a newer file is left alone."""
REVISION = f"{VERSION:04}"
"""The same as Alembic has it."""

metadata = MetaData()

alembic_version = Table(
    "alembic_version", metadata, Column("version_num", String(32), primary_key=True)
)

answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("question", Text, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("channel", Text, nullable=False),
    Column("about", Text, nullable=False, key="question_text"),
    Column("private", Boolean, nullable=False),
    Column("abstained", Boolean, nullable=False),
    Column("close", Boolean, nullable=False, key="is_weak_match"),
    Column("points", Boolean, nullable=False, server_default=false()),
    Column("language", Text, nullable=False),
    Column("after", Text, nullable=False, key="follows"),
    Column("rest", Text, nullable=False, key="next_results"),
    Column("server", Text, nullable=False, server_default=""),
    Column("root", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("missing_words", JSON, nullable=False, server_default=text("'[]'")),
    Column("closest_passage", Text, nullable=False, server_default=""),
    Column("latency_seconds", Float, nullable=False, server_default=text("0")),
    Index("answers_at", "at"),
    Index("answers_root", "root"),
    Index("answers_author", "author"),
    sqlite_autoincrement=True,
)
"""A column's `key` is the field of `AnswerRecord` where its older name differs."""

answer_messages = Table(
    "answer_messages",
    metadata,
    Column("message", Text, primary_key=True),
    Column("answer", ForeignKey("answers.number", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),
    Index("answer_messages_answer", "answer"),
    sqlite_with_rowid=False,
)

quoted = Table(
    "quoted",
    metadata,
    Column("answer", ForeignKey("answers.number", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("passage", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("checked", LargeBinary, nullable=False, key="checksum"),
    Column("first", Integer, nullable=False, key="start"),
    Column("last", Integer, nullable=False, key="end"),
    Column("sentence", LargeBinary, nullable=False, key="sentence_checksum"),
    Column("sketch", LargeBinary, nullable=False, key="minhash"),
    Column("field", Text, nullable=False),
    Index("quoted_passage", "passage", "field", "checksum"),
    sqlite_with_rowid=False,
)
"""A column's `key` is the field of `QuotedPassage` where its older name differs."""

posts = Table(
    "posts",
    metadata,
    Column("button", Text, primary_key=True),
    Column("answer", ForeignKey("answers.number", ondelete="CASCADE"), nullable=False),
    Index("posts_answer", "answer"),
    sqlite_with_rowid=False,
)

votes = Table(
    "votes",
    metadata,
    Column("answer", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("is_right", Boolean, nullable=False, key="right"),
    Column("question", Text, nullable=False),
    Column("passage", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("server", Text, nullable=False, server_default=""),
    Column("asked", Text, nullable=False, server_default=""),
    Column("asker", Text, nullable=False, server_default=""),
    Index("votes_at", "at"),
    Index("votes_asked", "asked"),
    Index("votes_person", "person"),
    Index("votes_asker", "asker"),
    sqlite_with_rowid=False,
)

servers = Table(
    "servers",
    metadata,
    Column("server", Text, primary_key=True),
    Column("bot", Text, primary_key=True),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("person", Text, nullable=False, unique=True),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("actor_mark", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("snapshot_before", Integer),
    Column("snapshot_after", Integer),
    Index("audit_at", "at"),
    sqlite_autoincrement=True,
)
"""Its snapshots are numbers of revisions, which lie on disk; it outlives them."""

inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("taken_by_mark", Text, nullable=False),
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)

watches = Table(
    "watches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", Text, nullable=False),
    Column("server", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("asked", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Index("watches_person", "person"),
    Index("watches_asked", "asked"),
    Index("watches_asker", "asker"),
    Index("watches_server", "server"),
    sqlite_autoincrement=True,
)

digests = Table(
    "digests",
    metadata,
    Column("week", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)
