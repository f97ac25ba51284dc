"""Reload, undo and log by command and button, as Discord shows them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.i18n import translations
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.store.store import Store
from tests.discord_driver import OverheardDesk
from tests.moderation.room import BROOK, LIGHTHOUSE, MASONS, TALLOW, Room

tr = translations()
LOG = "corpus-log"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    shutil.copytree(LIGHTHOUSE, tmp_path / "corpus")
    (tmp_path / "saved").mkdir()
    store = Store.open(tmp_path / "store.db", time.time)
    yield Room(tmp_path, store)
    store.close()


@pytest.fixture
def desk(room: Room) -> OverheardDesk:
    return OverheardDesk(room.service)


@pytest.fixture
def doors() -> DiscordSettings:
    return DiscordSettings(log_channel=LOG)


@pytest.fixture
def mo(world):
    return world.person("mo", manage_guild=True)


async def asked(world, general, ana) -> str:
    await ana.send(general, f"{world.mention} {MASONS}")
    return world.shown(general.last_message)


async def test_a_reload_is_shown_applied_in_place_and_told_the_log_channel(
    world, general, ana, mo, room
):
    told = world.env.guild.create_text_channel(LOG)
    await world.bot.ready_to_answer()
    assert TALLOW in await asked(world, general, ana)
    room.change()
    shown = (await mo.slash(general, "corpus reload")).response
    assert shown.ephemeral
    assert tr("preview.heading") in world.shown(shown)
    assert f"Same passage, different wording: {MASONS}" in world.shown(shown)
    assert list(world.buttons(shown)) == ["Apply", "Cancel"]
    assert told.history() == []
    result = await mo.click(shown, label="Apply")
    assert not result.followups
    edited = world.env.backend.messages[general.id][shown.id]
    assert world.shown(edited).startswith("Reloaded: ")
    assert world.buttons(edited) == {}
    await world.env.settle()
    [entry] = told.history()
    assert f"<@{mo.id}>: reloaded the articles: changed repair" in "".join(world.texts(entry))
    [posted] = world.sent("POST", f"/channels/{told.id}/messages")
    assert posted["allowed_mentions"] == {"parse": []}
    assert BROOK in world.shown(general.history()[1])


async def test_a_reload_is_cancelled_in_place(world, general, mo, room):
    room.change()
    shown = (await mo.slash(general, "corpus reload")).response
    await mo.click(shown, label="Cancel")
    edited = world.env.backend.messages[general.id][shown.id]
    assert world.shown(edited) == tr("preview.cancelled")
    assert TALLOW in await room.answered_by()


async def test_after_a_restart_a_button_says_that_its_preview_is_gone(world, general, mo, room):
    room.change()
    shown = (await mo.slash(general, "corpus reload")).response
    room.start()
    world.desk = OverheardDesk(room.service)
    await world.restart()
    for label in ("Apply", "Cancel"):
        result = await mo.click(shown, label=label)
        [said] = [*([result.response] if result.response else []), *result.followups]
        assert said.ephemeral
        assert world.shown(said) == tr("error.preview-gone")


async def test_who_moderates_no_longer_applies_nothing(world, general, mo, room):
    room.change()
    shown = (await mo.slash(general, "corpus reload")).response
    guild = world.env.backend.guilds[world.env.guild.id]
    guild.members[mo.id].role_ids.clear()
    result = await mo.click(shown, label="Apply")
    [said] = [*([result.response] if result.response else []), *result.followups]
    assert world.shown(said) == tr("error.moderators-only")
    assert TALLOW in await room.answered_by()


async def test_now_reloads_at_once(world, general, mo, room):
    room.change()
    result = await mo.slash(general, "corpus reload", now=True)
    assert world.shown(result.response).startswith("Reloaded: ")
    assert BROOK in await room.answered_by()


async def test_an_undo_is_shown_and_applied(world, general, ana, mo, room):
    room.change()
    await mo.slash(general, "corpus reload", now=True)
    shown = (await mo.slash(general, "corpus undo")).response
    assert "This would restore the articles as they were on" in world.shown(shown)
    await mo.click(shown, label="Apply")
    assert TALLOW in await asked(world, general, ana)
    again = (await mo.slash(general, "corpus undo")).response
    assert world.shown(again) == tr("error.nothing-to-undo")


async def test_the_log_names_people_as_discord_does(world, general, ana, mo, room):
    room.change()
    await mo.slash(general, "corpus reload", now=True)
    shown = (await mo.slash(general, "corpus log", person=mo.user)).response
    assert shown.ephemeral
    assert f"<@{mo.id}>: reloaded the articles: changed repair" in "".join(world.texts(shown))
    none = (await mo.slash(general, "corpus log", person=ana.user, action="undo")).response
    assert world.shown(none) == tr("log.empty")
    by_article = (await mo.slash(general, "corpus log", article="repair")).response
    assert "reloaded the articles" in world.shown(by_article)


async def test_a_member_sees_none_of_it(world, general, ana, room):
    room.change()
    for command in ("reload", "undo", "log"):
        said = (await ana.slash(general, f"corpus {command}")).response
        assert said.ephemeral
        assert world.shown(said) == tr("error.moderators-only")


async def test_a_log_channel_that_is_closed_holds_up_nothing(world, general, mo, room, caplog):
    told = world.env.guild.create_text_channel(LOG)
    world.env.inject_error("POST", f"/channels/{told.id}/messages", status=403, code=50013)
    await world.bot.ready_to_answer()
    for before, after in ((TALLOW, BROOK), (BROOK, TALLOW)):
        room.change(before, after)
        result = await mo.slash(general, "corpus reload", now=True)
        assert world.shown(result.response).startswith("Reloaded: ")
        await world.env.settle()
    # The second is told.
    assert len(told.history()) == 1
    assert "could not be told of a change" in caplog.text
