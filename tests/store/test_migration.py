"""A store of any earlier version is put aside and upgraded, and loses no row."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from bot.store import migration
from bot.store.records import AnswerRecord, QuotedPassage, StoredPost, Vote
from bot.store.store import Store
from bot.store.tables import REVISION, VERSION

VOTES_1 = """
CREATE TABLE votes (
    answer TEXT NOT NULL, person TEXT NOT NULL, is_right INTEGER NOT NULL, question TEXT NOT NULL, passage TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (answer, person)) WITHOUT ROWID;
CREATE INDEX votes_at ON votes (at);
INSERT INTO votes VALUES ('12', 'ana', 1, 'who?', 'bridge#1', 1000.0), ('99', 'ana', 0, 'why?', 'bridge#2', 1001.0);
"""
MESSAGES_1 = """
CREATE INDEX answers_at ON answers (at);
CREATE TABLE answer_messages (
    message TEXT PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX answer_messages_answer ON answer_messages (answer);
CREATE TABLE quoted (
    answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, place INTEGER NOT NULL, passage TEXT NOT NULL, title TEXT NOT NULL, checked BLOB NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, sentence BLOB NOT NULL, sketch BLOB NOT NULL, field TEXT NOT NULL,
    PRIMARY KEY (answer, place)) WITHOUT ROWID;
CREATE INDEX quoted_passage ON quoted (passage, field, checked);
INSERT INTO answer_messages VALUES ('12', 41, 0), ('13', 41, 1);
INSERT INTO quoted VALUES (41, 0, 'bridge#1', 'Bridge', x'01ff', 3, 40, x'02', x'03', '');
"""
ANSWER_COLUMNS_1 = """
    number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL UNIQUE, author TEXT NOT NULL, conversation TEXT NOT NULL, text TEXT NOT NULL,
    at REAL NOT NULL, channel TEXT NOT NULL, about TEXT NOT NULL, private INTEGER NOT NULL, abstained INTEGER NOT NULL, close INTEGER NOT NULL,
    points INTEGER NOT NULL DEFAULT FALSE, language TEXT NOT NULL, after TEXT NOT NULL, rest TEXT NOT NULL
"""
ANSWERS_1 = f"""
CREATE TABLE answers ({ANSWER_COLUMNS_1});
INSERT INTO answers VALUES (41, '1', 'ana', 'general:ana', 'who?', 1000.0, 'general', 'Who, then?', 0, 1, 0, 0, 'en', '0', '1abc');
{MESSAGES_1}
"""  # noqa: S608 - of our own
POSTS = """
CREATE TABLE posts (
    button TEXT PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE) WITHOUT ROWID;
CREATE INDEX posts_answer ON posts (answer);
INSERT INTO posts VALUES ('7 more 1abc', 41);
"""
VERSION_2 = f"""
CREATE TABLE answers ({ANSWER_COLUMNS_1}, server TEXT NOT NULL DEFAULT '', root TEXT NOT NULL DEFAULT '');
CREATE INDEX answers_root ON answers (root);
INSERT INTO answers VALUES (41, '1', 'ana', 'general:ana', 'who?', 1000.0, 'general', 'Who, then?', 0, 1, 0, 0, 'en', '0', '1abc', '7', '');
{MESSAGES_1}
CREATE TABLE votes (
    answer TEXT NOT NULL, person TEXT NOT NULL, is_right INTEGER NOT NULL, question TEXT NOT NULL, passage TEXT NOT NULL, at REAL NOT NULL,
    server TEXT NOT NULL DEFAULT '', asked TEXT NOT NULL DEFAULT '', PRIMARY KEY (answer, person)) WITHOUT ROWID;
CREATE INDEX votes_at ON votes (at);
CREATE INDEX votes_asked ON votes (asked);
INSERT INTO votes VALUES ('12', 'ana', 1, 'who?', 'bridge#1', 1000.0, '7', '1'), ('99', 'ana', 0, 'why?', 'bridge#2', 1001.0, '', '');
CREATE TABLE servers (server TEXT NOT NULL, bot TEXT NOT NULL, PRIMARY KEY (server, bot)) WITHOUT ROWID;
INSERT INTO servers VALUES ('7', '5');
"""  # noqa: S608 - of our own
EARLIER = {
    "1, votes alone": (1, VOTES_1),
    "1, answers too": (1, VOTES_1 + ANSWERS_1),
    "1, posts too": (1, VOTES_1 + ANSWERS_1 + POSTS),
    "2, without posts": (2, VERSION_2),
    "2": (2, VERSION_2 + POSTS),
}
"""Every layout that a store has had, by its number and its tables, with rows."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def make(file: Path, version: int, script: str) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.execute("PRAGMA journal_mode = WAL")
        old.executescript(f"{script}; PRAGMA user_version = {version};")


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize(("version", "script"), EARLIER.values(), ids=EARLIER)
async def test_a_store_of_an_earlier_version_keeps_all_that_it_has(file, version, script):
    make(file, version, script)
    server = "7" if version == 2 else ""
    with closing(Store.open(file, lambda: 1002.0)) as store:
        assert await store.answers.by_message("13") == (
            AnswerRecord(
                "1",
                "ana",
                "general:ana",
                "who?",
                1000.0,
                channel="general",
                messages=("12", "13"),
                question_text="Who, then?",
                quoted=(QuotedPassage("bridge#1", "Bridge", b"\x01\xff", 3, 40, b"\x02", b"\x03"),),
                abstained=True,
                language="en",
                follows="0",
                next_results="1abc",
                server=server,
            )
            if "answers" in script
            else None
        )
        asked, asker = ("1", "ana") if "answers" in script else ("", "")
        assert (await store.personal_data("ana")).votes == (
            (Vote("12", "ana", True, "who?", "bridge#1", server, asked, asker), 1000.0),
            (Vote("99", "ana", False, "why?", "bridge#2"), 1001.0),
        )
        assert await store.posts.find("7 more 1abc") == (
            StoredPost("general", "12") if "posts" in script else None
        )
        assert await store.servers.of_bot("5") == (("7",) if version == 2 else ())
        numbers = await store.database.read(
            lambda connection: list(connection.exec_driver_sql("SELECT number FROM answers")), []
        )
        assert numbers == ([(41,)] if "answers" in script else [])


AFFINITIES = {"BOOLEAN": "INTEGER", "REAL": "FLOAT"}
"""Types that SQLite takes for the same, as they are declared by earlier versions and by ours."""


def layout(connection: sqlite3.Connection) -> dict[str, object]:
    """What SQLite knows of each table: columns, indexes and foreign keys."""
    tables = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main'")
    columns = 'SELECT name, type, "notnull" OR pk, pk FROM pragma_table_info(?)'
    indexes = (
        "SELECT i.name NOT LIKE 'sqlite%' AND i.name, i.\"unique\", c.seqno, c.name"
        " FROM pragma_index_list(?) AS i, pragma_index_info(i.name) AS c"
    )
    keys = 'SELECT "table", "from", on_delete FROM pragma_foreign_key_list(?)'
    return {
        table: (
            {
                (name, AFFINITIES.get(kind, kind), *rest)
                for name, kind, *rest in connection.execute(columns, (table,))
            },
            set(connection.execute(indexes, (table,))),
            set(connection.execute(keys, (table,))),
            connection.execute(
                "SELECT wr FROM pragma_table_list WHERE name = ?", (table,)
            ).fetchone(),
        )
        for (table,) in tables.fetchall()
        if table not in {"alembic_version", "sqlite_schema"}
    }


@pytest.mark.parametrize(("version", "script"), EARLIER.values(), ids=EARLIER)
async def test_it_is_the_same_as_a_new_one(tmp_path, file, version, script):
    make(file, version, script)
    for path in file, tmp_path / "new.db":
        with closing(Store.open(path, lambda: 1002.0)) as store:
            await store.servers.of_bot("5")
    with (
        closing(sqlite3.connect(file)) as old,
        closing(sqlite3.connect(tmp_path / "new.db")) as new,
    ):
        assert layout(old) == layout(new)
        assert len(layout(new)) > 10
        assert old.execute("PRAGMA user_version").fetchone() == (VERSION,)
        for one in old, new:
            assert one.execute("SELECT version_num FROM alembic_version").fetchall() == [
                (REVISION,)
            ]
        assert old.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_newest_step_is_the_version_that_new_stores_get():
    scripts = ScriptDirectory(str(migration._SCRIPTS))
    assert scripts.get_heads() == [REVISION]
    assert [step.revision for step in scripts.walk_revisions()] == ["0003", "0002", "0001"]


@pytest.mark.parametrize(("version", "script"), EARLIER.values(), ids=EARLIER)
async def test_the_earlier_file_is_put_aside_first_for_our_account_alone(file, version, script):
    make(file, version, script)
    before = dump(file)
    with closing(Store.open(file, lambda: 1002.0)) as store:
        await store.servers.of_bot("5")
    backup = file.with_name(f"store.db.version-{version}.backup")
    assert dump(backup) == before
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert {one.name for one in file.parent.glob("*.new")} == set()


async def test_a_new_store_and_one_of_this_version_leave_no_copy(file):
    for _ in range(2):
        with closing(Store.open(file, lambda: 1002.0)) as store:
            await store.servers.of_bot("5")
    assert [one.name for one in file.parent.iterdir()] == ["store.db"]


DIE = """
import os, sys
from pathlib import Path
from bot.store import migration, sqlite_engine
from bot.store.sqlite_engine import SqliteEngine
{plant}
SqliteEngine(Path(sys.argv[1])).connect()
"""
MOMENTS = {
    "in the middle of the copy": "Path.replace = lambda *_: os._exit(9)",
    "between the copy and the upgrade": "migration.upgrade = lambda _: os._exit(9)",
    "in the middle of the upgrade": """
from alembic.migration import MigrationContext
stamp = MigrationContext.stamp
MigrationContext.stamp = lambda self, scripts, revision: (
    os._exit(9) if revision == "0003" else stamp(self, scripts, revision)
)
""",
    "before it is committed": """
upgrade = migration.upgrade
migration.upgrade = lambda connection: (upgrade(connection), os._exit(9))
""",
}


def exit_code(program: str, file: Path) -> int:
    """How a process of ours ends that runs a program with a file."""
    command = [sys.executable, "-c", program, str(file)]
    return subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode  # noqa: S603 - our own Python


@pytest.mark.parametrize("plant", MOMENTS.values(), ids=MOMENTS)
async def test_an_upgrade_that_was_broken_off_is_done_again(file, plant):
    make(file, *EARLIER["2"])
    before = dump(file)
    assert exit_code(DIE.format(plant=plant), file) == 9
    assert dump(file) == before
    with closing(Store.open(file, lambda: 1002.0)) as store:
        assert (await store.answers.by_question("1")).text == "who?"
    assert dump(file.with_name("store.db.version-2.backup")) == before
    assert list(file.parent.glob("*.new")) == []


async def test_what_cannot_be_copied_is_not_upgraded(file, caplog):
    make(file, *EARLIER["2"])
    before = dump(file)
    (file.parent / "store.db.version-2.backup").mkdir()
    with closing(Store.open(file, lambda: 1002.0)) as store:
        assert await store.servers.of_bot("5") == ()
        store.servers.add("5", ["8"])
        assert await store.servers.of_bot("5") == ("8",)
    assert dump(file) == before
    assert caplog.text.count("so the bot goes on without") == 1


async def test_a_copy_goes_when_what_it_holds_would_have_gone(file):
    make(file, *EARLIER["2"])
    backup = file.with_name("store.db.version-2.backup")
    with closing(Store.open(file, lambda: 1002.0)) as store:
        await store.servers.of_bot("5")
    made = backup.stat().st_mtime
    week = 7 * 24 * 3600
    for now, kept in ((made + week - 1, True), (made + week + 1, False)):
        with closing(Store.open(file, lambda now=now: now)) as store:
            await store.servers.of_bot("5")
        assert backup.exists() is kept


async def test_a_copy_goes_with_a_person_who_wants_to_be_forgotten(file):
    make(file, *EARLIER["2"])
    with closing(Store.open(file, lambda: 1002.0)) as store:
        assert await store.forget_person("ana")
        assert [one.name for one in file.parent.iterdir() if b"ana" in one.read_bytes()] == []
    assert not file.with_name("store.db.version-2.backup").exists()
