"""The tables of answers given: their layout, and what is deleted from them when."""

from __future__ import annotations

import sqlite3

from bot.store.database import add_column

RETENTION_SECONDS = 7 * 24 * 3600.0
"""Seconds that an answer is known."""
MAX_ANSWERS = 100_000
"""Answers known; the oldest go first."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL UNIQUE, author TEXT NOT NULL,
    conversation TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL, channel TEXT NOT NULL,
    about TEXT NOT NULL, private INTEGER NOT NULL, abstained INTEGER NOT NULL,
    close INTEGER NOT NULL, points INTEGER NOT NULL DEFAULT FALSE, language TEXT NOT NULL,
    after TEXT NOT NULL, rest TEXT NOT NULL, server TEXT NOT NULL DEFAULT '',
    root TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE INDEX IF NOT EXISTS answers_root ON answers (root);
CREATE TABLE IF NOT EXISTS answer_messages (
    message TEXT PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
    place INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_messages_answer ON answer_messages (answer);
CREATE TABLE IF NOT EXISTS quoted (
    answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, place INTEGER NOT NULL,
    passage TEXT NOT NULL, title TEXT NOT NULL, checked BLOB NOT NULL, first INTEGER NOT NULL,
    last INTEGER NOT NULL, sentence BLOB NOT NULL, sketch BLOB NOT NULL, field TEXT NOT NULL,
    PRIMARY KEY (answer, place)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS quoted_passage ON quoted (passage, field, checked)
"""
FIELD_OF_COLUMN = {
    "question": "question",
    "author": "author",
    "conversation": "conversation",
    "text": "text",
    "at": "at",
    "channel": "channel",
    "about": "question_text",
    "private": "private",
    "abstained": "abstained",
    "close": "is_weak_match",
    "language": "language",
    "after": "follows",
    "rest": "next_results",
    "server": "server",
    "root": "root",
}
"""The fields of an `AnswerRecord` by the columns that hold them."""
FLAGS = ("private", "abstained", "is_weak_match")
"""Fields that are stored as 0 or 1."""
ANSWER_COLUMNS = ", ".join(FIELD_OF_COLUMN)
IS_DELIVERED = "number IN (SELECT answer FROM answer_messages)"
"""What is not delivered yet can't be corrected; the front end says when it is."""
QUOTED_COLUMNS = "passage, title, checked, first, last, sentence, sketch, field"


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the table of version 1 to version 2."""
    for column in ("server", "root"):
        add_column(connection, "answers", f"{column} TEXT NOT NULL DEFAULT ''")


def purge(connection: sqlite3.Connection, now: float) -> None:
    """Delete answers that have been kept long enough."""
    connection.execute("DELETE FROM answers WHERE at < ?", (now - RETENTION_SECONDS,))


def forget(connection: sqlite3.Connection, question: str) -> None:
    """Delete the answer to a question, and its words where more was shown on it."""
    connection.execute("DELETE FROM answers WHERE question = ?", (question,))
    connection.execute("UPDATE answers SET about = '' WHERE root = ?", (question,))


def forget_server(connection: sqlite3.Connection, server: str) -> None:
    """Delete the answers given on a server."""
    connection.execute("DELETE FROM answers WHERE server = ?", (server,))
