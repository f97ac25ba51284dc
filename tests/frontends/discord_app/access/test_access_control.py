from __future__ import annotations

import asyncio
import datetime as dt
from types import SimpleNamespace
from unittest import mock

import discord
import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Reply
from bot.frontends.discord_app.access.access_control import AccessControl
from bot.frontends.discord_app.access.membership import (
    MAX_PEOPLE,
    MEMBER_SECONDS,
    Membership,
    MembershipStatus,
)
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.access.user_locale import Locales
from bot.frontends.discord_app.components.buttons import ActionButton
from bot.frontends.discord_app.components.checked_item import AccessCheckedItem
from bot.frontends.discord_app.delivery.retry import MAX_ATTEMPTS
from tests.frontends.discord_app.conftest import SERVER, Clock, events_handled

ELSEWHERE, STRANGER, UNCHECKED = (
    translations()(f"discord.{key}") for key in ("elsewhere", "stranger", "unchecked")
)


@pytest.fixture
def doors() -> DiscordSettings:
    return DiscordSettings(guild_ids=frozenset({SERVER}))


@pytest.fixture
def other(world):
    """A channel of a server that is none of ours, with somebody in it."""
    guild = world.env.create_guild("Elsewhere")
    return SimpleNamespace(
        guild=guild,
        channel=guild.create_text_channel("general"),
        ben=guild.add_member(world.env.create_user("ben")),
    )


def asked_for(world):
    return [
        call.path
        for call in world.env.http_requests
        if call.method == "GET" and "/members/" in call.path
    ]


def direct(person):
    """What the bot said to somebody directly, last."""
    return person.user.dm_channel.last_message


async def test_members_of_a_named_server_are_answered(world, general, ana):
    await ana.send(general, f"{world.mention} who?")
    await ana.slash(general, "ask", question="who?")
    await ana.send_dm("who?")
    assert len(world.desk.heard) == 3
    # Who acts in the server is a member.
    assert asked_for(world) == []


async def test_who_gives_a_command_is_a_member(world, general, ana):
    await ana.slash(general, "help")
    await ana.send_dm("who?")
    assert len(world.desk.heard) == 2
    assert asked_for(world) == []


async def test_messages_elsewhere_are_told_to_the_log_alone_once_a_server(world, other, caplog):
    for _ in range(3):
        await other.ben.send(other.channel, f"{world.mention} who?")
    assert world.desk.heard == []
    assert caplog.text.count("are not answered") == 1
    assert str(other.guild.id) in caplog.text
    assert world.sent("POST", "/messages") == []


async def test_commands_elsewhere_get_one_private_sentence(world, other):
    message = await other.ben.send(other.channel, "who led it?")
    for shown in (
        await other.ben.slash(other.channel, "ask", question="who?"),
        await other.ben.slash(other.channel, "ask"),
        await other.ben.slash(other.channel, "help"),
        await other.ben.slash(other.channel, "corpus list"),
        await other.ben.context_menu(other.channel, "Ask about this", message),
    ):
        assert world.shown(shown.response) == ELSEWHERE
        assert shown.response.ephemeral
    assert world.desk.heard == []


async def test_nothing_is_offered_elsewhere(world, other):
    assert await other.ben.autocomplete(other.channel, "ask", "question", "a") == []
    assert await other.ben.autocomplete(other.channel, "ask", "outlet", "a") == []
    # Discord is told so, and does not wait.
    assert [answer["type"] for answer in world.sent("POST", "/callback")] == [8, 8]


async def test_buttons_and_windows_from_before_a_server_was_left_out_show_nothing(
    world, general, ana
):
    world.desk.says = lambda message: Reply(
        (Line(f"heard: {message.text}"),), (Action("Again", Command.SHOW, "x"),)
    )
    await ana.send(general, f"{world.mention} who?")
    opened = await ana.slash(general, "ask")
    answer = general.last_message
    world.doors = DiscordSettings(guild_ids=frozenset({SERVER + 1}))
    await world.restart()
    world.desk.heard.clear()
    for shown in (
        await ana.click(answer, label="Again"),
        await ana.submit_modal(opened, {"question": "who?"}),
    ):
        assert world.shown(shown.response) == ELSEWHERE
        assert shown.response.ephemeral
    assert world.desk.heard == []


async def test_every_button_lets_in_members_alone(world):
    assert all(
        issubclass(kind, AccessCheckedItem)
        for kind in world.bot._connection._view_store._dynamic_items.values()
    )
    assert issubclass(ActionButton, AccessCheckedItem)


async def test_a_stranger_who_writes_directly_is_told_so(world, other):
    for _ in range(2):
        await other.ben.user.send_dm("who?")
        assert world.shown(direct(other.ben)) == STRANGER
    assert world.desk.heard == []
    assert len(asked_for(world)) == 1
    shown = await other.ben.user.slash("ask", question="who?")
    assert world.shown(shown.response) == STRANGER
    assert await other.ben.user.autocomplete("ask", "question", "a") == []


async def test_who_left_is_answered_for_five_minutes_at_most(world, general, ana):
    assert MEMBER_SECONDS <= 300
    await ana.send(general, f"{world.mention} who?")
    world.env.guild.remove_member(ana)
    for seconds, shown in ((299, "heard: who?"), (300, STRANGER)):
        world.clock.seconds = seconds
        await ana.user.send_dm("who?")
        assert world.shown(ana.user.dm_channel.last_message) == shown
    shown = await ana.user.slash("ask", question="who?")
    assert world.shown(shown.response) == STRANGER


async def test_what_is_read_later_makes_nobody_a_member(world, general, ana):
    # Such as what was asked while there was no connection.
    await world.bot.get_shard(0).disconnect()
    asked = await ana.send(general, f"{world.mention} who?")
    world.env.guild.remove_member(ana)
    ready = asyncio.create_task(world.bot.wait_for("shard_ready"))
    world.clock.later = dt.timedelta(seconds=MEMBER_SECONDS)
    await world.bot.get_shard(0).reconnect()
    await ready
    await events_handled()
    await world.env.settle()
    assert world.desk.heard[-1].id == str(asked.id)
    await ana.user.send_dm("who?")
    assert world.shown(ana.user.dm_channel.last_message) == STRANGER


async def test_a_member_is_one_from_when_discord_was_asked():
    clock = Clock()

    async def slowly(_):
        clock.seconds += 100

    membership = Membership(clock)
    fetch = mock.AsyncMock(side_effect=slowly)
    for seconds, looks in ((0, 1), (MEMBER_SECONDS - 1, 1), (MEMBER_SECONDS, 2)):
        clock.seconds = seconds
        assert await membership.status_of(1, [guild(1, fetch)], 5) is MembershipStatus.MEMBER
        assert fetch.await_count == looks


async def test_of_a_server_that_is_left_no_members_are_known():
    membership = Membership(Clock())
    for person, server in ((1, 1), (2, 2)):
        membership.note_member(person, server)
    membership.forget_server(1)
    servers = [guild(number, mock.AsyncMock(side_effect=refused(404))) for number in (1, 2)]
    statuses = [await membership.status_of(person, servers, 5) for person in (1, 2)]
    assert statuses == [MembershipStatus.NOT_MEMBER, MembershipStatus.MEMBER]


async def test_a_member_who_writes_directly_is_looked_up_every_five_minutes(world, ana):
    for seconds, looks in ((0, 1), (299.9, 1), (300, 2)):
        world.clock.seconds = seconds
        await ana.send_dm("who?")
        assert world.shown(direct(ana)) == "heard: who?"
        assert len(asked_for(world)) == looks


async def test_who_joins_is_answered_before_long(world, other):
    await other.ben.user.send_dm("who?")
    world.env.guild.add_member(other.ben.user)
    for seconds, shown in ((299.9, STRANGER), (300, "heard: who?")):
        world.clock.seconds = seconds
        await other.ben.user.send_dm("who?")
        assert world.shown(direct(other.ben)) == shown


async def test_who_joins_and_acts_there_is_answered_at_once(world, other, general):
    await other.ben.user.send_dm("who?")
    await world.env.guild.add_member(other.ben.user).send(general, f"{world.mention} who?")
    await other.ben.user.send_dm("who?")
    assert world.shown(direct(other.ben)) == "heard: who?"


@pytest.mark.parametrize("times", [1, MAX_ATTEMPTS - 1])
async def test_a_question_waits_while_discord_fails(world, ana, times):
    world.env.inject_error("GET", "/guilds/*/members/*", status=503, times=times)
    await ana.send_dm("who?")
    assert world.shown(direct(ana)) == "heard: who?"


async def test_discord_that_goes_on_failing_opens_no_door_and_is_told_of(world, other):
    world.env.inject_error("GET", "/guilds/*/members/*", status=500, times=2 * MAX_ATTEMPTS)
    await other.ben.user.send_dm("who?")
    assert world.shown(direct(other.ben)) == UNCHECKED
    shown = await other.ben.user.slash("ask", question="who?")
    assert world.shown(shown.response) == UNCHECKED
    assert world.desk.heard == []
    # Nothing of it is kept.
    await other.ben.user.send_dm("who?")
    assert world.shown(direct(other.ben)) == STRANGER


def guild(number, fetch):
    return mock.Mock(spec=discord.Guild, id=number, fetch_member=fetch)


def refused(status):
    return (
        discord.NotFound(mock.Mock(status=404), "no")
        if status == 404
        else discord.Forbidden(mock.Mock(status=403), "no")
    )


async def test_all_servers_are_looked_through():
    first, second, third = (
        guild(number, mock.AsyncMock(side_effect=effect))
        for number, effect in enumerate((refused(404), refused(403), None))
    )
    membership = Membership(Clock())
    assert await membership.status_of(1, [first, second, third], 5) is MembershipStatus.MEMBER
    assert await membership.status_of(1, [first, second, third], 5) is MembershipStatus.MEMBER
    assert third.fetch_member.await_count == 1
    # The server where the person is known has gone meanwhile.
    assert await membership.status_of(1, [first, second], 5) is MembershipStatus.NOT_MEMBER
    assert await membership.status_of(1, [], 5) is MembershipStatus.NOT_MEMBER


async def test_a_slow_search_serves_who_asks_again():
    going = asyncio.Event()
    fetch = mock.AsyncMock(side_effect=going.wait)
    membership = Membership(Clock())
    servers = [guild(1, lambda _: fetch())]
    assert await membership.status_of(1, servers, 0) is MembershipStatus.UNKNOWN
    waiting = asyncio.create_task(membership.status_of(1, servers, 5))
    await asyncio.sleep(0)
    going.set()
    assert await waiting is MembershipStatus.MEMBER
    assert fetch.await_count == 1


async def test_what_is_kept_of_people_is_bounded():
    fetch = mock.AsyncMock(side_effect=refused(404))
    membership = Membership(Clock())
    for person in range(MAX_PEOPLE + 1):
        membership.note_member(person, 1)
    servers = [guild(1, fetch)]
    assert await membership.status_of(1, servers, 5) is MembershipStatus.MEMBER
    assert await membership.status_of(0, servers, 5) is MembershipStatus.NOT_MEMBER


def interaction(server, *, private_channel=False, locale="en-GB"):
    context = SimpleNamespace(private_channel=private_channel)
    return SimpleNamespace(
        guild_id=server,
        user=SimpleNamespace(id=5),
        context=context,
        locale=locale,
        guild_locale=None,
    )


@pytest.mark.parametrize(
    ("servers", "at", "private_channel", "answered"),
    [
        ((), 1, False, True),
        # Brought along as somebody's own app.
        ((), 2, False, False),
        ((), None, True, False),
        ((1,), 1, False, True),
        ((3,), 1, False, False),
        ((3,), 3, False, True),
        ((1,), None, True, False),
    ],
)
async def test_where_commands_are_answered(servers, at, private_channel, answered):
    admission = AccessControl(
        DiscordSettings(frozenset(servers)),
        lambda: [guild(1, None)],
        Locales(str),
        Clock(),
    )
    refusal = await admission.refusal_of(interaction(at, private_channel=private_channel))
    assert refusal is None if answered else refusal.text == ELSEWHERE


async def test_a_refusal_speaks_the_persons_language():
    admission = AccessControl(DiscordSettings(), list, Locales(str), Clock())
    refusal = await admission.refusal_of(interaction(1, locale="uk"))
    assert refusal.text == translations("uk")("discord.elsewhere")
    assert refusal.language == "uk"
