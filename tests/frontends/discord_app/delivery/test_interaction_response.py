"""Replies to commands and clicks come once, whatever is lost on the way, late ones too."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest
import simcord
from simcord.http import router

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Line, Quote, Reply, ignore_progress
from bot.frontends.discord_app.delivery import interaction_response
from tests.discord_driver import press
from tests.frontends.discord_app.conftest import LONG_PASSAGE, LONG_QUESTION, World
from tests.frontends.discord_app.lossy import Lossy
from tests.frontends.discord_app.test_more import RealDesk, told

SAY = translations()
WHO = "who will repair the lighthouse of Orrin?"
ANSWER = "The masons of Tallow and Sons"
TROUBLE = ["dropped", "reset", "503"]


@pytest.fixture
def desk(folder):
    (folder / "zebra.md").write_text(LONG_PASSAGE, encoding="utf-8")
    return RealDesk(folder)


def lossy(monkeypatch, trouble):
    lost = Lossy(trouble)
    monkeypatch.setattr(router, "dispatch", lost)
    return lost


def errors(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def everything(world, channel):
    """All messages of the bot's, those too that one person sees."""
    return [
        one
        for one in world.env.backend.messages[channel.id].values()
        if one.author_id == world.bot.user.id
    ]


async def asked(world, person, channel, question=WHO):
    await person.send(channel, f"{world.mention} {question}")
    return channel.last_message


async def asked_privately(person, channel):
    return (await person.slash(channel, "ask", question=WHO, private=True)).response


@dataclass
class Act:
    """Something that people do, once what it takes is there."""

    world: World
    ana: simcord.MemberActor
    ben: simcord.MemberActor
    channel: simcord.ChannelHandle


async def mentions(act):
    return partial(act.ana.send, act.channel, f"{act.world.mention} {WHO}")


async def lists(act):
    return partial(act.ana.slash, act.channel, "articles")


async def chosen_from_lists(act):
    shown = (await act.ana.slash(act.channel, "articles")).response
    [row] = [part for part in act.world.parts(shown) if part["type"] == 3]
    return partial(act.ana.select, shown, [row["options"][0]["value"]])


async def windows(act):
    return partial(act.ana.submit_modal, await act.ana.slash(act.channel, "ask"), {"question": WHO})


def commands(**options):
    async def way(act):
        return partial(act.ana.slash, act.channel, "ask", question=WHO, **options)

    return way


def clicks(label, *, by_another=False, private=False, in_menu=False, question=WHO):
    async def way(act):
        message = await (
            asked_privately(act.ana, act.channel)
            if private
            else asked(act.world, act.ana, act.channel, question)
        )
        person = act.ben if by_another else act.ana
        if in_menu:
            message = (await person.click(message, label="More actions")).response
        return partial(press, person, message, label)

    return way


WAYS = {
    "a mention": (mentions, 1),
    "a command": (commands(), 1),
    "a private command": (commands(private=True), 1),
    "a command that is refused": (commands(outlet="Nobody's Gazette"), 1),
    "a list": (lists, 1),
    "a choice": (chosen_from_lists, 1),
    "a window": (windows, 1),
    "more for all": (clicks("More"), 1),
    "more for one": (clicks("More", by_another=True), 1),
    "more of a private answer": (clicks("More", private=True), 1),
    "share": (clicks("Share", private=True), 1),
    "share of what all see": (clicks("Context", by_another=True), 1),
    "context in place": (clicks("Context"), 0),
    "source in place, private": (clicks("Source", private=True), 0),
    "another's source": (clicks("Source", by_another=True), 1),
    "a page in place": (clicks("Next page", question=LONG_QUESTION), 0),
    "another's page": (
        clicks("Next page", by_another=True, question=LONG_QUESTION),
        1,
    ),
    "a vote": (clicks("Right", in_menu=True), 1),
    "a file": (clicks("File", in_menu=True), 1),
    "a window to ask on": (clicks("Follow up"), 0),
}


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("way", WAYS)
async def test_what_was_lost_on_the_way_doubles_nothing(
    world, general, ana, monkeypatch, caplog, way, trouble
):
    prepare, brings = WAYS[way]
    act = await prepare(Act(world, ana, world.person("ben"), general))
    before = everything(world, general)
    lost = lossy(monkeypatch, trouble)
    await act()
    assert sum(lost.lost.values())
    assert len(everything(world, general)) - len(before) == brings
    assert not errors(caplog)


class SlowDesk(RealDesk):
    """Takes so long that Discord has to be told that an answer follows."""

    def __init__(self, world: World, folder: Path) -> None:
        super().__init__(folder)
        self._world = world

    async def handle(self, request, progress=ignore_progress):
        for response in tuple(self._world.bot.service.responses):
            await response.defer()
        return await super().handle(request, progress)


@pytest.fixture
def slowly(world, folder):
    """From when it is called on the desk takes its time."""

    async def begin():
        world.desk = SlowDesk(world, folder)
        await world.restart()

    return begin


@pytest.mark.parametrize("private", [False, True])
async def test_what_takes_long_is_announced(monkeypatch, private):
    monkeypatch.setattr(interaction_response, "DEFER_AFTER_SECONDS", 0.001)
    announced = asyncio.Event()

    async def defer(**given):
        assert given == {"ephemeral": private, "thinking": True}
        announced.set()

    interaction = SimpleNamespace(response=SimpleNamespace(defer=defer))
    async with interaction_response.InteractionResponse(interaction, Reply(()), private=private):
        await announced.wait()


def callbacks(world):
    return [
        (one["type"], bool(one.get("data", {}).get("flags", 0) & 64))
        for one in world.sent("POST", "/callback")
    ]


@pytest.mark.parametrize("private", [False, True])
async def test_a_command_that_takes_long_is_answered_where_that_was_announced(
    world, general, ana, slowly, private
):
    await slowly()
    result = await ana.slash(general, "ask", question=WHO, private=private)
    assert callbacks(world) == [(5, private)]
    assert ANSWER in world.shown(result.response).replace("**", "")
    assert not result.followups


async def test_an_error_that_comes_late_stands_where_an_answer_was_announced(
    world, general, ana, slowly
):
    await slowly()
    result = await ana.slash(general, "ask", question="x" * 1001)
    assert world.shown(result.response) == SAY("question.too-long", most=1000)
    assert len(everything(world, general)) == 1


@pytest.mark.parametrize("trouble", [None, *TROUBLE])
@pytest.mark.parametrize("label", ["More", "Share"])
async def test_what_is_posted_late_is_posted_for_all_once(
    world, general, ana, slowly, monkeypatch, caplog, label, trouble
):
    message = await (
        asked_privately(ana, general) if label == "Share" else asked(world, ana, general)
    )
    await slowly()
    before = {one.id for one in general.history()}
    if trouble:
        lossy(monkeypatch, trouble)
    result = await ana.click(message, label=label)
    assert callbacks(world)[-1] == (5, True)
    assert result.response is None
    [posted] = [one for one in general.history() if one.id not in before]
    assert not posted.flags.ephemeral
    assert ("“" + WHO + "”" in world.shown(posted)) is (label == "Share")
    assert not errors(caplog)


async def test_what_may_not_be_posted_late_is_shown_to_who_clicked(world, general, ana, slowly):
    message = await asked(world, ana, general)
    await slowly()
    world.env.inject_error("POST", f"/channels/{general.id}/messages", status=403, code=50013)
    result = await ana.click(message, label="More")
    assert result.response.ephemeral
    assert "masons from Velden" in world.shown(result.response)


@pytest.mark.parametrize("trouble", [None, *TROUBLE])
async def test_a_closer_look_that_takes_long_comes_in_place_all_the_same(
    world, general, ana, slowly, monkeypatch, caplog, trouble
):
    message = await asked(world, ana, general)
    await slowly()
    if trouble:
        lossy(monkeypatch, trouble)
    result = await ana.click(message, label="Context")
    assert result.response is None
    assert "nobody else had worked" in world.shown(general.last_message)
    assert len(everything(world, general)) == 1
    assert not errors(caplog)


async def test_a_private_answer_that_is_long_looked_at_is_shown_in_a_copy(
    world, general, ana, slowly
):
    message = await asked_privately(ana, general)
    await slowly()
    result = await ana.click(message, label="Source")
    assert result.response.ephemeral
    assert "repair.md, passage 1" in world.shown(result.response)
    assert {"Back", "Share"} <= set(world.buttons(result.response))


async def test_the_same_where_the_message_is_gone_or_closed(world, general, ana, slowly):
    message = await asked(world, ana, general)
    await slowly()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50001)
    result = await ana.click(message, label="Context")
    assert result.response.ephemeral
    assert "nobody else had worked" in world.shown(result.response)


@pytest.mark.parametrize("label", ["Context", "More"])
async def test_why_nothing_is_shown_is_told_late_too(world, general, ana, folder, slowly, label):
    message = await asked(world, ana, general)
    for file in folder.iterdir():
        file.write_text("Another title\n\nAnother text.", encoding="utf-8")
    await slowly()
    shown = told(await ana.click(message, label=label))
    assert shown.ephemeral
    assert world.shown(shown) in {SAY("card.changed"), SAY("more.changed")}


async def test_what_nobody_waits_for_is_given_up(world, general, ana, slowly, caplog):
    await slowly()
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    ended = asyncio.Event()

    async def held(*_):
        [response] = world.bot.service.responses
        try:
            await response.defer()
            await asyncio.Event().wait()
        finally:
            ended.set()

    world.desk.handle = held
    result = await ana.slash(general, "ask", question=WHO)
    assert result.response is None
    assert ended.is_set()
    assert "could not be acknowledged" in caplog.text


class HeldDesk(RealDesk):
    """Answers nothing before it is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def handle(self, request, progress=ignore_progress):
        self.begun.set()
        await self.go.wait()
        return await super().handle(request, progress)


@pytest.mark.parametrize("announced", [False, True])
@pytest.mark.parametrize(
    ("command", "key"), [("corpus reload", "corpus.left"), ("help", "discord.left")]
)
async def test_who_waits_when_the_bot_leaves_is_told_what_became_of_it(
    world, general, folder, announced, command, key
):
    mo, desk = world.person("mo", manage_guild=True), HeldDesk(folder)
    world.desk = desk
    await world.restart()
    waiting = asyncio.create_task(mo.slash(general, command))
    await desk.begun.wait()
    if announced:
        [response] = world.bot.service.responses
        await response.defer()
    assert len(world.sent("POST", "/callback")) == announced
    assert world.bot.service.active_requests == 1
    world.bot.service.abandon_requests()
    result = await waiting
    assert world.bot.service.active_requests == 0
    assert result.response.ephemeral
    assert world.shown(result.response) == SAY(key)
    assert len(everything(world, general)) == 1


async def test_a_reply_on_its_way_is_not_called_off(world, general, monkeypatch):
    mo = world.person("mo", manage_guild=True)
    part_of = interaction_response.build_message

    async def while_leaving(*given, **more):
        world.bot.service.abandon_requests()
        await asyncio.sleep(0)
        return await part_of(*given, **more)

    monkeypatch.setattr(interaction_response, "build_message", while_leaving)
    result = await mo.slash(general, "corpus reload", now=True)
    assert world.shown(result.response).startswith("Reloaded: ")


async def test_a_failure_in_a_click_is_told_and_logged(world, general, ana, caplog):
    message = await asked(world, ana, general)

    async def fail(*_):
        raise ZeroDivisionError

    world.desk.handle = fail
    for label in ("Context", "More", "More actions"):
        shown = told(await ana.click(message, label=label))
        assert shown.ephemeral
        assert world.shown(shown) == SAY("error.unknown")
    assert caplog.text.count("could not be answered") == 3


async def test_a_reply_of_many_pages_that_no_button_turns_is_one_message(world, general, ana):
    reply = Reply((Quote("word " * 1500), Line("the end")))
    world.desk.handle = replying(reply)
    result = await ana.slash(general, "ask", question="who?")
    assert len(everything(world, general)) == 1
    [file] = result.response.attachments
    assert (await file.read()).decode() == reply.text
    assert "Page 1 of" in world.shown(result.response)


def replying(reply):
    async def handle(*_):
        return reply

    return handle


async def test_views_of_private_replies_are_not_kept(general, ana):
    await ana.slash(general, "ask", question=WHO, private=True)
    await ana.slash(general, "help")
    assert not [
        task
        for task in asyncio.all_tasks()
        if "timeout" in repr(task.get_coro()) and "view" in repr(task.get_coro()).lower()
    ]


async def test_a_command_in_a_thread_of_the_bots_own_permissions(world, ana):
    # What a command brings needs no permission of the bot's to write there.
    quiet = world.env.guild.create_text_channel(
        "quiet", overwrites={world.bot.user: discord.PermissionOverwrite(send_messages=False)}
    )
    result = await ana.slash(quiet, "ask", question=WHO)
    assert ANSWER in world.shown(result.response).replace("**", "")
    assert "masons from Velden" in world.shown(
        (await ana.click(result.response, label="More")).response
    )
