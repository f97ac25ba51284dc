"""Questions asked while there was no connection are answered once, in order, with their age."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from discord.utils import time_snowflake
from simcord.backend import serializers

from bot.frontends.discord_app.cogs import backlog
from bot.frontends.discord_app.state.seen_messages import (
    DM_RETENTION,
    MAX_AGE,
    MAX_REMEMBERED,
    MAX_SAVED,
    Claim,
    SavedState,
    SeenMessages,
    load_state,
    save_state,
)
from bot.frontends.discord_app.state.seen_messages_writer import SeenMessagesWriter
from tests.frontends.discord_app.conftest import events_handled


def ask(world, person, channel, text):
    return person.send(channel, f"{world.mention} {text}")


def answers(world, channel):
    return [world.shown(message) for message in channel.history() if message.author.bot]


class Gap:
    """A time in which Discord tells the bot nothing; then a new session, or a new process."""

    def __init__(self, world, *, restart: bool = False) -> None:
        self._world = world
        self._restart = restart

    async def __aenter__(self):
        await self._world.bot.get_shard(0).disconnect()

    async def __aexit__(self, *_):
        if self._restart:
            await self._world.restart()
        else:
            ready = asyncio.create_task(self._world.bot.wait_for("shard_ready"))
            await self._world.bot.get_shard(0).reconnect()
            await ready
        await events_handled()


@pytest.fixture(params=[False, True], ids=["new session", "new process"])
def gap(world, request):
    return lambda: Gap(world, restart=request.param)


async def test_what_was_asked_meanwhile_is_answered_once_and_in_order(world, general, ana, gap):
    await ask(world, ana, general, "first?")
    async with gap():
        for text in ("second?", "third?"):
            await ask(world, ana, general, text)
        await ana.send(general, "nobody speaks to it here")
        assert answers(world, general) == ["heard: first?"]
    for _ in range(2):
        assert answers(world, general) == ["heard: first?", "heard: second?", "heard: third?"]
        async with gap():
            pass
    await ask(world, ana, general, "fourth?")
    assert answers(world, general)[3:] == ["heard: fourth?"]


async def test_direct_messages_too(world, ana, gap):
    await ana.send_dm("first?")
    async with gap():
        await ana.send_dm("second?")
    assert answers(world, ana.user.dm_channel) == ["heard: first?", "heard: second?"]


async def test_in_a_channel_where_nothing_was_said_before(world, general, ana):
    async with Gap(world):
        await ask(world, ana, general, "who?")
    assert answers(world, general) == ["heard: who?"]


async def test_the_first_start_of_all_answers_nothing_from_before(world, general, ana):
    async with Gap(world, restart=True):
        await ask(world, ana, general, "who?")
        await world.bot.close()
        world.seen_file.unlink()
    assert answers(world, general) == []


async def test_a_reply_of_ours_shows_that_a_question_was_answered(world, general, ana):
    asked = await ask(world, ana, general, "first?")
    async with Gap(world, restart=True):
        await ask(world, ana, general, "second?")
        # As after a crash: the file is from before both.
        await world.bot.close()
        save_state(world.seen_file, SavedState(asked.id - 1))
    assert answers(world, general) == ["heard: first?", "heard: second?"]


async def test_a_question_that_comes_twice_is_answered_once(world, general, ana):
    question = await ask(world, ana, general, "who?")
    message = await world.bot.get_channel(general.id).fetch_message(question.id)
    world.bot.dispatch("message", message)
    await events_handled()
    assert answers(world, general) == ["heard: who?"]


async def test_a_channel_that_can_not_be_read_holds_up_no_other(world, general, ana):
    other = world.env.guild.create_text_channel("other")
    async with Gap(world):
        for channel in (general, other):
            await ask(world, ana, channel, "who?")
        world.env.inject_error("GET", f"/channels/{other.id}/messages", status=403, code=50001)
    assert (answers(world, general), answers(world, other)) == (["heard: who?"], [])


async def test_only_the_newest_questions_are_taken_up(world, general, ana, monkeypatch):
    monkeypatch.setattr(backlog, "MAX_QUESTIONS", 2)
    async with Gap(world):
        for number in range(4):
            await ask(world, ana, general, f"number {number}?")
    assert answers(world, general) == ["heard: number 2?", "heard: number 3?"]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (dt.timedelta(minutes=14), ["heard: who?"]),
        (dt.timedelta(minutes=20), ["-# Asked 20 minutes ago:\nheard: who?"]),
        (dt.timedelta(hours=3), ["-# Asked 3 hours ago:\nheard: who?"]),
        (dt.timedelta(hours=25), []),
    ],
)
async def test_an_old_question_is_answered_with_its_age_and_a_very_old_one_not_at_all(
    world, general, ana, later, said
):
    async with Gap(world):
        await ask(world, ana, general, "who?")
        world.clock.later = later
    assert answers(world, general) == said


def test_a_shard_misses_what_came_since_it_heard_something_last():
    seen = SeenMessages(SavedState())
    seen.shard_connected(0)
    assert seen.gap_start(0) is None
    seen.note_message(0, 1 << 60)
    seen.shard_connected(0)
    seen.note_message(0, (1 << 60) + (1 << 40))
    assert (1 << 60) - (1 << 36) < seen.gap_start(0) < 1 << 60


def test_what_is_broken_off_is_found_again_and_what_was_answered_is_not():
    seen = SeenMessages(SavedState(5, (3, 5), (70,)))
    for message in (11, 12, 13):
        seen.note_message(0, message, 71)
    with seen.claim(11) as taken:
        assert taken is Claim.NEW
    with pytest.raises(KeyboardInterrupt), seen.claim(12):
        raise KeyboardInterrupt
    with seen.claim(13) as taken:
        assert taken is Claim.NEW
    assert seen.to_save(is_orderly_exit=True) == SavedState(
        11, (3, 5, 11, 13), (70, 71), (0, 0, 0, 0), (5, 13)
    )
    again = SeenMessages(seen.to_save())
    assert [again.claim(one).__enter__() is Claim.NEW for one in (3, 11, 12, 13)] == [
        False,
        False,
        True,
        False,
    ]


def test_it_stays_small():
    seen = SeenMessages(SavedState())
    for message in range(1, 2 * MAX_REMEMBERED):
        seen.note_message(0, message, message)
        with seen.claim(message):
            pass
    kept = seen.to_save()
    assert (len(kept.answered), kept.answered[-1], len(kept.direct)) == (
        MAX_SAVED,
        2 * MAX_REMEMBERED - 1,
        100,
    )
    claims = []
    for message in (MAX_REMEMBERED, MAX_REMEMBERED - 1):
        with seen.claim(message) as claim:
            claims.append(claim)
    assert claims == [Claim.SEEN, Claim.NEW]


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "[]",
        '{"mark": "x", "answered": [], "direct": []}',
        '{"mark": 1, "answered": 3, "direct": []}',
        "\ud800",
    ],
)
def test_a_file_that_says_nothing_is_no_file(tmp_path, written):
    if written is not None:
        (tmp_path / "seen.json").write_text(written, encoding="utf-8", errors="surrogatepass")
    assert load_state(tmp_path / "seen.json") == SavedState()


def test_a_file_of_an_earlier_version_is_read(tmp_path):
    (tmp_path / "seen.json").write_text('{"mark": 9, "answered": [5, 7], "direct": [70]}')
    kept = SeenMessages(load_state(tmp_path / "seen.json")).to_save()
    assert kept == SavedState(9, (5, 7), (70,), (0, 0), (9,))


def test_what_is_kept_is_read_again(tmp_path):
    kept = SavedState(7, (5, 7), (70,), (1, 0), (6,))
    save_state(tmp_path / "data" / "seen.json", kept)
    assert load_state(tmp_path / "data" / "seen.json") == kept
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["seen.json"]


async def test_a_server_that_discord_had_lost_is_caught_up_with(world, general, ana):
    await ask(world, ana, general, "first?")
    env = world.env
    feed = env._gateway_feed
    feed("GUILD_DELETE", {"id": str(env.guild.id), "unavailable": True})
    await events_handled()
    env.backend.subscribers.remove(feed)
    await ask(world, ana, general, "second?")
    env.backend.subscribers.append(feed)
    feed(
        "GUILD_CREATE",
        serializers.guild_create_payload(env.backend, env.backend.guilds[env.guild.id]),
    )
    await events_handled()
    assert answers(world, general) == ["heard: first?", "heard: second?"]


async def test_what_came_last_is_kept_when_the_bot_leaves(tmp_path):
    seen = SeenMessages(SavedState())
    keeper = SeenMessagesWriter(seen, tmp_path / "seen.json")
    for message in (1, 2):
        seen.note_message(0, message)
        keeper.save_soon()
    keeper.save()
    assert load_state(tmp_path / "seen.json").mark == 2


async def test_what_has_been_kept_long_enough_is_forgotten_though_nobody_speaks(tmp_path):
    now = dt.datetime(2025, 6, 15, tzinfo=dt.UTC)
    asked, spoke = (
        time_snowflake(now - age - dt.timedelta(seconds=1)) for age in (MAX_AGE, DM_RETENTION)
    )
    seen = SeenMessages(
        SavedState(asked, (asked, time_snowflake(now)), (70, 71), (1, 2), (spoke, asked))
    )
    keeper = SeenMessagesWriter(seen, tmp_path / "seen.json", lambda: now)
    keeper.forget_old()
    await keeper.save_next()
    assert load_state(tmp_path / "seen.json") == SavedState(
        asked, (time_snowflake(now),), (71,), (2,), (asked,)
    )
    # There is nothing to write then.
    (tmp_path / "seen.json").unlink()
    keeper.forget_old()
    await asyncio.sleep(0)
    assert not (tmp_path / "seen.json").exists()


async def test_that_is_looked_for_every_hour(world):
    forgetting = world.messages.forget_old
    assert (forgetting.hours, forgetting.is_running()) == (1, True)
    await world.bot.close()
    await asyncio.sleep(0)
    assert not forgetting.is_running()


async def test_what_is_older_never_overwrites_what_is_newer(tmp_path):
    seen = SeenMessages(SavedState())
    keeper = SeenMessagesWriter(seen, tmp_path / "seen.json")
    seen.note_message(0, 1)
    older = keeper._next_state()
    seen.note_message(0, 2)
    keeper.save()
    keeper._write(tmp_path / "seen.json", *older)
    assert load_state(tmp_path / "seen.json").mark == 2


async def test_leaving_keeps_what_was_seen(world, general, ana, synced_file):
    for text in ("first?", "second?"):
        asked = await ask(world, ana, general, text)
    await world.bot.close()
    assert asked.id in load_state(synced_file.with_name("seen.json")).answered
