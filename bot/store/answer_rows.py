"""Reads and writes rows of the tables of answers given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, or_, select, update

from bot.store.records import AbstentionReason, AnswerRecord, LoggedQuestion, QuotedPassage
from bot.store.statements import delete_older, upsert
from bot.store.tables import answer_messages, answers, quoted, votes

MAX_ANSWERS = 100_000
"""Answers known; the oldest go first."""
_FIELDS = tuple(
    field.name for field in fields(AnswerRecord) if field.name not in {"messages", "quoted"}
)
_COLUMNS = tuple(answers.c[name] for name in _FIELDS)
_QUOTED_COLUMNS = tuple(quoted.c[field.name] for field in fields(QuotedPassage))
_STANDS_IN_PUBLIC = and_(
    ~answers.c.private,
    ~answers.c.points,
    # What is not delivered yet can't be corrected; the front end says when it is.
    answers.c.number.in_(select(answer_messages.c.answer)),
)


def purge(connection: Connection, oldest: float) -> None:
    """Delete answers from before a unix time."""
    delete_older(connection, answers.c.at, oldest)


def forget(connection: Connection, question: str) -> None:
    """Delete the answer to a question, and its words where more was shown on it."""
    connection.execute(delete(answers).where(answers.c.question == question))
    connection.execute(
        update(answers).where(answers.c.root == question).values({answers.c.question_text: ""})
    )


def forget_server(connection: Connection, server: str) -> None:
    """Delete the answers given on a server."""
    connection.execute(delete(answers).where(answers.c.server == server))


def forget_person(connection: Connection, person: str) -> None:
    """Delete the answers to a person, and the person's words where more was shown on them."""
    asked = select(answers.c.question).where(answers.c.author == person)
    for question in connection.execute(asked).scalars().all():
        forget(connection, question)


def read_by_person(connection: Connection, person: str) -> tuple[AnswerRecord, ...]:
    """Return the answers to a person, oldest first."""
    return tuple(_read_records(connection, answers.c.author == person))


def answer_in(message: str) -> Any:  # noqa: ANN401 - a statement of one column
    """Select the number of the answer that a message is a part of."""
    return select(answer_messages.c.answer).where(answer_messages.c.message == message)


def write_answer(record: AnswerRecord, oldest: float, connection: Connection) -> None:
    """Insert an answer or update that of the same question; delete those over age or number."""
    values = {name: getattr(record, name) for name in _FIELDS}
    updated = [name for name in _FIELDS if name not in {"question", "channel"}]
    upsert(connection, answers, values | {"missing_words": list(record.missing_words)}, updated)
    number_of = select(answers.c.number).where(answers.c.question == record.question)
    number = connection.execute(number_of).scalar_one()
    write_quotes(number_of, record.quoted, connection)
    connection.execute(
        delete(answers).where(or_(answers.c.at < oldest, answers.c.number <= number - MAX_ANSWERS))
    )


def write_quotes(
    answer: Any,  # noqa: ANN401 - a statement of one column
    shown: Sequence[QuotedPassage],
    connection: Connection,
) -> None:
    """Put what an answer quotes in place of what it quoted, where there is that answer."""
    number = connection.execute(answer).scalar_one_or_none()
    if number is None:
        return
    connection.execute(delete(quoted).where(quoted.c.answer == number))
    if shown:
        rows = [
            {"answer": number, "place": place, **asdict(passage)}
            for place, passage in enumerate(shown)
        ]
        connection.execute(quoted.insert(), rows)


def write_delivery(
    question: str, place: dict[str, Any], messages: Sequence[str], connection: Connection
) -> None:
    """Note in which messages an answer stands, where there is that answer."""
    connection.execute(update(answers).where(answers.c.question == question).values(place))
    number = connection.execute(
        select(answers.c.number).where(answers.c.question == question)
    ).scalar_one_or_none()
    if number is None:
        return
    connection.execute(delete(answer_messages).where(answer_messages.c.answer == number))
    for position, message in enumerate(messages):
        row = {"message": message, "answer": number, "place": position}
        upsert(connection, answer_messages, row, ("answer", "place"))


def read_answer(
    condition: ColumnElement[bool], oldest: float, connection: Connection
) -> AnswerRecord | None:
    """Return the answer under a condition, unless it is older."""
    found = _read_records(connection, and_(condition, answers.c.at >= oldest))
    return found[0] if found else None


def _read_records(
    connection: Connection, condition: ColumnElement[bool], limit: int | None = None
) -> list[AnswerRecord]:
    """Return answers under a condition, oldest first, or the newest of them where limited."""
    wanted = select(answers.c.number, *_COLUMNS).where(condition)
    rows = connection.execute(wanted.order_by(answers.c.at.desc()).limit(limit)).all()
    return [_to_record(connection, row) for row in reversed(rows)]


def _to_record(connection: Connection, row: Row[Any]) -> AnswerRecord:
    number = row[0]
    found: dict[str, Any] = dict(zip(_FIELDS, row[1:], strict=True))
    messages = connection.execute(
        select(answer_messages.c.message)
        .where(answer_messages.c.answer == number)
        .order_by(answer_messages.c.place)
    ).scalars()
    shown = connection.execute(
        select(*_QUOTED_COLUMNS).where(quoted.c.answer == number).order_by(quoted.c.place)
    )
    found |= {
        "reason": AbstentionReason(found["reason"]),
        "missing_words": tuple(found["missing_words"]),
    }
    return AnswerRecord(
        **found, messages=tuple(messages), quoted=tuple(QuotedPassage(*item) for item in shown)
    )


def read_chain(
    question: str, oldest: float, limit: int, connection: Connection
) -> tuple[AnswerRecord, ...]:
    """Return an answer and at most `limit` before it that it follows, oldest first."""
    chain: list[AnswerRecord] = []
    while question and len(chain) < limit:
        found = read_answer(answers.c.question == question, oldest, connection)
        if found is None:
            break
        chain.append(found)
        question = found.follows
    return tuple(reversed(chain))


def read_public_quotes(oldest: float, connection: Connection) -> tuple[QuotedPassage, ...]:
    """Return what answers quote that everybody sees, each once."""
    rows = connection.execute(
        select(*_QUOTED_COLUMNS)
        .join_from(quoted, answers)
        .where(_STANDS_IN_PUBLIC, answers.c.at >= oldest)
        .distinct()
    )
    return tuple(QuotedPassage(*row) for row in rows)


def read_questions_quoting(
    shown: Collection[QuotedPassage], oldest: float, connection: Connection
) -> tuple[str, ...]:
    """Return the questions whose public answers quote any of it, the newest answer first."""
    found: dict[str, tuple[float, int]] = {}
    for item in shown:
        rows = connection.execute(
            select(answers.c.question, answers.c.at, answers.c.number)
            .join_from(answers, quoted)
            .where(
                quoted.c.passage == item.passage,
                quoted.c.field == item.field,
                quoted.c.checksum == item.checksum,
                _STANDS_IN_PUBLIC,
                answers.c.at >= oldest,
            )
        )
        found |= {question: (at, number) for question, at, number in rows}
    return tuple(sorted(found, key=found.__getitem__, reverse=True))


def count_votes(*, right: bool) -> Any:  # noqa: ANN401 - a column of a row
    """Count the votes of one kind on what answers a question."""
    return (
        select(func.count(case((votes.c.right == right, 1))))
        .where(votes.c.asked == answers.c.question)
        .correlate(answers)
        .scalar_subquery()
    )


def read_logged(
    condition: ColumnElement[bool], limit: int, connection: Connection
) -> tuple[LoggedQuestion, ...]:
    """Return answers under a condition with their votes, the newest first."""
    rows = connection.execute(
        select(count_votes(right=True), count_votes(right=False), answers.c.number, *_COLUMNS)
        .where(condition, answers.c.root == "")
        .order_by(answers.c.at.desc())
        .limit(limit)
    ).all()
    return tuple(
        LoggedQuestion(_to_record(connection, row[2:]), row[0], row[1])  # type: ignore[arg-type]
        for row in rows
    )
