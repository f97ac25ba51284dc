"""Which buttons have posted what they bring for everybody to see: each does so once.

That is known as long as the answer that it posted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.store.answer_tables import RETENTION_SECONDS
from bot.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS posts (
    button TEXT PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS posts_answer ON posts (answer)
"""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """Where it stands."""

    channel: str
    message: str


class PostLog:
    """The table of buttons that have posted."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the file and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    def record(self, button: str, question: str) -> None:
        """Keep that the answer to a question, which is kept already, is what a button posts."""
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO posts SELECT ?, number FROM answers WHERE question = ?",
                (button, question),
            )
        )

    def forget(self, message: str) -> None:
        """Forget what stood in a message: its button may post again."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM posts"
                " WHERE answer = (SELECT answer FROM answer_messages WHERE message = ?)",
                (message,),
            )
        )

    async def find(self, button: str) -> StoredPost | None:
        """Return what a button posted, where that stands anywhere."""
        return await self._database.read(
            partial(_find, button, self._clock() - RETENTION_SECONDS), None
        )


def _find(button: str, oldest: float, connection: sqlite3.Connection) -> StoredPost | None:
    row = connection.execute(
        "SELECT channel, message FROM posts JOIN answers ON number = posts.answer"
        " JOIN answer_messages ON answer_messages.answer = number"
        " WHERE button = ? AND at >= ? ORDER BY place LIMIT 1",
        (button, oldest),
    ).fetchone()
    return StoredPost(*row) if row else None
