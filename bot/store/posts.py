"""Which buttons have posted what they bring for everybody to see: each does so once.

That is known as long as the answer that it posted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, delete, select

from bot.store.database import Database
from bot.store.records import StoredPost
from bot.store.statements import upsert
from bot.store.tables import answer_messages, answers, posts


class PostLog:
    """The table of buttons that have posted."""

    def __init__(
        self, database: Database, clock: Callable[[], float], retention_seconds: float
    ) -> None:
        """Take the database, what tells the time, in seconds, and how long answers are known."""
        self._database = database
        self._clock = clock
        self._retention_seconds = retention_seconds

    def record(self, button: str, question: str) -> None:
        """Keep that the answer to a question, which is kept already, is what a button posts."""
        self._database.write(partial(_write, button, question))

    def forget(self, message: str) -> None:
        """Forget what stood in a message: its button may post again."""
        stood = select(answer_messages.c.answer).where(answer_messages.c.message == message)
        self._database.write(
            lambda connection: connection.execute(delete(posts).where(posts.c.answer.in_(stood)))
        )

    async def find(self, button: str) -> StoredPost | None:
        """Return what a button posted, where that stands anywhere."""
        return await self._database.read(
            partial(_find, button, self._clock() - self._retention_seconds), None
        )


def _write(button: str, question: str, connection: Connection) -> None:
    number_of = select(answers.c.number).where(answers.c.question == question)
    number = connection.execute(number_of).scalar_one_or_none()
    if number is not None:
        upsert(connection, posts, {"button": button, "answer": number}, ("answer",))


def _find(button: str, oldest: float, connection: Connection) -> StoredPost | None:
    row = connection.execute(
        select(answers.c.channel, answer_messages.c.message)
        .select_from(posts)
        .join(answers)
        .join(answer_messages, answer_messages.c.answer == answers.c.number)
        .where(posts.c.button == button, answers.c.at >= oldest)
        .order_by(answer_messages.c.place)
        .limit(1)
    ).first()
    return StoredPost(*row) if row else None
