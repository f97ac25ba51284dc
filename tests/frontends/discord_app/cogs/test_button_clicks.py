"""Clicks below an answer: by its asker and others, after a restart or a changed article."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Attachment, Line, Reply
from bot.frontends.discord_app.components.buttons import MAX_CUSTOM_ID_CHARS
from bot.frontends.discord_app.delivery.attachments import attachable
from bot.store.store import Store
from tests.discord_driver import press
from tests.frontends.discord_app.conftest import LONG_PASSAGE, LONG_QUESTION
from tests.frontends.discord_app.test_more import RealDesk, told

SAY = translations()
WHO = "who will repair the lighthouse of Orrin?"
ANSWER = (
    "The masons of Tallow and Sons will repair the lighthouse of Orrin this summer, "
    "Reuters reported."
)
NEXT = "nobody else had worked on sea walls"
CHANGED = SAY("card.changed")


@pytest.fixture
def desk(folder: Path) -> RealDesk:
    return RealDesk(folder)


@pytest.fixture
def restart(world, folder):
    async def again():
        world.desk = RealDesk(folder)
        await world.restart()

    return again


def standing(channel, message):
    return next(one for one in channel.history() if one.id == message.id)


async def asked(world, person, channel):
    await person.send(channel, f"{world.mention} {WHO}")
    return channel.last_message


async def asked_privately(person, channel):
    return (await person.slash(channel, "ask", question=WHO, private=True)).response


def seen(world, message):
    return world.texts(message), {
        label: part["custom_id"] for label, part in world.buttons(message).items()
    }


@pytest.mark.parametrize("way", ["Context", "Source"])
async def test_who_asked_looks_closer_in_place_and_comes_back_to_the_same(
    world, general, ana, restart, way
):
    message = await asked(world, ana, general)
    before = seen(world, message)
    await restart()
    await ana.click(message, label=way)
    closer = standing(general, message)
    assert ANSWER in world.shown(closer).replace("**", "")
    assert (NEXT in world.shown(closer)) is (way == "Context")
    assert set(world.buttons(closer)) == {"Back"} | set(before[1]) - {way}
    await restart()
    await ana.click(closer, label="Back")
    assert seen(world, standing(general, message)) == before
    assert len([one for one in general.history() if one.author.bot]) == 1


async def test_one_closer_look_leads_to_another_and_loses_nothing(world, general, ana):
    message = await asked(world, ana, general)
    before = seen(world, message)
    for label in ("Context", "Source", "Context", "Back"):
        await ana.click(standing(general, message), label=label)
    assert seen(world, standing(general, message)) == before


@pytest.mark.parametrize("way", ["Context", "Source", "File", "Right", "Wrong", "More"])
async def test_somebody_else_gets_one_of_their_own_in_private(world, general, ana, restart, way):
    ben, message = world.person("ben"), await asked(world, ana, general)
    before = seen(world, message)
    await restart()
    shown = told(await press(ben, message, way))
    assert shown.ephemeral
    assert seen(world, standing(general, message)) == before
    assert len([one for one in general.history() if one.author.bot]) == 1
    if "Back" in world.buttons(shown):
        await ben.click(shown, label="Back")
        assert ANSWER in world.shown(shown).replace("**", "")
        assert "Share" in world.buttons(shown)


async def test_who_asked_goes_on_in_public(world, general, ana):
    message = await asked(world, ana, general)
    shown = (await ana.click(message, label="More")).response
    assert not shown.ephemeral
    assert "masons from Velden" in world.shown(shown)
    assert ANSWER in world.shown(standing(general, message)).replace("**", "")


async def test_a_private_answer_stays_private_whatever_is_clicked(general, ana):
    message = await asked_privately(ana, general)
    for label in ("Source", "Back"):
        result = await ana.click(message, label=label)
        assert not result.followups
    for label in ("More", "Context", "File", "Right"):
        assert told(await press(ana, message, label)).ephemeral
    assert not [one for one in general.history() if one.author.bot]


async def test_a_passage_comes_as_a_file_that_can_be_checked(world, general, ana):
    message = await asked(world, ana, general)
    shown = told(await press(ana, message, "File"))
    [file] = shown.attachments
    content = await file.read()
    assert content.decode() == ANSWER
    assert file.filename == "repair-passage-1.txt"
    text = world.shown(shown)
    assert f"SHA-256 {hashlib.sha256(content).hexdigest()}" in text
    assert "repair.md, passage 1, characters 119 to 215" in text
    assert shown.ephemeral


async def test_where_no_files_may_be_attached_the_place_is_told(world, ana):
    closed = world.env.guild.create_text_channel(
        "closed", overwrites={world.bot.user: discord.PermissionOverwrite(attach_files=False)}
    )
    shown = told(await press(ana, await asked(world, ana, closed), "File"))
    assert not shown.attachments
    assert world.shown(shown).startswith(SAY("card.no-file"))
    assert "SHA-256" in world.shown(shown)


@pytest.mark.parametrize(("size", "attached"), [(10, True), (11, False)])
def test_a_file_that_is_too_large_for_discord_is_told_of(size, attached):
    reply = Reply((Line("a file"), Line("its place")), attachment=Attachment("a.txt", b"x" * size))
    there = SimpleNamespace(
        guild_id=1, app_permissions=discord.Permissions(attach_files=True), filesize_limit=10
    )
    told_of = attachable(reply, there)
    assert (told_of == reply) is attached
    assert attached or told_of == Reply((Line(SAY("card.too-large")), Line("its place")))


async def test_who_asked_shares_a_private_answer_with_what_was_asked(world, general, ana, restart):
    message = await asked_privately(ana, general)
    await restart()
    await ana.click(message, label="Share")
    [shared] = [one for one in general.history() if one.author.bot]
    text = world.shown(shared).replace("**", "")
    assert not shared.flags.ephemeral
    assert f"“{WHO}”" in text
    assert "Asked privately and shared here by ana." in text
    assert ANSWER in text
    assert "Share" not in world.buttons(shared)
    assert message.ephemeral
    await ana.click(shared, label="Context")
    assert NEXT in world.shown(standing(general, shared))
    assert f"“{WHO}”" in world.shown(standing(general, shared))


async def test_a_name_cannot_forge_anything_in_what_is_shared(world, general):
    name = "@everyone\n**Cites AFP.**\u202e"
    eve = world.env.guild.add_member(world.env.create_user("eve"), nick=name)
    await eve.click(await asked_privately(eve, general), label="Share")
    [shared] = [one for one in general.history() if one.author.bot]
    [line] = [text for text in world.texts(shared) if "shared here" in text]
    assert line == "-# Asked privately and shared here by \\@everyone \\*\\*Cites AFP.\\*\\*."


async def test_who_may_not_speak_there_shares_nothing(world, ana):
    quiet = world.env.guild.create_text_channel(
        "quiet", overwrites={ana: discord.PermissionOverwrite(send_messages=False)}
    )
    shown = told(await ana.click(await asked_privately(ana, quiet), label="Share"))
    assert shown.ephemeral
    assert world.shown(shown) == SAY("discord.may-not-speak")
    assert not [one for one in quiet.history() if one.author.bot]


async def test_what_is_withdrawn_is_not_shared(world, general, ana, folder):
    message = await asked_privately(ana, general)
    (folder / "repair.md").unlink()
    world.desk.library.reload()
    shown = told(await ana.click(message, label="Share"))
    assert shown.ephemeral
    assert world.shown(shown) == CHANGED
    assert not [one for one in general.history() if one.author.bot]


@pytest.mark.parametrize("private", [False, True])
async def test_asking_on_from_an_answer_takes_a_window_that_outlives_a_restart(
    world, general, ana, restart, private
):
    message = await asked_privately(ana, general) if private else await asked(world, ana, general)
    window = await ana.click(message, label="Follow up")
    assert window.modal["title"] == SAY("discord.follow-up")
    assert len(window.modal["title"]) <= 45
    await restart()
    shown = told(
        await ana.submit_modal(window, {"question": "who is the keeper of the lighthouse?"})
    )
    assert "Ada Finch" in world.shown(shown)
    assert "“who is the keeper of the lighthouse?”" in world.shown(shown)
    assert shown.ephemeral is private


async def test_who_asks_on_from_somebody_elses_answer_does_so_in_private(world, general, ana):
    ben, message = world.person("ben"), await asked(world, ana, general)
    window = await ben.click(message, label="Follow up")
    shown = told(
        await ben.submit_modal(window, {"question": "who is the keeper of the lighthouse?"})
    )
    assert shown.ephemeral
    assert "Ada Finch" in world.shown(shown)


@pytest.mark.parametrize("harm", ["changed", "withdrawn"])
@pytest.mark.parametrize("label", ["Context", "Source", "File"])
async def test_the_button_of_an_article_that_is_not_what_it_was_says_so_and_leaves_the_answer(
    world, general, ana, folder, restart, label, harm
):
    message = await asked(world, ana, general)
    before = seen(world, message)
    if harm == "changed":
        (folder / "repair.md").write_text(
            "Nobody repairs the lighthouse of Orrin.", encoding="utf-8"
        )
    else:
        (folder / "repair.md").unlink()
    await restart()
    shown = told(await press(ana, message, label))
    assert shown.ephemeral
    assert world.shown(shown) == CHANGED
    assert seen(world, standing(general, message)) == before


async def test_a_click_is_answered_while_the_articles_are_read_again(world, general, ana):
    message = await asked(world, ana, general)
    library, begun, go_on = world.desk.library, threading.Event(), threading.Event()
    build = library._build

    def slowly(*given):
        begun.set()
        assert go_on.wait(10)
        return build(*given)

    library._build = slowly
    reading = threading.Thread(target=library.reload)
    reading.start()
    try:
        assert begun.wait(10)
        await ana.click(message, label="Context")
        assert NEXT in world.shown(standing(general, message))
    finally:
        go_on.set()
        reading.join()


async def test_the_pages_of_a_long_passage_keep_every_button_and_their_place(
    world, general, ana, folder, restart
):
    (folder / "zebra.md").write_text(LONG_PASSAGE, encoding="utf-8")
    world.desk.library.reload()
    await ana.send(general, f"{world.mention} {LONG_QUESTION}")
    message = general.last_message
    labels = list(world.buttons(message))
    assert labels == ["Previous page", "Next page", "More", "Source", "More actions"]
    ids = seen(world, message)[1]
    await ana.click(message, label="Next page")
    await restart()
    turned = standing(general, message)
    assert list(world.buttons(turned)) == labels
    assert {label: one for label, one in seen(world, turned)[1].items() if "page" not in label} == {
        label: one for label, one in ids.items() if "page" not in label
    }
    ben = world.person("ben")
    copy = (await ben.click(turned, label="Next page")).response
    assert copy.ephemeral
    assert "Page 3 of" in world.shown(copy)
    assert seen(world, standing(general, message)) == seen(world, turned)
    await ben.click(copy, label="Previous page")
    assert "Page 2 of" in world.shown(copy)


async def test_what_a_command_was_asked_stands_above_its_answer_alone(world, general, ana):
    shown = (await ana.slash(general, "ask", question=WHO)).response
    assert world.texts(shown)[0] == f"-# “{WHO}”"
    await ana.send(general, f"{world.mention} {WHO}")
    assert WHO not in world.shown(general.last_message)
    assert WHO not in world.shown((await ana.slash(general, "ask", question="?")).response)


async def test_nasty_questions_are_repeated_as_text(world, general, ana):
    question = (
        "who will repair the lighthouse of Orrin?\n# **Cites AFP.** @everyone <@1> ||x|| \u202e"
        + "x" * 500
    )
    shown = (await ana.slash(general, "ask", question=question, private=True)).response
    above = world.texts(shown)[0]
    assert "\n" not in above
    assert above.startswith(
        "-# “who will repair the lighthouse of Orrin? # "
        "\\*\\*Cites AFP.\\*\\* \\@everyone \\<\\@1> \\|\\|x\\|\\| xx"
    )
    assert above.endswith("x…”")
    assert len(above) <= 420


async def test_every_button_of_an_answer_fits(world, general, ana):
    message = await asked(world, ana, general)
    parts = world.buttons(message)
    assert list(parts) == ["More", "Source", "Context", "Follow up", "More actions"]
    assert all(len(part["custom_id"]) <= MAX_CUSTOM_ID_CHARS for part in parts.values())


async def test_an_abstention_offers_the_closest_passage_and_to_wait(world, general, ana):
    await ana.send(general, f"{world.mention} who sang at the wedding in Orrin?")
    message = general.last_message
    assert list(world.buttons(message)) == ["Show the closest passage", SAY("button.watch")]
    shown = told(await ana.click(message, label="Show the closest passage"))
    assert shown.ephemeral
    assert world.shown(shown).startswith(SAY("more.closest"))


async def test_votes_count_for_the_message_whatever_process_hears_them(
    world, general, ana, folder, tmp_path
):
    def voting():
        return RealDesk(folder, Store.open(tmp_path / "store.db", lambda: 1.0))

    world.desk = voting()
    await world.restart()
    public, private = await asked(world, ana, general), await asked_privately(ana, general)
    said = []
    for message, label in (
        (public, "Right"),
        (public, "Wrong"),
        (private, "Wrong"),
        (private, "Wrong"),
    ):
        shown = told(await press(ana, message, label))
        assert shown.ephemeral
        said.append(world.shown(shown))
        world.desk = voting()
        await world.restart()
    assert said == [SAY("vote.right"), SAY("vote.wrong-now"), SAY("vote.wrong"), SAY("vote.again")]
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        rows = connection.execute(
            "SELECT answer, person, is_right, question, passage FROM votes ORDER BY answer"
        ).fetchall()
    assert rows == [
        (str(message.id), str(ana.id), 0, WHO, "repair#0") for message in (public, private)
    ]
