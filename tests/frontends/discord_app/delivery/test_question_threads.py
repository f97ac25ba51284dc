"""Questions answered in threads: those they are asked in, or ones of their own."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.delivery.question_threads import MAX_NAME_CHARS, thread_name

THREADED = "newsdesk"


@pytest.fixture
def doors():
    return DiscordSettings(thread_channels=frozenset([THREADED]))


@pytest.fixture
def newsdesk(world):
    return world.env.guild.create_text_channel(THREADED)


async def thread_of(world, channel, name="talk"):
    made = await world.bot.get_channel(channel.id).create_thread(
        name=name, type=discord.ChannelType.public_thread
    )
    return next(one for one in channel.threads if one.id == made.id)


def answers(channel):
    return [
        message
        for message in channel.history()
        if message.author.bot and message.type is not discord.MessageType.thread_created
    ]


async def test_a_question_gets_a_thread_that_bears_its_words(world, newsdesk, ana):
    question = await ana.send(newsdesk, f"{world.mention} **who** led it, @everyone?")
    [thread] = newsdesk.threads
    assert thread.name == "who led it, everyone?"
    assert thread.id == question.id
    assert answers(newsdesk) == []
    [answer] = answers(thread)
    assert world.shown(answer).startswith("heard: ")
    assert answer.reference is None
    [payload] = world.sent("POST", f"/channels/{thread.id}/messages")
    assert payload["allowed_mentions"] == {"parse": []}


async def test_what_is_asked_there_goes_on_in_the_same_conversation(world, newsdesk, ana):
    ben = world.person("ben")
    await ana.send(newsdesk, f"{world.mention} who?")
    [thread] = newsdesk.threads
    await ben.send(thread, f"{world.mention} and where?")
    await ana.send(thread, "why?", reply_to=answers(thread)[0])
    assert len({message.conversation for message in world.desk.heard}) == 1
    assert len(answers(thread)) == 3
    assert len(newsdesk.threads) == 1


async def test_other_channels_and_commands_get_none(world, general, newsdesk, ana):
    await ana.send(general, f"{world.mention} who?")
    await ana.slash(newsdesk, "ask", question="who?")
    await ana.send(newsdesk, "who?")
    await ana.send_dm("who?")
    assert general.threads == newsdesk.threads == []


@pytest.mark.parametrize("lacking", ["create_public_threads", "send_messages_in_threads"])
async def test_without_the_right_to_it_the_answer_stands_in_the_channel(
    world, newsdesk, ana, lacking
):
    channel = world.bot.get_channel(newsdesk.id)
    await channel.set_permissions(channel.guild.default_role, **{lacking: False})
    await ana.send(newsdesk, f"{world.mention} who?")
    assert newsdesk.threads == []
    assert world.shown(newsdesk.last_message) == "heard: who?"


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (400, 160006), (500, 0)])
async def test_where_discord_gives_no_thread_the_answer_stands_in_the_channel(
    world, newsdesk, ana, status, code
):
    world.env.inject_error(
        "POST", "/channels/*/messages/*/threads", status=status, code=code, times=100
    )
    await ana.send(newsdesk, f"{world.mention} who?")
    assert world.shown(newsdesk.last_message) == "heard: who?"


async def test_a_thread_that_was_made_though_its_confirmation_was_lost_is_used(
    world, newsdesk, ana
):
    question = await ana.send(newsdesk, "wait")
    await (
        world.bot.get_channel(newsdesk.id)
        .get_partial_message(question.id)
        .create_thread(name="who?")
    )
    await ana.edit(question, f"{world.mention} who?")
    [thread] = newsdesk.threads
    assert world.shown(answers(thread)[0]) == "heard: who?"


async def test_a_question_in_a_thread_is_answered_there(world, general, ana):
    thread = await thread_of(world, general)
    question = await ana.send(thread, f"{world.mention} who?")
    [answer] = answers(thread)
    assert answer.reference.message_id == question.id
    assert world.desk.heard[0].conversation == str(thread.id)


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (403, 160005)])
async def test_a_thread_that_is_closed_to_us_means_a_private_word(
    world, general, ana, status, code
):
    thread = await thread_of(world, general)
    world.env.inject_error(
        "POST", f"/channels/{thread.id}/messages", status=status, code=code, times=10
    )
    await ana.send(thread, f"{world.mention} who?")
    assert answers(thread) == []
    told = world.shown(ana.user.dm_channel.last_message)
    assert "talk" in told
    assert "heard: who?" in told


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("who led it?", "who led it?"),
        ("  who\n\nled\tit?  ", "who led it?"),
        ("`who` ~~led~~ [it](https://x.example) ||now||?", "who led it (https://x.example) now ?"),
        ("<@123> \u202ewho\u200b?", "123 who ?"),
        ("", "…"),
        ("***", "…"),
        ("word " * 40, "word " * 19 + "word…"),
        ("w" * 300, "w" * 99 + "…"),
    ],
)
def test_the_name_of_a_thread(question, name):
    assert thread_name(question) == name


@given(st.text(max_size=300))
def test_every_question_makes_a_name_that_discord_takes(question):
    name = thread_name(question)
    assert 1 <= len(name) <= MAX_NAME_CHARS
    assert name == name.strip()
    assert not set(name) & set("*_~`|<>@#\\\n")
