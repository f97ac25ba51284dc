"""The README lists all that is kept, and for how long."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import time
from contextlib import closing
from pathlib import Path

import discord
import simcord

from bot.chat.conversation import suggestions
from bot.cli.main import main
from bot.frontends.discord_app.access import membership
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.state import seen_messages
from bot.frontends.terminal import input_history
from bot.moderation.corpus_writer import ArticleFileChange
from bot.moderation.pending_changes import PENDING_SECONDS, ChangeAction, PendingChanges
from bot.moderation.reload_requests import ReloadOutcome, ReloadRequests
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.store.records import DEFAULT_RETENTION
from bot.store.store import Store
from tests.conftest import make_desk, make_library
from tests.discord_driver import PATIENCE, OverheardDesk, no_pause

ROOT = Path(__file__).parents[2]
named = re.compile(r"`([^`]+)`").findall
DAY = 24 * 3600
SECTION = re.search(
    r"### What is kept\n(.*?)\n## ", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in SECTION.splitlines()
    if line.startswith("| `")
]
TABLES = [row for row in ROWS if "`:" in row[0]]
FILES = {name for row in ROWS if row not in TABLES for name in named(row[0])}


def columns(table: str) -> list[str]:
    return [
        column
        for row in TABLES
        for its, _, listed in [row[0].partition(": ")]
        if its == f"`{table}`"
        for column in named(listed)
    ]


def kept_for(table: str) -> set[str]:
    return {row[2] for row in TABLES if row[0].startswith(f"`{table}`:")}


async def test_every_table_and_column_is_listed():
    def look(connection):
        tables = [
            name
            for (name,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        return {
            table: {
                name for _, name, *_ in connection.exec_driver_sql(f"PRAGMA table_info({table})")
            }
            for table in tables
        }

    with closing(Store.open(None, lambda: 0.0)) as store:
        there = await store.database.read(look, {})
    assert {table: set(columns(table)) for row in TABLES for table in named(row[0])[:1]} == there
    assert all(len(columns(table)) == len(set(columns(table))) for table in there)


def test_how_long_is_what_the_program_holds_to():
    assert (
        kept_for("answers")
        == kept_for("answer_messages")
        == kept_for("quoted")
        == {f"{DEFAULT_RETENTION.answers:.0f} days"}
    )
    assert kept_for("votes") == {f"{DEFAULT_RETENTION.votes:.0f} days"}
    by_file = {row[0]: row[2] for row in ROWS}
    assert by_file["`history`"] == f"{input_history.RETENTION.days} days"
    assert (by_file["`pending`"].partition(",")[0], PENDING_SECONDS) == ("an hour", 3600)
    assert seen_messages.MAX_AGE.days == 1
    assert (
        by_file["`discord-seen.json`"]
        == f"a day; those of direct messages {seen_messages.DM_RETENTION.days} days after the last one"
    )
    memory = " ".join(SECTION.split())
    assert (
        f"{suggestions.MAX_OWN_QUESTIONS} questions of up to {suggestions.MAX_PEOPLE:,} people, {suggestions.RETENTION_SECONDS / DAY:.0f} days"
        in memory
    )
    assert f"who was found on a server ({membership.MEMBER_SECONDS / 60:.0f} minutes)" in memory


async def test_every_file_is_listed(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "conversations" / "lighthouse", tmp_path / "corpus")
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    assert main(
        ["--config", str(tmp_path / "config.toml"), "ask", "who keeps the lighthouse?"]
    ) in {0, 3}
    pending = PendingChanges(data / "pending", lambda: 0.0)
    pending.add("1", ChangeAction.REMOVE, (ArticleFileChange("lamp.md", "0", None),))
    written = dt.datetime(2025, 6, 15)  # noqa: DTZ001 - as it is written there
    input_history.open_input_history(data / "history", written).store_string("who?")
    with closing(Store.open(data / "store.db", lambda: 0.0)) as store:
        desk = OverheardDesk(make_desk(tmp_path / "corpus"))
        bot = BylineClient(
            desk, [], data / "discord-commands", data / "discord-seen.json", sleep=no_pause
        )
        async with simcord.run(
            bot, approved_intents=discord.Intents.none(), shard_count=1, settle_timeout=PATIENCE
        ) as env:
            ana = env.create_guild().add_member(env.create_user("ana"))
            await ana.send_dm("who keeps the lighthouse?")
            await bot.close()
        assert await store.servers.of_bot("") == ()
        requests = ReloadRequests(data)
        with requests.serving():
            requests.answer(ReloadOutcome(requests.ask(), "", failed=False))
        states = RevisionStore.for_folder(data, tmp_path / "corpus")
        Revisions(tmp_path / "corpus", states, make_library(tmp_path / "corpus"), time.time).begin()
        found = {one.name for one in data.iterdir()}
    assert found == FILES
    [listed] = [row[1] for row in ROWS if row[0] == "`discord-seen.json`"]
    assert set(named(listed)) == set(
        json.loads((data / "discord-seen.json").read_text(encoding="utf-8"))
    )


def test_no_other_file_is_named_in_the_program():
    written = re.compile(r'\b_?data(?:_dir)? / "([^"]+)"')
    found = {
        name
        for file in (ROOT / "bot").rglob("*.py")
        for name in written.findall(file.read_text(encoding="utf-8"))
    }
    assert found == {name for name in FILES if not name.startswith("store.db-")}
