"""Answers given: which message asked, which messages answer it, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from sqlalchemy import ColumnElement, and_, or_, select

from bot.store import answer_rows
from bot.store.database import Database
from bot.store.records import AnswerRecord, LoggedQuestion, QuotedPassage
from bot.store.tables import answers

_FULL_SCAN_SECONDS = 60.0
"""Seconds that looking through all of them may take."""


class AnswerLog:
    """The tables of answers given."""

    def __init__(
        self, database: Database, clock: Callable[[], float], retention_seconds: float
    ) -> None:
        """Take the database, and what tells the time, in seconds."""
        self._database = database
        self._clock = clock
        self._retention_seconds = retention_seconds

    @property
    def now(self) -> float:
        """The time that answers are dated with."""
        return self._clock()

    def record(self, record: AnswerRecord) -> None:
        """Keep what an answer says; in which messages it stands is left as it is known."""
        self._database.write(partial(answer_rows.write_answer, record, self._oldest))

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Note in which messages the answer to a question stands.

        One that only `is_pointer` to another quotes nothing that would have to be corrected.
        """
        place = {"channel": channel, "points": is_pointer}
        self._database.write(partial(answer_rows.write_delivery, question, place, tuple(messages)))

    def record_correction(self, record: AnswerRecord) -> None:
        """Note what an answer quotes by now, unless it was given anew meanwhile."""
        answer = select(answers.c.number).where(
            answers.c.question == record.question, answers.c.at == record.at
        )
        self._database.write(partial(answer_rows.write_quotes, answer, record.quoted))

    def record_view(self, message: str, shown: Sequence[QuotedPassage]) -> None:
        """Note that a message of an answer quotes something else by now."""
        self._database.write(
            partial(answer_rows.write_quotes, answer_rows.answer_in(message), tuple(shown))
        )

    async def by_question(self, question: str) -> AnswerRecord | None:
        """Return the answer to a question, by the id of the message that asked."""
        return await self._find(answers.c.question == question)

    async def by_message(self, message: str) -> AnswerRecord | None:
        """Return the answer that a message of ours is, or is a part of."""
        return await self._find(
            answers.c.number == answer_rows.answer_in(message).scalar_subquery()
        )

    async def chain(self, question: str, limit: int) -> tuple[AnswerRecord, ...]:
        """Read the answer to a question and at most `limit` that it follows, oldest first."""
        return await self._database.read(
            partial(answer_rows.read_chain, question, self._oldest, limit), ()
        )

    async def public_quotes(self) -> tuple[QuotedPassage, ...]:
        """Return what public answers quote, each once."""
        return await self._database.read(
            partial(answer_rows.read_public_quotes, self._oldest), (), _FULL_SCAN_SECONDS
        )

    async def questions_quoting(self, shown: Collection[QuotedPassage]) -> tuple[str, ...]:
        """Return the questions whose public answers quote any of it, the newest answer first."""
        nothing: tuple[str, ...] = ()
        return await self._database.read(
            partial(answer_rows.read_questions_quoting, shown, self._oldest),
            nothing,
            _FULL_SCAN_SECONDS,
        )

    async def since(self, at: float, limit: int = 10_000) -> tuple[LoggedQuestion, ...]:
        """Return the questions since a unix time, answered or not, the newest first.

        What only shows more on an earlier question is none of its own.
        """
        return await self._logged(answers.c.at >= at, limit)

    async def unresolved(self, limit: int = 10_000) -> tuple[LoggedQuestion, ...]:
        """Return the questions that were not answered or voted wrong, the newest first."""
        return await self._logged(
            or_(answers.c.abstained, answer_rows.count_votes(right=False) > 0), limit
        )

    async def _logged(
        self, condition: ColumnElement[bool], limit: int
    ) -> tuple[LoggedQuestion, ...]:
        return await self._database.read(
            partial(answer_rows.read_logged, and_(condition, answers.c.at >= self._oldest), limit),
            (),
            _FULL_SCAN_SECONDS,
        )

    async def _find(self, condition: ColumnElement[bool]) -> AnswerRecord | None:
        return await self._database.read(
            partial(answer_rows.read_answer, condition, self._oldest), None
        )

    @property
    def _oldest(self) -> float:
        """The time from which answers are known."""
        return self._clock() - self._retention_seconds
