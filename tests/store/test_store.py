"""What is kept is forgotten in time, with its question, and with its server; in the bytes of the files too."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing
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
    Vote,
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
