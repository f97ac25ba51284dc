"""Answers given: which message asked, which messages answer it, and what they show; for a week."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

from bot.store.answer_tables import (
    ANSWER_COLUMNS,
    FIELD_OF_COLUMN,
    FLAGS,
    IS_DELIVERED,
    MAX_ANSWERS,
    QUOTED_COLUMNS,
    RETENTION_SECONDS,
)
from bot.store.database import Database

_FULL_SCAN_SECONDS = 60.0
"""Seconds that looking through all of them may take."""


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """What an answer shows of an article: a passage, or a fact about it.

    Without its text, but enough to see whether it still says the same.
    """

    passage: str
    """Id of the passage; of the article for a fact about it."""
    title: str
    """Of the article, for when that is gone."""
    checksum: bytes
    """Stands for the text that is shown; empty where a message says that it was withdrawn."""
    start: int = 0
    end: int = 0
    """Offsets of the marked sentence in the passage; where both are the same, none is marked."""
    sentence_checksum: bytes = b""
    """Stands for the text of that sentence."""
    minhash: bytes = b""
    """Stands for the words of the passage: a passage that was rewritten is like it."""
    field: str = ""
    """Which fact it is; empty for a passage."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer that was given."""

    question: str
    """Id of the message or command that asked; one has one answer."""
    author: str
    """Who asked."""
    conversation: str
    text: str
    """What was said, as it was said."""
    at: float
    """Unix time."""
    channel: str = ""
    """Where the answer stands; empty until it does."""
    messages: tuple[str, ...] = ()
    """Ids of the messages that answer, in order; none until they stand there."""
    question_text: str = ""
    """The question that it answers, an earlier one for "more"; empty where none can go on."""
    quoted: tuple[QuotedPassage, ...] = ()
    private: bool = False
    """Only who asked sees it."""
    abstained: bool = False
    is_weak_match: bool = False
    """What it shows only comes near, and is said to."""
    language: str = ""
    follows: str = ""
    """The question that this one went on from; empty for none."""
    next_results: str = ""
    """What "more" shows next, as a button carries it."""
    server: str = ""
    """On which server it was given; empty in a direct message, or before version 2."""
    root: str = ""
    """The question that it shows more on; empty where it answers one of its own."""


class AnswerLog:
    """The table of answers given."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the file and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    @property
    def now(self) -> float:
        """The time that answers are dated with."""
        return self._clock()

    def record(self, record: AnswerRecord) -> None:
        """Keep what an answer says; in which messages it stands is left as it is known."""
        self._database.write(partial(_write_answer, record, self._clock() - RETENTION_SECONDS))

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Note in which messages the answer to a question stands.

        One that only `is_pointer` to another quotes nothing that would have to be corrected.
        """
        self._database.write(
            partial(_write_delivery, question, channel, tuple(messages), is_pointer)
        )

    def record_correction(self, record: AnswerRecord) -> None:
        """Note what an answer quotes by now, unless it was given anew meanwhile."""
        self._database.write(partial(_write_correction, record))

    def record_view(self, message: str, quoted: Sequence[QuotedPassage]) -> None:
        """Note that a message of an answer quotes something else by now."""
        self._database.write(partial(_write_view, message, tuple(quoted)))

    async def by_question(self, question: str) -> AnswerRecord | None:
        """Return the answer to a question, by the id of the message that asked."""
        return await self._find("question = ?", question)

    async def by_message(self, message: str) -> AnswerRecord | None:
        """Return the answer that a message of ours is, or is a part of."""
        return await self._find(
            "number = (SELECT answer FROM answer_messages WHERE message = ?)", message
        )

    async def chain(self, question: str, limit: int) -> tuple[AnswerRecord, ...]:
        """Read the answer to a question and at most `limit` that it follows, oldest first."""
        return await self._database.read(
            partial(_read_chain, question, self._clock() - RETENTION_SECONDS, limit), ()
        )

    async def public_quotes(self) -> tuple[QuotedPassage, ...]:
        """Return what public answers quote, each once."""
        return await self._database.read(
            partial(_read_public_quotes, self._clock() - RETENTION_SECONDS), (), _FULL_SCAN_SECONDS
        )

    async def questions_quoting(self, quoted: Collection[QuotedPassage]) -> tuple[str, ...]:
        """Return the questions whose public answers quote any of it, the newest answer first."""
        nothing: tuple[str, ...] = ()
        return await self._database.read(
            partial(_read_questions_quoting, quoted, self._clock() - RETENTION_SECONDS),
            nothing,
            _FULL_SCAN_SECONDS,
        )

    async def _find(self, where: str, value: str) -> AnswerRecord | None:
        return await self._database.read(
            partial(_read_answer, where, value, self._clock() - RETENTION_SECONDS), None
        )


def _write_answer(record: AnswerRecord, oldest: float, connection: sqlite3.Connection) -> None:
    updates = ", ".join(
        f"{column} = excluded.{column}"
        for column in FIELD_OF_COLUMN
        if column not in {"question", "channel"}
    )
    connection.execute(
        f"INSERT INTO answers ({ANSWER_COLUMNS}) VALUES ({', '.join('?' * len(FIELD_OF_COLUMN))})"  # noqa: S608 - columns of our own
        f" ON CONFLICT (question) DO UPDATE SET {updates}",
        [getattr(record, field) for field in FIELD_OF_COLUMN.values()],
    )
    [number] = connection.execute(
        "SELECT number FROM answers WHERE question = ?", (record.question,)
    ).fetchone()
    _write_quotes(connection, number, record.quoted)
    connection.execute(
        "DELETE FROM answers WHERE at < ? OR number <= ?", (oldest, number - MAX_ANSWERS)
    )


def _write_quotes(
    connection: sqlite3.Connection, number: int, quoted: Sequence[QuotedPassage]
) -> None:
    connection.execute("DELETE FROM quoted WHERE answer = ?", (number,))
    rows = [(number, place, *astuple(passage)) for place, passage in enumerate(quoted)]
    connection.executemany("INSERT INTO quoted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _write_delivery(
    question: str,
    channel: str,
    messages: Sequence[str],
    is_pointer: bool,  # noqa: FBT001 - bound by name above
    connection: sqlite3.Connection,
) -> None:
    connection.execute(
        "UPDATE answers SET channel = ?, points = ? WHERE question = ?",
        (channel, is_pointer, question),
    )
    connection.execute(
        "DELETE FROM answer_messages"
        " WHERE answer = (SELECT number FROM answers WHERE question = ?)",
        (question,),
    )
    rows = [(message, position, question) for position, message in enumerate(messages)]
    connection.executemany(
        "INSERT OR REPLACE INTO answer_messages"
        " SELECT ?, number, ? FROM answers WHERE question = ?",
        rows,
    )


def _write_correction(record: AnswerRecord, connection: sqlite3.Connection) -> None:
    row = connection.execute(
        "SELECT number FROM answers WHERE question = ? AND at = ?", (record.question, record.at)
    ).fetchone()
    if row is not None:
        _write_quotes(connection, row[0], record.quoted)


def _write_view(
    message: str, quoted: Sequence[QuotedPassage], connection: sqlite3.Connection
) -> None:
    row = connection.execute(
        "SELECT answer FROM answer_messages WHERE message = ?", (message,)
    ).fetchone()
    if row is not None:
        _write_quotes(connection, row[0], quoted)


def _read_answer(
    where: str, value: str, oldest: float, connection: sqlite3.Connection
) -> AnswerRecord | None:
    """Return the answer under a condition (of our own, never from outside), unless it is older."""
    row = connection.execute(
        f"SELECT number, {ANSWER_COLUMNS} FROM answers WHERE {where} AND at >= ?",  # noqa: S608 - every condition stands above
        (value, oldest),
    ).fetchone()
    return _to_record(connection, *row) if row else None


def _to_record(connection: sqlite3.Connection, number: int, *values: Any) -> AnswerRecord:  # noqa: ANN401 - columns of several types
    fields = dict(zip(FIELD_OF_COLUMN.values(), values, strict=True))
    messages = connection.execute(
        "SELECT message FROM answer_messages WHERE answer = ? ORDER BY place", (number,)
    ).fetchall()
    quoted = connection.execute(
        f"SELECT {QUOTED_COLUMNS} FROM quoted WHERE answer = ? ORDER BY place",  # noqa: S608 - columns of our own
        (number,),
    ).fetchall()
    return AnswerRecord(
        **fields | {flag: bool(fields[flag]) for flag in FLAGS},
        messages=tuple(message for (message,) in messages),
        quoted=tuple(QuotedPassage(*row) for row in quoted),
    )


def _read_chain(
    question: str, oldest: float, limit: int, connection: sqlite3.Connection
) -> tuple[AnswerRecord, ...]:
    chain: list[AnswerRecord] = []
    while question and len(chain) < limit:
        found = _read_answer("question = ?", question, oldest, connection)
        if found is None:
            break
        chain.append(found)
        question = found.follows
    return tuple(reversed(chain))


def _read_public_quotes(oldest: float, connection: sqlite3.Connection) -> tuple[QuotedPassage, ...]:
    rows = connection.execute(
        f"SELECT DISTINCT {QUOTED_COLUMNS} FROM quoted JOIN answers ON answer = number"  # noqa: S608 - columns of our own
        f" WHERE NOT private AND NOT points AND at >= ? AND {IS_DELIVERED}",
        (oldest,),
    ).fetchall()
    return tuple(QuotedPassage(*row) for row in rows)


def _read_questions_quoting(
    quoted: Collection[QuotedPassage], oldest: float, connection: sqlite3.Connection
) -> tuple[str, ...]:
    found: dict[str, tuple[float, int]] = {}
    for item in quoted:
        rows = connection.execute(
            "SELECT question, at, number FROM answers JOIN quoted ON answer = number"  # noqa: S608 - columns of our own
            " WHERE passage = ? AND field = ? AND checked = ?"
            f" AND NOT private AND NOT points AND at >= ? AND {IS_DELIVERED}",
            (item.passage, item.field, item.checksum, oldest),
        )
        found |= {question: (at, number) for question, at, number in rows}
    return tuple(sorted(found, key=found.__getitem__, reverse=True))
