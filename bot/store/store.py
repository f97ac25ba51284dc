"""All that must outlive a restart, in one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.store import answers, feedback, posts
from bot.store.answers import Answers
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.posts import Posts

SCHEMAS = (answers.SCHEMA, posts.SCHEMA, feedback.SCHEMA)
"""A table is a module with its schema and a class: it joins here and as a field of the store."""


@dataclass(frozen=True, slots=True)
class Store:
    """The tables, which share a file."""

    answers: Answers
    posts: Posts
    feedback: Feedback
    database: Database

    @staticmethod
    def open(file: Path | None, clock: Callable[[], float]) -> Store:
        """The tables in a file, which `clock` dates (seconds; unix time where it outlives a restart); None: they live as long as the process."""
        database = Database(file, SCHEMAS)
        return Store(Answers(database, clock), Posts(database, clock), Feedback(database, clock), database)

    def close(self) -> None:
        """Write what is still to be written, and let go of the file."""
        self.database.close()
