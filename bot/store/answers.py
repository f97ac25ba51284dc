"""Answers given: which message asked, which messages answer it, and what they show; for a week."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.store.database import Database, add_column

KEPT = 7 * 24 * 3600.0
"""Seconds that an answer is known."""
MOST = 100_000
"""Answers known; the oldest go first."""
_ALL = 60.0
"""Seconds that looking through all of them may take."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL UNIQUE, author TEXT NOT NULL, conversation TEXT NOT NULL, text TEXT NOT NULL,
    at REAL NOT NULL, channel TEXT NOT NULL, about TEXT NOT NULL, private INTEGER NOT NULL, abstained INTEGER NOT NULL, close INTEGER NOT NULL,
    points INTEGER NOT NULL DEFAULT FALSE, language TEXT NOT NULL, after TEXT NOT NULL, rest TEXT NOT NULL,
    server TEXT NOT NULL DEFAULT '', root TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE INDEX IF NOT EXISTS answers_root ON answers (root);
CREATE TABLE IF NOT EXISTS answer_messages (
    message TEXT PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_messages_answer ON answer_messages (answer);
CREATE TABLE IF NOT EXISTS quoted (
    answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, place INTEGER NOT NULL, passage TEXT NOT NULL, title TEXT NOT NULL, checked BLOB NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, sentence BLOB NOT NULL, sketch BLOB NOT NULL, field TEXT NOT NULL,
    PRIMARY KEY (answer, place)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS quoted_passage ON quoted (passage, field, checked)
"""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an answer shows of an article, a passage or a fact about it, without its text: enough to see whether it still says the same."""

    passage: str
    """Id of the passage; of the article for a fact about it."""
    title: str
    """Of the article, for when that is gone."""
    check: bytes
    """Stands for the text that is shown; empty where a message says that it was withdrawn."""
    start: int = 0
    end: int = 0
    """The marked sentence, as offsets into the passage; nothing is marked where both are the same."""
    sentence: bytes = b""
    """Stands for the text of that sentence."""
    sketch: bytes = b""
    """Stands for the words of the passage: a passage that was rewritten is like it."""
    field: str = ""
    """Which fact it is; empty for a passage."""


@dataclass(frozen=True, slots=True)
class Given:
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
    about: str = ""
    """The question that it answers, which for "more" is an earlier one; empty where nothing is gone on from."""
    quoted: tuple[Quoted, ...] = ()
    private: bool = False
    """Only who asked sees it."""
    abstained: bool = False
    close: bool = False
    """What it shows only comes near, and is said to."""
    language: str = ""
    after: str = ""
    """The question that this one went on from; empty for none."""
    rest: str = ""
    """What "more" shows next, as a button carries it."""
    server: str = ""
    """On which server it was given; empty in a direct message, or before version 2."""
    root: str = ""
    """The question that it shows more on; empty where it answers one of its own."""


class Answers:
    """The table of answers given."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Take the file and what tells the time, in seconds."""
        self._database = database
        self._clock = clock

    @property
    def now(self) -> float:
        """The time that answers are dated with."""
        return self._clock()

    def keep(self, given: Given) -> None:
        """Keep what an answer says; where and in which messages it stands is left as it is known."""
        self._database.write(partial(_keep, given, self._clock() - KEPT))

    def delivered(self, question: str, channel: str, messages: Sequence[str], *, points: bool = False) -> None:
        """Note in which messages the answer to a question stands; one that only `points` at another quotes nothing that would have to be amended."""
        self._database.write(partial(_deliver, question, channel, tuple(messages), points))

    def amended(self, given: Given) -> None:
        """Note what an answer quotes by now, unless it was given anew meanwhile."""
        self._database.write(partial(_amend, given))

    def quotes(self, message: str, quoted: Sequence[Quoted]) -> None:
        """Note that a message of an answer quotes something else by now."""
        self._database.write(partial(_requote, message, tuple(quoted)))

    async def to(self, question: str) -> Given | None:
        """The answer to a question, by the id of the message that asked."""
        return await self._one("question = ?", question)

    async def of(self, message: str) -> Given | None:
        """The answer that a message of ours is, or is a part of."""
        return await self._one("number = (SELECT answer FROM answer_messages WHERE message = ?)", message)

    async def before(self, question: str, most: int) -> tuple[Given, ...]:
        """The answer to a question and those that it went on from, oldest first, at most so many."""
        return await self._database.read(partial(_chain, question, self._clock() - KEPT, most), ())

    async def shown(self) -> tuple[Quoted, ...]:
        """What public answers quote, each once."""
        return await self._database.read(partial(_shown, self._clock() - KEPT), (), _ALL)

    async def showing(self, quoted: Collection[Quoted]) -> tuple[str, ...]:
        """The questions whose public answers quote any of it, the newest answer first."""
        nothing: tuple[str, ...] = ()
        return await self._database.read(partial(_showing, quoted, self._clock() - KEPT), nothing, _ALL)

    async def _one(self, where: str, value: str) -> Given | None:
        return await self._database.read(partial(_find, where, value, self._clock() - KEPT), None)


_ANSWER = "question, author, conversation, text, at, channel, about, private, abstained, close, language, after, rest, server, root"
_QUOTED = "passage, title, checked, first, last, sentence, sketch, field"


def _keep(given: Given, oldest: float, connection: sqlite3.Connection) -> None:
    kept = (given.question, given.author, given.conversation, given.text, given.at, given.channel, given.about)
    more = (given.private, given.abstained, given.close, given.language, given.after, given.rest)
    place = (given.server, given.root)
    new = ", ".join(f"{column} = excluded.{column}" for column in _ANSWER.split(", ") if column not in {"question", "channel"})
    connection.execute(
        f"INSERT INTO answers ({_ANSWER}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (question) DO UPDATE SET {new}",  # noqa: S608 - columns of our own
        (*kept, *more, *place),
    )
    [number] = connection.execute("SELECT number FROM answers WHERE question = ?", (given.question,)).fetchone()
    _quote(connection, number, given.quoted)
    connection.execute("DELETE FROM answers WHERE at < ? OR number <= ?", (oldest, number - MOST))


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the table of version 1 to version 2."""
    for column in ("server", "root"):
        add_column(connection, "answers", f"{column} TEXT NOT NULL DEFAULT ''")


def purge(connection: sqlite3.Connection, now: float) -> None:
    """Delete answers that have been kept long enough."""
    connection.execute("DELETE FROM answers WHERE at < ?", (now - KEPT,))


def forget(connection: sqlite3.Connection, question: str) -> None:
    """Delete the answer to a question, and its words where more was shown on it."""
    connection.execute("DELETE FROM answers WHERE question = ?", (question,))
    connection.execute("UPDATE answers SET about = '' WHERE root = ?", (question,))


def forget_server(connection: sqlite3.Connection, server: str) -> None:
    """Delete the answers given on a server."""
    connection.execute("DELETE FROM answers WHERE server = ?", (server,))


def _quote(connection: sqlite3.Connection, number: int, quoted: Sequence[Quoted]) -> None:
    connection.execute("DELETE FROM quoted WHERE answer = ?", (number,))
    rows = [(number, at, one.passage, one.title, one.check, one.start, one.end, one.sentence, one.sketch, one.field) for at, one in enumerate(quoted)]
    connection.executemany("INSERT INTO quoted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _deliver(question: str, channel: str, messages: Sequence[str], points: bool, connection: sqlite3.Connection) -> None:  # noqa: FBT001 - bound by name above
    connection.execute("UPDATE answers SET channel = ?, points = ? WHERE question = ?", (channel, points, question))
    connection.execute("DELETE FROM answer_messages WHERE answer = (SELECT number FROM answers WHERE question = ?)", (question,))
    rows = [(message, place, question) for place, message in enumerate(messages)]
    connection.executemany("INSERT OR REPLACE INTO answer_messages SELECT ?, number, ? FROM answers WHERE question = ?", rows)


def _amend(given: Given, connection: sqlite3.Connection) -> None:
    row = connection.execute("SELECT number FROM answers WHERE question = ? AND at = ?", (given.question, given.at)).fetchone()
    if row is not None:
        _quote(connection, row[0], given.quoted)


def _requote(message: str, quoted: Sequence[Quoted], connection: sqlite3.Connection) -> None:
    row = connection.execute("SELECT answer FROM answer_messages WHERE message = ?", (message,)).fetchone()
    if row is not None:
        _quote(connection, row[0], quoted)


def _find(where: str, value: str, oldest: float, connection: sqlite3.Connection) -> Given | None:
    """The answer under a condition (of our own, never from outside), unless it is older."""
    row = connection.execute(f"SELECT number, {_ANSWER} FROM answers WHERE {where} AND at >= ?", (value, oldest)).fetchone()  # noqa: S608 - every condition stands above
    return _given(connection, *row) if row else None


def _given(connection: sqlite3.Connection, number: int, *values: Any) -> Given:  # noqa: ANN401 - columns of several types
    question, author, conversation, text, at, channel, about, private, abstained, close, *more = values
    language, after, rest, server, root = more
    messages = connection.execute("SELECT message FROM answer_messages WHERE answer = ? ORDER BY place", (number,)).fetchall()
    quoted = connection.execute(f"SELECT {_QUOTED} FROM quoted WHERE answer = ? ORDER BY place", (number,)).fetchall()  # noqa: S608 - columns of our own
    return Given(
        question=question,
        author=author,
        conversation=conversation,
        text=text,
        at=at,
        channel=channel,
        messages=tuple(message for (message,) in messages),
        about=about,
        quoted=tuple(Quoted(*row) for row in quoted),
        private=bool(private),
        abstained=bool(abstained),
        close=bool(close),
        language=language,
        after=after,
        rest=rest,
        server=server,
        root=root,
    )


def _chain(question: str, oldest: float, most: int, connection: sqlite3.Connection) -> tuple[Given, ...]:
    chain: list[Given] = []
    while question and len(chain) < most:
        found = _find("question = ?", question, oldest, connection)
        if found is None:
            break
        chain.append(found)
        question = found.after
    return tuple(reversed(chain))


def _shown(oldest: float, connection: sqlite3.Connection) -> tuple[Quoted, ...]:
    # What is not delivered yet can't be amended; the front end says when it is.
    there = "number IN (SELECT answer FROM answer_messages)"
    rows = connection.execute(
        f"SELECT DISTINCT {_QUOTED} FROM quoted JOIN answers ON answer = number WHERE NOT private AND NOT points AND at >= ? AND {there}",  # noqa: S608 - columns of our own
        (oldest,),
    ).fetchall()
    return tuple(Quoted(*row) for row in rows)


def _showing(quoted: Collection[Quoted], oldest: float, connection: sqlite3.Connection) -> tuple[str, ...]:
    found: dict[str, tuple[float, int]] = {}
    for one in quoted:
        rows = connection.execute(
            "SELECT question, at, number FROM answers JOIN quoted ON answer = number"
            " WHERE passage = ? AND field = ? AND checked = ? AND NOT private AND NOT points AND at >= ? AND number IN (SELECT answer FROM answer_messages)",
            (one.passage, one.field, one.check, oldest),
        )
        found |= {question: (at, number) for question, at, number in rows}
    return tuple(sorted(found, key=found.__getitem__, reverse=True))
