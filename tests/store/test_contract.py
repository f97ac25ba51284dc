"""What every engine must do for the tables of the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.store import feedback, statements, watches
from bot.store.records import (
    DAY_SECONDS,
    DEFAULT_RETENTION,
    AbstentionReason,
    AnswerRecord,
    AuditQuery,
    DigestRecord,
    InboxState,
    PersonalData,
    QuotedPassage,
    Vote,
    Watch,
    WatchResult,
)
from bot.store.sqlite_engine import SqliteEngine
from bot.store.store import Store
from bot.store.tables import metadata, people

ENGINES: dict[str, Callable[[Path], SqliteEngine]] = {
    "a file of SQLite": lambda folder: SqliteEngine(folder / "store.db"),
    "SQLite in memory": lambda _: SqliteEngine(None),
}
WATCH = Watch("ana", "7", "general", "12", "Who keeps the lighthouse?", "en")
VOTE = Vote("12", "ana", right=True, question="who?", passage="bridge#1", server="7", asked="1")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, caplog):
    with closing(Store.on(request.param(tmp_path), clock, DEFAULT_RETENTION)) as made:
        yield made
    assert caplog.text == ""


def answer(question: str, **changes: object) -> AnswerRecord:
    made = AnswerRecord(
        question, "ana", "general", f"text {question}?", 1000.0 + int(question), server="7"
    )
    return replace(made, **changes)


def abstention(question: str, **changes: object) -> AnswerRecord:
    made = answer(
        question,
        abstained=True,
        reason=AbstentionReason.MISSING_WORDS,
        missing_words=("сніг", "lighthouse"),
        closest_passage="bridge#1",
        latency_seconds=0.25,
    )
    return replace(made, **changes)


async def rows(store: Store) -> dict[str, int]:
    """How many rows each table has, where it has any."""

    def count(connection):
        found = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
        return {name: many for name, many in found.items() if many and name != "alembic_version"}

    return await store.database.read(count, {})


async def test_an_answer_comes_back_as_it_was_and_is_replaced_by_its_question(store):
    first = abstention(
        "1", quoted=(QuotedPassage("bridge#1", "Bridge", b"\x00\xff", field="date"),)
    )
    store.answers.record(first)
    store.answers.record_delivery("1", "general", ["12", "13"])
    stands = {"channel": "general", "messages": ("12", "13")}
    assert await store.answers.by_message("13") == replace(first, **stands)
    store.answers.record(answer("1", at=2000.0))
    assert await store.answers.by_question("1") == replace(answer("1", at=2000.0), **stands)
    assert await rows(store) == {"answers": 1, "answer_messages": 2}


async def test_questions_that_were_not_answered_or_voted_wrong_are_found(store):
    store.answers.record(answer("1"))
    store.answers.record(abstention("2"))
    store.answers.record(answer("3"))
    store.answers.record(abstention("4", root="2"))
    for question, person, right in ("3", "ben", False), ("3", "ana", True), ("1", "ana", True):
        vote = Vote(f"m{question}", person, right, "who?", "", "7", question)
        await store.feedback.vote(vote)
    found = await store.answers.unresolved()
    assert [(one.answer.question, one.right_votes, one.wrong_votes) for one in found] == [
        ("3", 1, 1),
        ("2", 0, 0),
    ]
    assert found[1].answer == abstention("2")
    assert [one.answer.question for one in await store.answers.unresolved(limit=1)] == ["3"]
    assert [one.answer.question for one in await store.answers.since(1002.0)] == ["3", "2"]


async def test_a_vote_counts_once_and_can_be_changed(store):
    results = [
        await store.feedback.vote(vote)
        for vote in (VOTE, replace(VOTE, right=False), replace(VOTE, person="ben"))
    ]
    assert [result and result.previous for result in results] == [None, True, None]
    assert (await store.personal_data("ana")).votes == ((replace(VOTE, right=False), 1000.0),)


async def test_only_the_newest_votes_are_kept_though_they_are_of_one_moment(store, monkeypatch):
    monkeypatch.setattr(feedback, "MAX_VOTES", 3)
    for number in range(8):
        await store.feedback.vote(replace(VOTE, answer=str(number)))
    assert [vote.answer for vote, _ in (await store.personal_data("ana")).votes] == ["5", "6", "7"]


async def test_the_audit_log_knows_people_by_marks_and_is_searched(store, clock):
    for number, (actor, action, subject) in enumerate(
        [
            ("ana", "add", "snow_1.md"),
            ("ben", "remove", "Snow-2.md"),
            ("", "reload", ""),
            ("ana", "edit", "rain.md"),
        ]
    ):
        clock.now = 1000.0 + number
        detail = {"passages": [1, 2], "name": "Сніг"} if number == 0 else None
        assert (
            await store.audit.append(actor, action, subject, detail, number or None, number + 1)
            == number + 1
        )
    entries = await store.audit.entries()
    assert [(one.id, one.at, one.actor, one.action) for one in entries] == [
        (4, 1003.0, "ana", "edit"),
        (3, 1002.0, "", "reload"),
        (2, 1001.0, "ben", "remove"),
        (1, 1000.0, "ana", "add"),
    ]
    assert entries[3].detail == {"passages": [1, 2], "name": "Сніг"}
    assert (entries[3].snapshot_before, entries[3].snapshot_after) == (None, 1)
    marks = {one.actor: one.actor_mark for one in entries}
    assert len(set(marks.values())) == 3
    assert marks[""] == ""
    assert len(marks["ana"]) >= 20
    assert "ana" not in marks["ana"]

    async def found(limit: int = 20, offset: int = 0, **wanted: str) -> list[int]:
        return [one.id for one in await store.audit.entries(AuditQuery(**wanted), limit, offset)]

    assert await found(actor="ana") == [4, 1]
    assert await found(actor="nobody") == []
    assert await found(action="remove") == [2]
    assert await found(subject="snow") == [2, 1]
    assert await found(subject="snow_") == [1]
    assert await found(actor="ana", subject="rain", action="edit") == [4]
    assert await found(limit=2, offset=1) == [3, 2]
    assert await store.audit.count(AuditQuery(actor="ana")) == 2
    assert await store.audit.count() == 4


async def test_a_mark_means_nobody_once_its_person_is_forgotten(store):
    await store.audit.append("ana", "add", "snow.md")
    await store.inbox.set_state(["who?"], InboxState.TAKEN, "ana")
    [before] = await store.audit.entries()
    assert await store.forget_person("ana")
    assert await store.audit.entries() == (replace(before, actor=""),)
    assert await store.audit.entries(AuditQuery(actor="ana")) == ()
    assert (await store.inbox.find("who?")).taken_by == ""
    await store.audit.append("ana", "edit", "snow.md")
    assert (await store.audit.entries())[0].actor_mark != before.actor_mark


async def test_many_that_ask_for_a_mark_at_once_get_one(store):
    await asyncio.gather(*(store.audit.append("ana", "add", str(number)) for number in range(20)))
    assert (await rows(store))["people"] == 1


async def test_questions_of_the_inbox_are_taken_and_resolved(store, clock):
    assert await store.inbox.find("who?") is None
    assert await store.inbox.set_state(["who?", "when?"], InboxState.TAKEN, "ana")
    clock.now += 1
    assert await store.inbox.set_state(["who?"], InboxState.RESOLVED, "ben")
    assert [(one.key, one.state, one.taken_by, one.at) for one in await store.inbox.items()] == [
        ("who?", InboxState.RESOLVED, "ben", 1001.0),
        ("when?", InboxState.TAKEN, "ana", 1000.0),
    ]


async def test_a_person_waits_for_a_bounded_number_of_questions(store, monkeypatch, clock):
    monkeypatch.setattr(watches, "MAX_WATCHES", 2)
    second = replace(WATCH, question="When?")
    results = [
        await store.watches.add(one)
        for one in (
            WATCH,
            replace(WATCH, message="13"),
            second,
            replace(WATCH, question="Why?"),
            replace(WATCH, person="ben"),
        )
    ]
    assert results == ["added", "known", "added", "full", "added"]
    clock.now += 1
    mine = await store.watches.of("ana")
    assert mine == (
        replace(WATCH, id=mine[0].id, at=1000.0),
        replace(second, id=mine[1].id, at=1000.0),
    )
    assert [one.person for one in await store.watches.all()] == ["ana", "ana", "ben"]
    assert not await store.watches.remove(mine[0].id, "ben")
    assert await store.watches.remove(mine[0].id, "ana")
    assert not await store.watches.remove(mine[0].id, "ana")
    assert await store.watches.of("ana") == mine[1:]
    assert await store.watches.add(WATCH) is WatchResult.ADDED


async def keep_something_of(store: Store, person: str, number: str) -> None:
    store.answers.record(answer(number, author=person, quoted=(QuotedPassage("a#1", "A", b"1"),)))
    store.answers.record_delivery(number, "general", [f"m{number}"])
    store.posts.record(f"button {number}", number)
    await store.feedback.vote(replace(VOTE, person=person, answer=f"m{number}"))
    await store.watches.add(replace(WATCH, person=person))
    await store.audit.append(person, "add", "snow.md")


async def test_all_that_is_kept_of_a_person_is_told_and_forgotten(store):
    await keep_something_of(store, "ben", "2")
    of_ben = await rows(store)
    await keep_something_of(store, "ana", "1")
    store.answers.record(answer("3", author="cyd", root="1", question_text="text 1?"))
    found = await store.personal_data("ana")
    assert [one.question for one in found.answers] == ["1"]
    assert [vote.person for vote, _ in found.votes] == ["ana"]
    assert [one.person for one in found.watches] == ["ana"]
    assert found.mark == (await store.audit.entries(AuditQuery(actor="ana")))[0].actor_mark
    assert await store.forget_person("ana")
    assert await store.personal_data("ana") == PersonalData()
    assert (await store.answers.by_question("3")).question_text == ""
    assert await rows(store) == of_ben | {"answers": 2, "audit": 2}


async def test_what_is_kept_of_a_server_goes_with_it(store):
    await store.watches.add(WATCH)
    await store.watches.add(replace(WATCH, server="8", channel="other"))
    store.forget_server("7")
    assert [one.server for one in await store.watches.all()] == ["8"]


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
async def test_each_kind_is_kept_as_long_as_it_is_said_to_be(engine, tmp_path, clock):
    retention = replace(DEFAULT_RETENTION, answers=1, votes=2, inbox=3, watches=4, audit=5)
    with closing(Store.on(engine(tmp_path), clock, retention)) as store:
        await keep_something_of(store, "ana", "1")
        await store.inbox.set_state(["who?"], InboxState.TAKEN, "ana")
        purge = store.database._purge.function
        gone: list[set[str]] = []
        before = set(await rows(store))
        for day in range(1, 6):
            clock.now = 1002.0 + day * DAY_SECONDS
            await store.database.change(purge, None)
            left = set(await rows(store))
            gone.append(before - left)
            before = left
    assert gone == [
        {"answers", "answer_messages", "quoted", "posts"},
        {"votes"},
        {"inbox"},
        {"watches"},
        {"audit", "people"},
    ]
    assert before == set()


async def test_what_waits_for_a_commit_is_told_that_it_failed(store, caplog):
    def fail(connection):
        statements.insert_row(connection, people, {"mark": "1"})

    assert await store.database.change(fail, "not kept") == "not kept"
    assert "so the bot goes on without" in caplog.text
    caplog.clear()
    assert await store.audit.append("ana", "add") == 1


async def test_the_digest_of_a_week_is_begun_once_and_noted(store, clock):
    assert await store.digests.find("2025-W10") is None
    begun = await store.digests.begin("2025-W10", "general")
    assert begun == DigestRecord("2025-W10", "general", "", 1000.0)
    clock.now = 2000.0
    assert await store.digests.begin("2025-W10", "other") == begun
    noted = replace(begun, message="12")
    assert await store.digests.record(noted)
    assert await store.digests.begin("2025-W10", "other") == noted
    assert await store.digests.find("2025-W11") is None
