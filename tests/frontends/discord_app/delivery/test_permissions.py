"""Where something is forbidden, what is allowed is done, or who asked is told privately."""

from __future__ import annotations

import datetime as dt

import discord
import pytest

from bot.chat.messages.request_reply import Line, Quote, Reply

EXCUSE = "I can't write in {}, so here is the answer:"
MAY_NOT_ATTACH = (
    "-# There is more than fits here, and I can't attach files in this channel. "
    "Ask me in a direct message to see all of it."
)
LONG = Reply((Quote("\n".join(["every line of this is long " * 20] * 60)), Quote("the end")))


def channel_without(world, **denied):
    overwrite = discord.PermissionOverwrite(**dict.fromkeys(denied, False))
    return world.env.guild.create_text_channel("quiet", overwrites={world.bot.user: overwrite})


def attempts(world, channel):
    return world.sent("POST", f"/channels/{channel.id}/messages")


def told(world, person):
    return [
        world.shown(message).removeprefix("-# ")
        for message in person.user.dm_channel.history()
        if message.author.bot
    ]


async def thread_in(world, channel, **state):
    made = await world.bot.get_channel(channel.id).create_thread(
        name="a thread", type=discord.ChannelType.public_thread
    )
    if state:
        await made.edit(**state)
    await world.env.settle()
    return next(one for one in channel.threads if one.id == made.id)


async def test_what_is_known_to_be_forbidden_is_not_tried(world, ana):
    quiet = channel_without(world, send_messages=False)
    await ana.send(quiet, f"{world.mention} who?")
    assert told(world, ana) == [EXCUSE.format("quiet") + "\nheard: who?"]
    assert attempts(world, quiet) == []


async def test_a_thread_has_a_permission_of_its_own(world, ana):
    quiet = channel_without(world, send_messages=False)
    thread = await thread_in(world, quiet)
    await ana.send(thread, f"{world.mention} who?")
    assert world.shown(thread.last_message) == "heard: who?"


async def test_who_asks_in_a_thread_closed_to_us_is_answered_privately(world, ana):
    quiet = channel_without(world, send_messages_in_threads=False)
    thread = await thread_in(world, quiet)
    await ana.send(thread, f"{world.mention} who?")
    assert told(world, ana) == [EXCUSE.format("a thread") + "\nheard: who?"]
    assert attempts(world, thread) == []


@pytest.mark.parametrize(("keeper", "where"), [(False, "privately"), (True, "there")])
async def test_a_locked_thread_is_for_who_manages_threads(world, ana, keeper, where):
    overwrite = discord.PermissionOverwrite(manage_threads=keeper)
    channel = world.env.guild.create_text_channel("general", overwrites={world.bot.user: overwrite})
    thread = await thread_in(world, channel)
    world.bot.get_channel(thread.id).locked = True
    await ana.send(thread, f"{world.mention} who?")
    assert told(world, ana) == (
        [EXCUSE.format("a thread") + "\nheard: who?"] if where == "privately" else []
    )
    assert len(attempts(world, thread)) == (where == "there")


@pytest.mark.parametrize(
    ("status", "code"), [(403, 50001), (403, 50013), (400, 50083), (400, 160005), (403, 160005)]
)
async def test_what_only_trying_tells_is_answered_privately(world, general, ana, status, code):
    thread = await thread_in(world, general)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=status, code=code)
    await ana.send(thread, f"{world.mention} who?")
    assert told(world, ana) == [EXCUSE.format("a thread") + "\nheard: who?"]


async def test_a_channel_deleted_meanwhile_is_named_as_the_reason(world, general, ana):
    world.env.inject_error("POST", f"/channels/{general.id}/messages", status=404, code=10003)
    await ana.send(general, f"{world.mention} who?")
    assert told(world, ana) == [
        "The channel where you asked is gone, so here is the answer:\nheard: who?"
    ]


async def test_a_channel_that_is_not_known_is_tried_and_not_named(world, general, ana):
    world.bot.get_guild(general.guild.id)._channels.clear()
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message) == "heard: who?"
    world.env.inject_error("POST", f"/channels/{general.id}/messages", status=403, code=50013)
    await ana.send(general, f"{world.mention} and when?")
    assert told(world, ana) == [
        "I can't write where you asked, so here is the answer:\nheard: and when?"
    ]


@pytest.mark.parametrize("known", [True, False])
async def test_while_timed_out_it_answers_privately(world, general, ana, known):
    guild, pause = world.env.guild, dt.timedelta(minutes=5)
    world.env.backend.edit_member(
        guild.id, world.bot.user.id, {"timed_out_until": (world.env.now() + pause).isoformat()}
    )
    if known:
        world.bot.get_guild(guild.id).me.timed_out_until = discord.utils.utcnow() + pause
    await ana.send(general, f"{world.mention} who?")
    assert told(world, ana) == [EXCUSE.format("general") + "\nheard: who?"]
    assert len(attempts(world, general)) == (not known)


async def test_who_takes_no_direct_messages_where_nothing_else_is_allowed_is_logged(
    world, ana, caplog
):
    quiet = channel_without(world, send_messages=False)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    await ana.send(quiet, f"{world.mention} who?")
    assert told(world, ana) == []
    assert "accepts no direct messages" in caplog.text
    assert str(ana.id) not in caplog.text
    assert "could not be answered" not in caplog.text


async def test_without_the_right_to_read_the_past_it_answers_without_replying(world, ana):
    quiet = channel_without(world, read_message_history=False)
    await ana.send(quiet, f"{world.mention} who?")
    [attempt] = attempts(world, quiet)
    assert "message_reference" not in attempt
    assert told(world, ana) == []


async def test_links_need_no_permission_as_they_are_no_embeds(world, ana):
    quiet = channel_without(world, embed_links=False)
    world.desk.says = lambda _: Reply((Line("the article", url="https://news.example.org/a"),))
    await ana.send(quiet, f"{world.mention} who?")
    assert world.texts(quiet.last_message) == ["[the article](<https://news.example.org/a>)"]


async def test_what_would_be_a_file_is_shortened_where_files_are_not_allowed(world, ana):
    quiet = channel_without(world, attach_files=False)
    world.desk.says = lambda _: LONG
    await ana.send(quiet, f"{world.mention} who?")
    *pages, rest = [message for message in quiet.history() if message.author.bot]
    assert len(pages) == 5
    assert "Page 1 of" in world.shown(pages[0])
    assert world.shown(rest) == MAY_NOT_ATTACH
    assert not any(message.attachments for message in pages)


async def test_the_same_where_only_trying_tells(world, general, ana):
    world.desk.says = lambda _: LONG
    world.env.inject_error("POST", f"/channels/{general.id}/messages", status=403, code=50013)
    await ana.send(general, f"{world.mention} who?")
    assert world.shown(general.last_message) == MAY_NOT_ATTACH
    assert told(world, ana) == []


async def test_a_command_whose_file_is_refused_is_shortened(world, general, ana):
    world.desk.says = lambda _: LONG
    world.env.inject_error("PATCH", "/webhooks/*", status=403, code=50013)
    result = await ana.slash(general, "ask", question="who?")
    assert "Page 1 of" in world.shown(result.response)
    assert world.shown(result.response).endswith(MAY_NOT_ATTACH)
    assert not result.followups
