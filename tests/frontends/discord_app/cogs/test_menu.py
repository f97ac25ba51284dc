"""What stands below an answer: one row, and the menu behind its last button."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from discord import ui

from bot.chat.i18n import LANGUAGES, translations
from bot.store.store import Store
from tests.discord_driver import press
from tests.frontends.discord_app.conftest import LONG_PASSAGE, LONG_QUESTION
from tests.frontends.discord_app.limits import LABEL, OPTION, units
from tests.frontends.discord_app.test_more import RealDesk, told

SAY = translations()
WHO = "who will repair the lighthouse of Orrin?"
MENU = "More actions"


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> RealDesk:
    return RealDesk(folder, Store.open(tmp_path / "store.db", lambda: 1.0))


@pytest.fixture
def restart(world, folder, tmp_path):
    async def again():
        world.desk = RealDesk(folder, Store.open(tmp_path / "store.db", lambda: 1.0))
        await world.restart()

    return again


async def asked(world, person, channel):
    await person.send(channel, f"{world.mention} {WHO}")
    return channel.last_message


async def asked_privately(person, channel):
    return (await person.slash(channel, "ask", question=WHO, private=True)).response


def rows(world, message):
    """The labels of each row of buttons."""
    return [
        [button["label"] for button in part["components"]]
        for part in world.parts(message)
        if part["type"] == 1
    ]


def entries(world, menu):
    [listed] = [part for part in world.parts(menu) if part["type"] == 3]
    return {option["label"]: option["description"] for option in listed["options"]}


def votes(tmp_path):
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        return connection.execute("SELECT answer, is_right, question FROM votes").fetchall()


async def test_one_row_stands_below_an_answer_in_each_of_its_views(world, general, ana):
    public, private = await asked(world, ana, general), await asked_privately(ana, general)
    assert rows(world, public) == [["More", "Source", "Context", "Follow up", MENU]]
    assert rows(world, private) == [["More", "Source", "Follow up", "Share", MENU]]
    await ana.click(public, label="Context")
    assert rows(world, general.last_message) == [["More", "Back", "Source", "Follow up", MENU]]
    await ana.click(private, label="Source")
    assert rows(world, private) == [["More", "Back", "Follow up", "Share", MENU]]
    copy = told(await press(world.person("ben"), public, "Source"))
    assert rows(world, copy) == [["Back", "Follow up", "Share", "Context", MENU]]


async def test_the_menu_says_in_words_what_each_entry_does(world, general, ana):
    public, private = await asked(world, ana, general), await asked_privately(ana, general)
    opened = told(await ana.click(public, label=MENU))
    assert opened.ephemeral
    assert world.shown(opened) == SAY("menu.question")
    assert list(entries(world, opened)) == ["Right", "Wrong", "File"]
    opened = told(await ana.click(private, label=MENU))
    assert world.shown(opened) == f"-# “{WHO}”\n{SAY('menu.question')}"
    assert entries(world, opened) == {
        SAY(f"button.{key}"): SAY(f"menu.{key}") for key in ("context", "right", "wrong", "file")
    }


async def test_what_a_view_is_itself_is_not_in_its_menu(world, general, ana):
    public = await asked(world, ana, general)
    await ana.click(public, label="Context")
    opened = told(await ana.click(general.last_message, label=MENU))
    assert list(entries(world, opened)) == ["Right", "Wrong", "File"]


@pytest.mark.parametrize("private", [False, True])
async def test_a_vote_from_a_menu_counts_for_the_answer_after_a_restart(
    world, general, ana, restart, tmp_path, private
):
    message = await asked_privately(ana, general) if private else await asked(world, ana, general)
    menu = told(await ana.click(message, label=MENU))
    await restart()
    shown = told(await press(ana, menu, "Wrong"))
    assert (shown.ephemeral, world.shown(shown)) == (True, SAY("vote.wrong"))
    assert world.shown(told(await press(ana, menu, "Right"))) == SAY("vote.right-now")
    [(answer, is_right, question)] = votes(tmp_path)
    assert (answer, is_right) == (str(message.id), 1)
    assert question in {WHO, ""}


async def test_somebody_else_opens_a_menu_of_their_own(world, general, ana, tmp_path):
    public, ben = await asked(world, ana, general), world.person("ben")
    before = rows(world, public)
    menu = told(await ben.click(public, label=MENU))
    assert menu.ephemeral
    assert world.shown(told(await press(ben, menu, "Right"))) == SAY("vote.right")
    assert rows(world, general.last_message) == before
    assert [answer for answer, *_ in votes(tmp_path)] == [str(public.id)]


async def test_what_has_no_room_beside_pages_is_done_from_the_menu(
    world, general, ana, folder, restart
):
    (folder / "zebra.md").write_text(LONG_PASSAGE, encoding="utf-8")
    world.desk.library.reload()
    private = (await ana.slash(general, "ask", question=LONG_QUESTION, private=True)).response
    assert rows(world, private) == [["Previous page", "Next page", "More", "Source", MENU]]
    menu = told(await ana.click(private, label=MENU))
    assert list(entries(world, menu)) == [
        *("Follow up", "Share", "Context"),
        *("Right", "Wrong", "File"),
    ]
    await restart()
    window = await press(ana, menu, "Follow up")
    assert window.modal["custom_id"] == f"ask:1:{private.id}"
    assert told(await press(ana, menu, "File")).attachments
    assert told(await press(ana, menu, "Context")).ephemeral
    await press(ana, menu, "Share")
    [shared] = [one for one in general.history() if one.author.bot]
    assert f"“{LONG_QUESTION}”" in world.shown(shared)
    again = told(await press(ana, menu, "Share"))
    assert again.ephemeral
    assert SAY("card.shared-before") in world.shown(again)


async def test_what_was_withdrawn_opens_no_menu_and_says_so(world, general, ana, folder):
    public = await asked(world, ana, general)
    (folder / "repair.md").unlink()
    world.desk.library.reload()
    shown = told(await ana.click(public, label=MENU))
    assert (shown.ephemeral, world.shown(shown)) == (True, SAY("card.changed"))


async def test_the_buttons_of_an_earlier_version_go_on_working(
    world, general, ana, restart, tmp_path
):
    public = await asked(world, ana, general)
    source = world.buttons(public)["Source"]["custom_id"]
    assert ":sources:" in source
    box: ui.Container[ui.LayoutView] = ui.Container(ui.TextDisplay("An answer"))
    for row in (
        {"Context": "context", "Source": "sources", "Follow up": "follow", "Show AP": "show"},
        {"Share": "share", "Right": "right", "Wrong": "wrong", "File": "file"},
    ):
        box.add_item(
            ui.ActionRow(
                *(
                    ui.Button(label=label, custom_id=source.replace(":sources:", f":{verb}:"))
                    for label, verb in row.items()
                )
            )
        )
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    sent = await world.bot.get_channel(general.id).send(view=view)
    await restart()
    message = general.last_message
    assert world.shown(told(await ana.click(message, label="Right"))) == SAY("vote.right")
    assert [answer for answer, *_ in votes(tmp_path)] == [str(sent.id)]
    assert told(await ana.click(message, label="File")).attachments
    assert told(await ana.click(message, label="Show AP")).ephemeral
    assert world.shown(told(await ana.click(message, label="Share"))) == SAY(
        "discord.public-already"
    )
    assert (await ana.click(message, label="Follow up")).modal
    await ana.click(message, label="Context")
    assert rows(world, general.last_message) == [["Back", "Source", "Follow up", MENU]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_menu_says_fits(language):
    tr = translations(language)
    said = {key: text for key, text in tr.messages.items() if key.startswith("menu.")}
    assert all(units(text) <= OPTION for text in said.values())
    assert units(tr("button.menu")) <= LABEL
