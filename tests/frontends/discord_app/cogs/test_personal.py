"""What is kept of somebody is told, exported and deleted, in the bytes of every file."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import discord
import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Request
from bot.store.records import AuditQuery
from bot.store.store import Store
from tests.discord_driver import press
from tests.frontends.discord_app.conftest import events_handled
from tests.frontends.discord_app.test_follow_ups import WHO, RealDesk
from tests.frontends.discord_app.test_more import told

SAY = translations()
EXPORT, DELETE, ERASE = (SAY(f"button.{name}-data") for name in ("export", "delete", "erase"))
UNANSWERED = "who varnished the mahogany of Quillon?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


@pytest.fixture
def store(file: Path):
    with closing(Store.open(file, partial(next, count(1_750_000_000.0)))) as made:
        yield made


@pytest.fixture
def desk(folder: Path, store: Store) -> RealDesk:
    return RealDesk(folder, store)


async def lives(world, person, channel, store):
    """Ask in every way, vote, wait, and act as a moderator."""
    await person.send(channel, f"{world.mention} {WHO}")
    answer = channel.last_message
    menu = told(await person.click(answer, label=SAY("button.menu")))
    await press(person, menu, "Right")
    await person.click(answer, label="More")
    await person.send(channel, f"{world.mention} {UNANSWERED}")
    await person.click(channel.last_message, label=SAY("button.watch"))
    await person.slash(channel, "ask", question=UNANSWERED, private=True)
    await person.send_dm(UNANSWERED)
    await store.audit.append(str(person.id), "add", "bridge.md")


async def erase(world, person, channel=None):
    """Delete all, in a channel or in a direct message."""
    actor = person if channel else person.user
    overview = told(await (actor.slash(channel, "privacy") if channel else actor.slash("privacy")))
    confirmation = told(await actor.click(overview, label=DELETE))
    done = told(await actor.click(confirmation, label=ERASE))
    await asyncio.gather(*world.bot.get_cog("PersonalCommands")._tasks)
    await events_handled()
    await world.messages.seen_writer.save_next()
    return confirmation, done


def traces(folder: Path, *texts: str) -> dict[str, list[str]]:
    """The files of a folder that hold any of some texts."""
    found = {
        str(one.relative_to(folder)): [text for text in texts if text.encode() in one.read_bytes()]
        for one in folder.rglob("*")
        if one.is_file()
    }
    return {name: held for name, held in found.items() if held}


async def test_it_says_what_is_kept_and_for_how_long(world, general, ana, store):
    await lives(world, ana, general, store)
    shown = told(await ana.slash(general, "privacy"))
    assert shown.ephemeral
    text = world.shown(shown)
    assert "5 questions with my answers to them" in text
    assert "deleted after 7 days" in text
    assert "1 vote on an answer. Each is deleted after 90 days." in text
    assert "1 question you are waiting on" in text
    assert "A random mark in the moderators' log" in text
    assert "What other people asked, quoted or saved themselves stays" in text
    nobody = told(await world.person("ben").slash(general, "privacy"))
    assert "0 questions" in world.shown(nobody)
    assert "Nothing in the moderators' log." in world.shown(nobody)


async def test_it_says_so_in_ukrainian(world, general, ana, store):
    await lives(world, ana, general, store)
    for command in (Command.PRIVACY, Command.DELETE_DATA, Command.ERASE_DATA):
        reply = await world.desk.handle(Request(str(ana.id), "c", "", command, language="uk"))
        assert reply.private
        assert "{" not in reply.text
        assert reply.text[0] in "ЩБВ"


async def test_an_export_is_a_file_with_all_of_it_and_of_nobody_else(world, general, ana, store):
    await lives(world, ana, general, store)
    ben = world.person("ben")
    await ben.send(general, f"{world.mention} how many visitors did the museum count?")
    overview = told(await ana.slash(general, "privacy"))
    shown = told(await ana.click(overview, label=EXPORT))
    assert shown.ephemeral
    [attached] = shown.attachments
    assert attached.filename == "my-data.json"
    data = json.loads(await attached.read())
    assert len(data["answers"]) == 5
    assert {record["author"] for record in data["answers"]} == {str(ana.id)}
    assert data["votes"][0]["question"] == WHO
    assert data["watches"][0]["question"] == UNANSWERED
    assert data["mark_in_audit_log"]
    assert data["answers"][0]["at"].startswith("2025-06-15T")
    assert str(ben.id) not in json.dumps(data)


async def test_where_files_may_not_be_attached_it_says_where_they_may(world, ana):
    closed = world.env.guild.create_text_channel(
        "closed", overwrites={world.bot.user: discord.PermissionOverwrite(attach_files=False)}
    )
    overview = told(await ana.slash(closed, "privacy"))
    shown = told(await ana.click(overview, label=EXPORT))
    assert not shown.attachments
    assert world.shown(shown) == SAY("privacy.no-file")


async def test_it_is_deleted_only_after_a_second_click(world, general, ana, store):
    await lives(world, ana, general, store)
    overview = told(await ana.slash(general, "privacy"))
    confirmation = told(await ana.click(overview, label=DELETE))
    assert confirmation.ephemeral
    assert "5 answers, 1 vote and 1 question you are waiting on" in world.shown(confirmation)
    assert len((await store.personal_data(str(ana.id))).answers) == 5


@pytest.mark.parametrize("directly", [False, True])
async def test_of_who_is_forgotten_no_file_holds_anything(
    world, general, ana, store, file, caplog, directly
):
    caplog.set_level(logging.DEBUG, logger="bot")
    ben = world.person("ben")
    await lives(world, ana, general, store)
    abstention = next(
        one for one in reversed(general.history()) if SAY("button.watch") in world.buttons(one)
    )
    # Others hold her words too: they wait for her question, and voted on it.
    await ben.click(abstention, label=SAY("button.watch"))
    first = next(one for one in general.history() if one.author.bot)
    await press(ben, told(await ben.click(first, label=SAY("button.menu"))), "Wrong")
    await ben.send(general, f"{world.mention} {WHO}")
    with closing(sqlite3.connect(file)) as live:
        live.execute("PRAGMA wal_checkpoint")
    backup = file.with_name("store.db.version-2.backup")
    shutil.copy(file, backup)
    direct = str(ana.user.dm_channel.id)
    secrets = (str(ana.id), UNANSWERED, "mahogany", direct)
    await world.messages.seen_writer.save_next()
    assert {"store.db", "store.db.version-2.backup", "seen.json"} <= set(
        traces(file.parent, *secrets)
    )
    _, done = await erase(world, ana, None if directly else general)
    assert SAY("privacy.deleted") in world.shown(done)
    assert traces(file.parent, *secrets) == {}
    assert not backup.exists()
    # Who goes on is ben, with his own question.
    assert len((await store.personal_data(str(ben.id))).answers) == 1
    [entry] = await store.audit.entries(AuditQuery(action="add"))
    assert entry.actor == ""
    assert entry.actor_mark
    assert str(ana.id) not in caplog.text
    assert "mahogany" not in caplog.text


async def test_messages_that_answered_are_deleted_and_those_to_others_stay(
    world, general, ana, store
):
    ben = world.person("ben")
    await lives(world, ana, general, store)
    await ben.send(general, f"{world.mention} how many visitors did the museum of Orrin count?")
    bens = general.last_message
    _, done = await erase(world, ana, general)
    assert "deleting" in world.shown(done)
    assert [one.id for one in general.history() if one.author.bot] == [bens.id]
    assert [one for one in ana.user.dm_channel.history() if one.author.bot] == []
    # What she wrote is hers to delete.
    assert [one for one in general.history() if one.author.id == ana.id]


async def test_afterwards_she_is_somebody_new(world, general, ana, store):
    await lives(world, ana, general, store)
    await erase(world, ana, general)
    assert await world.desk.complete_question(str(ana.id), "") == tuple(
        await world.desk.complete_question("nobody", "")
    )
    await ana.send(general, f"{world.mention} more")
    assert world.shown(general.last_message) == SAY("more.no-question")
    await ana.send(general, f"{world.mention} {WHO}")
    assert "Tallow and Sons" in world.shown(general.last_message)
    data = await store.personal_data(str(ana.id))
    assert len(data.answers) == 2
    assert data.mark == ""


async def test_an_answer_under_way_is_not_kept_after_its_asker_was_forgotten(world, store):
    desk = world.desk
    times = count(1000)
    desk.now = lambda: float(next(times))
    answer = desk.answer_history.turns
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request):
        if request.id == "71":
            reached.set()
            await go_on.wait()
        return await answer(request)

    desk.answer_history.turns = slow
    asked = asyncio.create_task(desk.handle(Request("5", "7:5", WHO, id="71", channel="7")))
    await reached.wait()
    assert (await desk.handle(Request("5", "7:5", "", Command.ERASE_DATA))).error is False
    go_on.set()
    assert (await asked).answer.answered
    assert (await store.personal_data("5")).answers == ()
    assert desk.answer_history.last_turn(Request("5", "7:5")) is None
    await desk.handle(Request("5", "7:5", WHO, id="72", channel="7"))
    assert len((await store.personal_data("5")).answers) == 1


@pytest.mark.parametrize("trouble", ["locked", "read-only", "gone"])
async def test_where_it_cannot_be_deleted_it_says_so_and_deletes_no_message(
    world, general, ana, store, file, trouble
):
    await lives(world, ana, general, store)
    before = len(general.history())
    if trouble == "gone":
        store.close()
        file.unlink()
        file.mkdir()
        world.desk = RealDesk(world.desk.folder, Store.open(file, lambda: 5000.0))
        await world.restart()
        shown = told(await ana.slash(general, "privacy"))
        assert world.shown(shown) == SAY("privacy.unreadable")
        reply = await world.desk.handle(Request(str(ana.id), "c", "", Command.ERASE_DATA))
        assert reply.text == SAY("privacy.not-deleted")
        return
    if trouble == "read-only":
        await store.database.read(
            lambda connection: connection.exec_driver_sql("PRAGMA query_only = ON"), None
        )
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if trouble == "locked":
            other.execute("BEGIN IMMEDIATE")
        _, done = await erase(world, ana, general)
    assert world.shown(done) == SAY("privacy.not-deleted")
    assert len(general.history()) == before
    await store.database.read(
        lambda connection: connection.exec_driver_sql("PRAGMA query_only = OFF"), None
    )
    assert len((await store.personal_data(str(ana.id))).answers) == 5
    _, done = await erase(world, ana, general)
    assert SAY("privacy.deleted") in world.shown(done)


async def test_what_the_buttons_do_they_do_after_a_restart(world, general, ana, store):
    await lives(world, ana, general, store)
    overview = told(await ana.slash(general, "privacy"))
    await world.restart()
    confirmation = told(await ana.click(overview, label=DELETE))
    await world.restart(crash=True)
    done = told(await ana.click(confirmation, label=ERASE))
    assert SAY("privacy.deleted") in world.shown(done)
    again = told(await ana.click(confirmation, label=ERASE))
    assert world.shown(again) == SAY("privacy.deleted")


async def test_nobody_deletes_what_is_kept_of_another(world, general, ana, store):
    await lives(world, ana, general, store)
    await erase(world, world.person("ben", manage_guild=True), general)
    assert len((await store.personal_data(str(ana.id))).answers) == 5


async def test_a_command_typed_as_a_message_tells_nothing_in_public(world, general, ana, store):
    await lives(world, ana, general, store)
    for command in ("/privacy", "/watches"):
        await ana.send(general, f"{world.mention} {command}")
        assert "arrived as an ordinary message" in world.shown(general.last_message)
