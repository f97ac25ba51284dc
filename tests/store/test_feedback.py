from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.store import feedback
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.records import Vote, VoteResult
from bot.store.sqlite_engine import SqliteEngine
from bot.store.tables import votes

VOTE = Vote("77", "ana", right=True, question="who?", passage="bridge#1")


def kept(file):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(
            "SELECT answer, person, is_right, question, passage, at FROM votes ORDER BY at"
        ).fetchall()


async def test_a_vote_outlives_the_process_and_can_be_changed(tmp_path):
    file = tmp_path / "store.db"
    for time, vote, before in (
        (1.0, VOTE, None),
        (2.0, VOTE, True),
        (3.0, replace(VOTE, right=False), True),
        (4.0, replace(VOTE, person="ben"), None),
    ):
        with closing(Database(SqliteEngine(file))) as database:
            assert await Feedback(database, lambda time=time: time).vote(vote) == VoteResult(before)
    assert kept(file) == [
        ("77", "ana", 0, "who?", "bridge#1", 3.0),
        ("77", "ben", 1, "who?", "bridge#1", 4.0),
    ]


async def test_many_clicks_at_once_are_one_vote(tmp_path):
    file = tmp_path / "store.db"
    with closing(Database(SqliteEngine(file))) as database:
        given = Feedback(database, lambda: 1.0)
        counted = await asyncio.gather(*(given.vote(VOTE) for _ in range(50)))
    assert [one.previous for one in counted].count(None) == 1
    assert len(kept(file)) == 1


async def test_the_oldest_votes_go_first(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "MAX_VOTES", 3)
    file = tmp_path / "store.db"
    with closing(Database(SqliteEngine(file))) as database:
        for time in range(5):
            await Feedback(database, lambda time=time: float(time)).vote(
                replace(VOTE, answer=str(time))
            )
    assert [row[0] for row in kept(file)] == ["2", "3", "4"]


async def test_what_cannot_be_kept_is_not_said_to_be(tmp_path):
    with closing(Database(SqliteEngine(tmp_path / "store.db"))) as database:
        database.write(votes.drop)
        assert await Feedback(database, lambda: 1.0).vote(VOTE) is None


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
async def test_a_broken_file_stops_nobody(tmp_path, content):
    file = tmp_path / "store.db"
    file.write_bytes(content)
    with closing(Database(SqliteEngine(file))) as database:
        assert await Feedback(database, lambda: 1.0).vote(VOTE) == VoteResult(None)
