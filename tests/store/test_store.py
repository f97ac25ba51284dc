"""What is kept is forgotten in time, with its question, and with its server; in the bytes of the files too."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import answer_tables, database, feedback
from bot.store.answer_log import AnswerRecord, QuotedPassage
from bot.store.database import VERSION, Database
from bot.store.feedback import Vote
from bot.store.store import Store

VERSION_1 = """
CREATE TABLE votes (
    answer TEXT NOT NULL, person TEXT NOT NULL, is_right INTEGER NOT NULL, question TEXT NOT NULL, passage TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (answer, person)) WITHOUT ROWID;
CREATE INDEX votes_at ON votes (at);
INSERT INTO votes VALUES ('12', 'ana', 1, 'who?', 'bridge#1', 1000.0), ('99', 'ana', 1, 'who?', 'bridge#1', 1000.0);
"""
ANSWERS_1 = """
CREATE TABLE answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL UNIQUE, author TEXT NOT NULL, conversation TEXT NOT NULL, text TEXT NOT NULL,
    at REAL NOT NULL, channel TEXT NOT NULL, about TEXT NOT NULL, private INTEGER NOT NULL, abstained INTEGER NOT NULL, close INTEGER NOT NULL,
    points INTEGER NOT NULL DEFAULT FALSE, language TEXT NOT NULL, after TEXT NOT NULL, rest TEXT NOT NULL);
CREATE TABLE answer_messages (
    message TEXT PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, place INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO answers VALUES (1, '1', 'ana', 'general:ana', 'who?', 1000.0, 'general', 'who?', 0, 0, 0, 0, 'en', '', '');
INSERT INTO answer_messages VALUES ('12', 1, 0);
"""


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
            lambda connection: connection.execute(wanted).fetchall(), []
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
    clock.now += answer_tables.RETENTION_SECONDS + 1
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
    clock.now += answer_tables.RETENTION_SECONDS + 1
    with closing(Store.open(file, clock)) as after:
        assert await rows(after, "answers", "question") == []
        assert await rows(after, "votes", "answer") == ["10"]
    clock.now += feedback.RETENTION_SECONDS - answer_tables.RETENTION_SECONDS
    with closing(Store.open(file, clock)) as later:
        assert await rows(later, "votes", "answer") == []
        assert held(file, words) == []


async def test_it_goes_in_time_while_nobody_asks_too(file, monkeypatch):
    monkeypatch.setattr(database, "_PURGE_INTERVAL_SECONDS", 0.01)
    purges = threading.Semaphore(0)
    with closing(Database(file, [], purge=lambda _: purges.release())) as made:
        await made.read(lambda _: None, None)
        for _ in range(3):
            assert await asyncio.to_thread(purges.acquire, timeout=10)


@pytest.mark.parametrize(
    "script", [VERSION_1, VERSION_1 + ANSWERS_1], ids=["votes alone", "answers too"]
)
async def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path, file, clock, script):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as old:
        old.executescript(f"{script}; PRAGMA user_version = 1;")
    with (
        closing(Store.open(tmp_path / "new.db", clock)) as new,
        closing(Store.open(file, clock)) as store,
    ):
        for table in ("answers", "answer_messages", "quoted", "votes", "servers"):
            columns = await rows(store, f"pragma_table_info('{table}')", "name")
            assert columns == await rows(new, f"pragma_table_info('{table}')", "name")
        assert await rows(store, "votes", "answer") == ["12", "99"]
        await store.feedback.vote(vote("13", asked="2"))
        store.forget("1")
        assert await rows(store, "votes", "answer") == (
            ["13", "99"] if script != VERSION_1 else ["12", "13", "99"]
        )
    with closing(sqlite3.connect(file)) as upgraded:
        assert upgraded.execute("PRAGMA user_version").fetchone() == (VERSION,)


async def test_what_is_to_be_deleted_is_never_dropped(file, monkeypatch):
    monkeypatch.setattr(database, "MAX_WAITING_WRITES", 1)
    go = threading.Event()
    with closing(Database(file, ["CREATE TABLE IF NOT EXISTS notes (text TEXT)"])) as made:
        made.write(
            lambda connection: (go.wait(), connection.execute("INSERT INTO notes VALUES ('a')"))
        )
        made.write(lambda connection: connection.execute("INSERT INTO notes VALUES ('b')"))
        for _ in range(3):
            made.write(lambda connection: connection.execute("DELETE FROM notes"), erases=True)
        go.set()
        assert (
            await made.read(
                lambda connection: connection.execute("SELECT text FROM notes").fetchall(), None
            )
            == []
        )
