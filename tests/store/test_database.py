"""A file that lets us down never stops anything, and says so once."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.store import database, sqlite_engine
from bot.store.database import Database
from bot.store.sqlite_engine import SqliteEngine
from bot.store.tables import VERSION, servers

COMPLAINT = "What should outlive a restart can't be kept"


def noting(text: str):
    return lambda connection: connection.execute(servers.insert().values(server=text, bot=""))


def notes(connection: Connection) -> list[str]:
    return list(connection.execute(select(servers.c.server).order_by(servers.c.server)).scalars())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


async def kept(file: Path | None, *texts: str) -> list[str] | None:
    """What is in the file after some notes were written."""
    with closing(Database(SqliteEngine(file))) as made:
        for text in texts:
            made.write(noting(text))
        return await made.read(notes, None)


async def test_what_is_written_is_read_and_outlives_the_process(file):
    assert await kept(file, "a", "b") == ["a", "b"]
    assert await kept(file, "c") == ["a", "b", "c"]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


async def test_without_a_file_it_lives_as_long_as_the_process():
    assert await kept(None, "a") == ["a"]


async def test_closing_writes_what_was_asked_for(file):
    with closing(Database(SqliteEngine(file))) as made:
        for number in range(500):
            made.write(noting(str(number)))
    assert len(await kept(file) or ()) == 500


async def test_writing_waits_for_nothing(file):
    held, go = threading.Event(), threading.Event()
    with closing(Database(SqliteEngine(file))) as made:
        made.write(lambda _: (held.set(), go.wait()))
        await asyncio.to_thread(held.wait)
        made.write(noting("a"))
        go.set()
        assert await made.read(notes, None) == ["a"]


async def test_who_reads_waits_for_no_disk_that_hangs(file, caplog):
    go = threading.Event()
    with closing(Database(SqliteEngine(file))) as made:
        made.write(lambda _: go.wait())
        assert await made.read(notes, None, max_wait_seconds=0.01) is None
        go.set()
        assert await made.read(notes, None) == []
    assert COMPLAINT in caplog.text


async def test_one_that_fails_undoes_nothing_of_the_others(file, caplog):
    assert await kept(file, "a", "a", "b") == ["a", "b"]
    assert caplog.text.count(COMPLAINT) == 1


async def test_a_fault_of_our_own_loses_nothing_of_the_others(file, caplog):
    with closing(Database(SqliteEngine(file))) as made:
        made.write(lambda connection: (noting("lost")(connection), 1 / 0))
        made.write(noting("a"))
        assert await made.read(notes, None) == ["a"]
    assert "Something could not be kept" in caplog.text


@pytest.mark.parametrize(
    "content", [b"no database at all" * 99, b"SQLite format 3\0" + b"\xff" * 5000]
)
async def test_a_broken_file_is_left_alone(file, caplog, content):
    file.parent.mkdir()
    file.write_bytes(content)
    assert await kept(file, "a", "b") == ["a", "b"]
    assert file.read_bytes() == content
    assert caplog.text.count(COMPLAINT) == 1


async def test_a_file_of_a_newer_version_is_left_alone(file, caplog):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = file.read_bytes()
    assert await kept(file, "a") == ["a"]
    assert file.read_bytes() == before
    assert f"newer version ({VERSION + 1})" in caplog.text


async def test_a_locked_file(file, caplog, monkeypatch):
    monkeypatch.setattr(sqlite_engine, "_LOCK_TIMEOUT_SECONDS", 0.01)
    assert await kept(file, "before") == ["before"]
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert await kept(file, "a") == ["a"]
    assert "locked" in caplog.text
    assert await kept(file) == ["before"]


async def test_a_file_that_is_locked_later_loses_only_what_is_written_then(
    file, caplog, monkeypatch
):
    monkeypatch.setattr(sqlite_engine, "_LOCK_TIMEOUT_SECONDS", 0.01)
    await kept(file)
    with (
        closing(Database(SqliteEngine(file))) as made,
        closing(sqlite3.connect(file, isolation_level=None)) as other,
    ):
        made.write(noting("a"))
        assert await made.read(notes, None) == ["a"]
        other.execute("BEGIN IMMEDIATE")
        made.write(noting("b"))
        made.write(noting("c"))
        assert await made.read(notes, None) == ["a"]
        other.execute("ROLLBACK")
        made.write(noting("d"))
        assert await made.read(notes, None) == ["a", "d"]
    assert caplog.text.count(COMPLAINT) == 1


async def test_a_folder_that_cannot_be_made(tmp_path, caplog):
    (tmp_path / "data").write_text("a file where the folder should be")
    assert await kept(tmp_path / "data" / "store.db", "a") == ["a"]
    assert caplog.text.count(COMPLAINT) == 1


async def test_a_full_disk(file, caplog):
    with closing(Database(SqliteEngine(file))) as made:
        made.write(noting("a"))
        assert await made.read(notes, None) == ["a"]
        made.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1"))
        for letter in "bcd":
            made.write(noting(letter * 100_000))
        made.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1000000"))
        made.write(noting("e"))
        assert await made.read(notes, None) == ["a", "e"]
    assert "full" in caplog.text
    assert caplog.text.count(COMPLAINT) == 1


async def test_more_than_the_disk_takes_is_dropped(file, caplog, monkeypatch):
    monkeypatch.setattr(database, "MAX_WAITING_WRITES", 3)
    go = threading.Event()
    with closing(Database(SqliteEngine(file))) as made:
        made.write(lambda _: go.wait())
        for number in range(50):
            made.write(noting(f"{number:02}"))
        go.set()
        found = await made.read(notes, None)
        assert found is not None
        assert 1 <= len(found) <= 5
    assert COMPLAINT in caplog.text


async def test_two_bots_share_a_file(file):
    with (
        closing(Database(SqliteEngine(file))) as one,
        closing(Database(SqliteEngine(file))) as other,
    ):
        for number in range(100):
            (one, other)[number % 2].write(noting(str(number)))
        await one.read(notes, None)
        await other.read(notes, None)
        assert len(await one.read(notes, []) or ()) == 100


async def test_bots_that_start_at_the_same_moment_share_a_file(tmp_path):
    for start in range(10):
        with ExitStack() as stack:
            bots = [
                stack.enter_context(closing(Database(SqliteEngine(tmp_path / f"{start}.db"))))
                for _ in range(8)
            ]
            for number, bot in enumerate(bots):
                bot.write(noting(str(number)))
            for bot in bots:
                await bot.read(notes, None)
            assert len(await bots[0].read(notes, []) or ()) == len(bots)
