from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import (
    Action,
    Line,
    ProgressCallback,
    Reply,
    Request,
    Style,
    ignore_progress,
)
from tests.frontends.discord_app.conftest import ScriptedDesk


async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(world, general, ana):
    question = await ana.send(general, f"{world.mention} who led it?")

    answer = general.last_message
    assert world.shown(answer) == "heard: who led it?"
    assert answer.reference.message_id == question.id
    [payload] = world.sent("POST", f"/channels/{general.id}/messages")
    assert payload["allowed_mentions"] == {"parse": []}
    assert payload["message_reference"]["fail_if_not_exists"] is False
    assert payload["enforce_nonce"] is True
    assert world.desk.heard[0].command is Command.ASK


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("{me} who?", "who?"),
        ("who {me} led it?", "who  led it?"),
        ("<@!{id}> who?", "who?"),
        ("{me}", ""),
        ("{me} what did {ben} say <:wave:123> in {channel}?", "what did ben say  in general?"),
    ],
)
async def test_mentions_become_names_and_ours_vanishes(world, general, ana, said, heard):
    ben = world.person("ben")
    me = world.bot.user.id
    await ana.send(
        general, said.format(me=world.mention, id=me, ben=ben.mention, channel=general.mention)
    )
    assert world.desk.heard[0].text == heard


async def test_a_reply_that_pings_is_a_question_without_mention(world, general, ana):
    await ana.send(general, f"{world.mention} who led it?")
    await ana.send(general, "and where?", reply_to=general.last_message)
    assert [message.text for message in world.desk.heard] == ["who led it?", "and where?"]
    assert world.desk.heard[0].conversation == world.desk.heard[1].conversation


async def test_a_direct_message_needs_no_mention(world, ana):
    await ana.send_dm("who led it?")
    assert world.shown(ana.user.dm_channel.last_message) == "heard: who led it?"
    assert not world.desk.heard[0].is_moderator


async def test_who_speaks_where_makes_the_conversation(world, general, ana):
    ben, other = world.person("ben"), world.env.guild.create_text_channel("other")
    for person, channel in ((ana, general), (ben, general), (ana, other), (ana, general)):
        await person.send(channel, f"{world.mention} who?")
    ana_here, ben_here, ana_there, ana_again = (
        message.conversation for message in world.desk.heard
    )
    assert len({ana_here, ben_here, ana_there}) == 3
    assert ana_again == ana_here
    assert [message.author for message in world.desk.heard[:2]] == [str(ana.id), str(ben.id)]


class TakesItsTime(ScriptedDesk):
    """A desk that answers when typing was asked for."""

    def __init__(self, paths: Callable[[], list[str]]) -> None:
        super().__init__()
        self._paths = paths

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        del progress
        while not any(path.endswith("typing") for path in self._paths()):  # noqa: ASYNC110 - what the client asks of Discord is no event of ours
            await asyncio.sleep(0)
        return Reply((Line(f"heard: {request.text}"),))


def channel_calls(world):
    return [call.path for call in world.env.http_requests if call.path.startswith("/channels")]


async def test_typing_is_shown_while_an_answer_takes_its_time(world, general, ana):
    world.bot.service.chat = TakesItsTime(partial(channel_calls, world))
    await ana.send(general, f"{world.mention} who?")
    assert channel_calls(world) == [
        f"/channels/{general.id}/typing",
        f"/channels/{general.id}/messages",
    ]


async def test_an_answer_that_comes_at_once_needs_no_typing(world, general, ana):
    await ana.send(general, f"{world.mention} who?")
    assert channel_calls(world) == [f"/channels/{general.id}/messages"]


async def test_an_answer_comes_even_where_typing_cannot_be_shown(world, general, ana):
    world.env.inject_error("POST", "/channels/*/typing", status=403, code=50013)
    world.bot.service.chat = TakesItsTime(partial(channel_calls, world))
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message) == "heard: who?"


@pytest.mark.parametrize(
    "said", ["who led it?", "@everyone who led it?", "@here who?", "{role} who?", "{ben} who?"]
)
async def test_it_stays_silent_when_nobody_speaks_to_it(world, general, ana, said):
    role, ben = world.env.guild.create_role("Readers"), world.person("ben")
    await ana.send(general, said.format(role=role.mention, ben=ben.mention))
    assert world.desk.heard == []


async def test_other_bots_and_webhooks_are_ignored(world, general):
    guild = world.env.guild
    robot = guild.add_member(world.env.create_user("robot", bot=True))
    await robot.send(general, f"{world.mention} who led it?")
    await guild.create_webhook(general).send(f"{world.mention} who led it?")
    assert world.desk.heard == []


@pytest.mark.parametrize("private", [True, False])
async def test_ask(world, general, ana, private):
    result = await ana.slash(general, "ask", question="who led it?", private=private)
    [answered] = world.sent("POST", "/callback")
    assert answered["type"] == 4
    assert world.shown(result.response) == "heard: who led it?"
    assert result.response.ephemeral is private
    assert world.desk.heard[0].private is private


async def test_help_is_private(world, general, ana):
    result = await ana.slash(general, "help")
    assert result.response.ephemeral
    assert world.desk.heard[0].command is Command.HELP


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("reload", "preview"),
        ("undo", "undo"),
        ("log", "log"),
        ("list", "list"),
        ("status", "status"),
    ],
)
@pytest.mark.parametrize(
    ("permissions", "moderator"),
    [({}, False), ({"manage_guild": True}, True), ({"administrator": True}, True)],
)
async def test_manage_server_makes_a_moderator(
    world, general, name, command, permissions, moderator
):
    person = world.person("mo", **permissions)
    result = await person.slash(general, f"corpus {name}")
    assert result.response.ephemeral
    assert world.desk.heard[0].command == command
    assert world.desk.heard[0].is_moderator is moderator


async def test_a_configured_role_makes_a_moderator(world, general):
    guild = world.env.guild
    newsroom, readers = guild.create_role("Newsroom"), guild.create_role("Readers")
    editor = guild.add_member(world.env.create_user("ed"), roles=[newsroom])
    reader = guild.add_member(world.env.create_user("rea"), roles=[readers])
    for person in (editor, reader):
        await person.slash(general, "corpus reload")
    assert [message.is_moderator for message in world.desk.heard] == [True, False]


async def test_a_private_reply_to_a_public_command_is_kept_private(world, general, ana):
    world.desk.says = lambda _: Reply((Line("not for you", Style.ERROR),), private=True, error=True)
    result = await ana.slash(general, "ask", question="?")
    assert not result.followups
    assert result.response.ephemeral
    assert world.shown(result.response) == "not for you"


async def test_an_unknown_failure_is_told_and_logged(world, general, ana, caplog):
    def fail(_):
        raise ZeroDivisionError

    world.desk.says = fail
    await ana.send(general, f"{world.mention} who?")
    assert "went wrong" in world.shown(general.last_message)
    result = await ana.slash(general, "ask", question="who?", private=True)
    assert "went wrong" in world.shown(result.response)
    assert result.response.ephemeral
    assert caplog.text.count("ZeroDivisionError") >= 2


async def test_without_the_right_to_write_the_answer_comes_privately(world, general, ana):
    world.desk.says = lambda _: Reply(
        (Line("the answer"),), actions=(Action("More", Command.SHOW, "k"),)
    )
    world.env.inject_error("POST", f"/channels/{general.id}/messages", status=403, code=50013)
    await ana.send(general, f"{world.mention} who?")
    told = ana.user.dm_channel.last_message
    assert "general" in world.shown(told)
    assert "the answer" in world.shown(told)
    assert "More" in world.buttons(told)


async def test_without_the_right_to_write_to_anybody_it_is_logged(world, general, ana, caplog):
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=2)
    await ana.send(general, f"{world.mention} who?")
    assert f"may not write in channel {general.id}" in caplog.text
    assert "accepts no direct messages" in caplog.text


async def test_without_the_right_to_reply_it_answers_plainly(world, general, ana):
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=160002)
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message) == "heard: who?"
    assert general.last_message.reference is None


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_send_that_fails_is_repeated_as_the_same_message(world, general, ana, status):
    world.env.inject_error("POST", "/channels/*/messages", status=status, times=3)
    await ana.send(general, f"{world.mention} who?")
    attempts = world.sent("POST", f"/channels/{general.id}/messages")
    assert len(attempts) == 4
    assert len({attempt["nonce"] for attempt in attempts}) == 1
    assert [message.author.bot for message in general.history()].count(True) == 1


async def test_a_command_is_answered_after_server_errors(world, general, ana):
    world.env.inject_error("POST", "/interactions/*", status=503, times=3)
    result = await ana.slash(general, "ask", question="who?")
    assert world.shown(result.response) == "heard: who?"


async def test_an_interaction_that_nobody_waits_for_is_dropped(world, general, ana, caplog):
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    result = await ana.slash(general, "ask", question="who?")
    assert result.response is None
    assert not result.followups
    assert "could not be answered in time" in caplog.text
