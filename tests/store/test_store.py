"""What is kept is forgotten in time, with its question, and with its server; in the bytes of the files too."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.store import database
from bot.store.database import Database
from bot.store.records import (
    DAY_SECONDS,
    DEFAULT_RETENTION,
    AnswerRecord,
    QuotedPassage,
    Retention,
    Vote,
    Watch,
    WatchResult,
)
from bot.store.sqlite_engine import SqliteEngine
from bot.store.store import Store
from bot.store.tables import servers

ANSWER_SECONDS = DEFAULT_RETENTION.answers * DAY_SECONDS


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


@pytest.fixture
def store(file: Path, clock: Clock):
    with closing(Store.open(file, clock)) as made:
        yield made


def given(question: str, **changes: object) -> AnswerRecord:
    made = {
        "text": "who?",
        "question_text": "who?",
        "server": "7",
        "quoted": (QuotedPassage("bridge#1", "Bridge", b"check"),),
    }
    return AnswerRecord(question, "ana", "general:ana", at=1000.0, **(made | changes))


def vote(answer: str, **changes: object) -> Vote:
    return Vote(
        answer,
        "ana",
        **({"right": True, "question": "who?", "passage": "bridge#1", "server": "7"} | changes),
    )


async def rows(store: Store, table: str, column: str) -> list[str]:
    wanted = f"SELECT {column} FROM {table} ORDER BY 1"  # noqa: S608 - of our own
    return [
        one
        for (one,) in await store.database.read(
            lambda connection: list(connection.exec_driver_sql(wanted)), []
        )
    ]


def held(file: Path, words: str) -> list[str]:
    """The files that hold some words."""
    return [one.name for one in file.parent.iterdir() if words.encode() in one.read_bytes()]


async def test_a_deleted_question_takes_its_votes_along(store):
    for question in "12":
        store.answers.record(given(question))
        store.answers.record_delivery(question, "general", [f"{question}0"])
        await store.feedback.vote(vote(f"{question}0", asked=question))
    store.forget("1")
    assert await rows(store, "answers", "question") == ["2"]
    assert await rows(store, "answer_messages", "message") == ["20"]
    assert await rows(store, "quoted", "answer") == [2]
    assert await rows(store, "votes", "answer") == ["20"]


async def test_votes_go_with_a_question_whose_answer_is_forgotten_already(store, clock):
    store.answers.record(given("1"))
    await store.feedback.vote(vote("10", asked="1"))
    clock.now += ANSWER_SECONDS + 1
    store.answers.record(given("2"))
    store.forget("1")
    assert await rows(store, "votes", "answer") == []


async def test_what_was_shown_besides_forgets_the_words_of_a_deleted_question(store):
    store.answers.record(given("1", question_text="a secret?", text="a secret?"))
    store.answers.record(given("2", question_text="a secret?", text="more", root="1"))
    store.answers.record(given("3", question_text="a secret?", text="a secret?"))
    store.forget("1")
    found = [await store.answers.by_question(question) for question in "23"]
    assert [(one.text, one.question_text) for one in found] == [
        ("more", ""),
        ("a secret?", "a secret?"),
    ]


async def test_what_is_deleted_stands_in_no_file(store, file):
    words = "the words that nobody else would say"
    store.answers.record(given("1", text=words, question_text=words))
    await store.feedback.vote(vote("10", asked="1", question=words))
    assert held(file, words)
    store.forget("1")
    assert await rows(store, "votes", "answer") == []
    assert held(file, words) == []


async def test_of_who_is_forgotten_no_byte_stays_in_pages_that_were_parted(store, file):
    chance = random.Random(1)  # noqa: S311 - no secret
    people = [f"9{number:018}" for number in range(10)]
    for number in range(400):
        person = chance.choice(people)
        text = f"secret of {person} " + "word " * chance.randrange(160)
        store.answers.record(replace(given(f"7{number:018}", text=text), author=person))
    await store.personal_data("")
    for person in people:
        assert held(file, person)
        assert await store.forget_person(person)
        assert held(file, person) == []


async def test_of_a_deleted_question_no_byte_stays_after_the_next_purge(file, monkeypatch):
    monkeypatch.setattr(database, "_PURGE_INTERVAL_SECONDS", 0.01)
    rewritten = threading.Event()
    rewrite = SqliteEngine.rewrite

    def note(connection: Connection) -> None:
        rewrite(connection)
        rewritten.set()

    monkeypatch.setattr(SqliteEngine, "rewrite", staticmethod(note))
    with closing(Store.open(file, lambda: 1000.0)) as store:
        store.answers.record(given("1", text="a secret?"))
        store.forget("1")
        assert await asyncio.to_thread(rewritten.wait, 10)


async def test_who_is_forgotten_leaves_no_words_with_others(store):
    store.answers.record(given("1", text="a secret?"))
    for asked, asker in ("1", "ana"), ("2", "ben"), ("3", ""):
        await store.feedback.vote(
            Vote(f"{asked}0", "ben", True, f"question {asked}?", "bridge#1", "7", asked, asker)
        )
        watch = Watch("ben", "7", "8", "9", f"question {asked}?", "en", asked=asked, asker=asker)
        await store.watches.add(watch)
    assert await store.forget_person("ana")
    assert await rows(store, "votes", "question") == ["", "question 2?"]
    assert await rows(store, "watches", "question") == ["question 2?", "question 3?"]


async def test_while_somebody_reads_the_log_of_writes_nobody_is_forgotten(store, file):
    words = "the words that nobody else would say"
    store.answers.record(given("1", text=words))
    await store.servers.of_bot("5")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM answers").fetchall()
        assert not await store.forget_person("ana")
    assert await store.forget_person("ana")
    assert held(file, words) == []


async def test_a_file_that_cannot_be_opened_forgets_nobody(file, clock):
    file.mkdir(parents=True)
    with closing(Store.open(file, clock)) as store:
        store.answers.record(given("1"))
        assert await store.personal_data("ana") is None
        assert not await store.forget_person("ana")
        watch = Watch("ana", "7", "8", "9", "who?", "en")
        assert await store.watches.add(watch) is WatchResult.FAILED


def copy_of(file: Path) -> Path:
    """A copy as it would be from before an upgrade."""
    copy = file.with_name("store.db.version-2.backup")
    with closing(sqlite3.connect(file)) as live, closing(sqlite3.connect(copy)) as to:
        live.backup(to)
    return copy


async def test_a_copy_goes_with_a_question_that_it_holds(store, file):
    store.answers.record(given("1"))
    await store.servers.of_bot("5")
    backup = copy_of(file)
    # Most messages that are deleted were no questions.
    store.forget("2")
    await store.servers.of_bot("5")
    assert backup.exists()
    store.forget("1")
    await store.servers.of_bot("5")
    assert not backup.exists()


async def test_a_copy_that_cannot_be_read_may_hold_a_question(store, file):
    await store.servers.of_bot("5")
    backup = file.with_name("store.db.version-2.backup")
    backup.write_bytes(b"torn")
    store.forget("2")
    await store.servers.of_bot("5")
    assert not backup.exists()


async def test_a_copy_goes_with_a_server(store, file):
    store.answers.record(given("1"))
    await store.servers.of_bot("5")
    backup = copy_of(file)
    store.forget_server("7")
    await store.servers.of_bot("5")
    assert not backup.exists()


async def test_a_setting_makes_what_is_kept_longer_go_sooner(file, clock):
    retention = DEFAULT_RETENTION.at_most(30)
    assert retention == Retention(7, 30, 30, 30, 30)
    with closing(Store.open(file, clock, retention)) as before:
        await before.feedback.vote(vote("10"))
        await before.audit.append("mo", "add")
        await before.watches.add(Watch("ana", "7", "8", "9", "who?", "en"))
    clock.now += 31 * DAY_SECONDS
    with closing(Store.open(file, clock, retention)) as after:
        for table in "votes", "audit", "watches", "people":
            assert await rows(after, table, "1") == []


async def test_what_somebody_was_told_is_kept_unless_they_waited_no_longer(store):
    await store.watches.add(Watch("ana", "7", "8", "9", "who?", "en"))
    [watch] = await store.watches.all()
    told = given("5", channel="8", messages=("5",))
    await store.watches.finish(watch, told)
    assert await store.watches.all() == ()
    assert (await store.answers.by_message("5")).question == "5"
    await store.watches.finish(watch, given("6", channel="8", messages=("6",)))
    assert await store.answers.by_question("6") is None


async def test_no_word_of_a_question_gets_into_the_log(store, caplog):
    wrong = [{"server": "7", "bot": "5"}, {"server": "a secret"}]
    store.database.write(lambda connection: connection.execute(servers.insert(), wrong))
    await store.servers.of_bot("5")
    assert "so the bot goes on without" in caplog.text
    assert "secret" not in caplog.text


async def test_of_a_server_nothing_stays(store):
    for question, server in ("1", "7"), ("2", "8"), ("3", ""):
        store.answers.record(given(question, server=server))
        store.answers.record_delivery(question, "general", [f"{question}0"])
        await store.feedback.vote(vote(f"{question}0", server=server, asked=question))
    store.servers.add("5", ["7", "8"])
    store.forget_server("7")
    assert await rows(store, "answers", "question") == ["2", "3"]
    assert await rows(store, "answer_messages", "message") == ["20", "30"]
    assert await rows(store, "votes", "answer") == ["20", "30"]
    assert await store.servers.of_bot("5") == ("8",)


async def test_bots_that_share_a_file_know_their_own_servers(store):
    store.servers.add("5", ["7", "8"])
    store.servers.add("6", ["9", "7"])
    store.servers.add("5", ["7"])
    assert await store.servers.of_bot("5") == ("7", "8")
    assert await store.servers.of_bot("6") == ("7", "9")


async def test_what_is_too_old_goes_at_the_start_though_nobody_asks(file, clock):
    words = "the words of long ago"
    with closing(Store.open(file, clock)) as before:
        before.answers.record(given("1", text=words))
        await before.feedback.vote(vote("10", question=words))
    clock.now += ANSWER_SECONDS + 1
    with closing(Store.open(file, clock)) as after:
        assert await rows(after, "answers", "question") == []
        assert await rows(after, "votes", "answer") == ["10"]
    clock.now += DEFAULT_RETENTION.votes * DAY_SECONDS - ANSWER_SECONDS
    with closing(Store.open(file, clock)) as later:
        assert await rows(later, "votes", "answer") == []
        assert held(file, words) == []


async def test_it_goes_in_time_while_nobody_asks_too(file, monkeypatch):
    monkeypatch.setattr(database, "_PURGE_INTERVAL_SECONDS", 0.01)
    purges = threading.Semaphore(0)
    with closing(Database(SqliteEngine(file), lambda _: purges.release())) as made:
        await made.read(lambda _: None, None)
        for _ in range(3):
            assert await asyncio.to_thread(purges.acquire, timeout=10)


async def test_what_is_to_be_deleted_is_never_dropped(file, monkeypatch):
    monkeypatch.setattr(database, "MAX_WAITING_WRITES", 1)
    go = threading.Event()
    with closing(Database(SqliteEngine(file))) as made:
        made.write(lambda connection: (go.wait(), _note(connection, "a")))
        made.write(lambda connection: _note(connection, "b"))
        for _ in range(3):
            made.write(lambda connection: connection.execute(servers.delete()), erases=True)
        go.set()
        assert (
            await made.read(lambda connection: connection.execute(select(servers)).all(), 0) == []
        )


def _note(connection: Connection, text: str) -> None:
    connection.execute(servers.insert().values(server=text, bot=""))
