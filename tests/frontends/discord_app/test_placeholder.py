"""What stands where an answer will: while the articles are read, or while many answers wait."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.chat.message import Line, Message, Reach, Reply, Tell, unheard
from bot.frontends.discord_app import speaking
from bot.frontends.discord_app.speaking import Placeholder, answer, tell_of_many
from tests.frontends.discord_app.conftest import ScriptedDesk

WAITING = "I am still reading the articles (3 of 10 articles): your answer comes here as soon as that is done."


class Reading(ScriptedDesk):
    """A desk that still reads, until so much was said."""

    def __init__(self, messages, reply: Reply) -> None:
        super().__init__()
        self._messages = messages
        self._reply = reply

    async def handle(self, message: Message, tell: Tell = unheard) -> Reply:
        del message
        tell(3, 10)
        while not self._messages():  # noqa: ASYNC110 - what the client says is no event of ours
            await asyncio.sleep(0)
        return self._reply


def said(world, channel):
    return [world.shown(message) for message in channel.history() if message.author.bot]


async def test_a_question_before_the_articles_are_read_is_told_so_and_answered_in_the_same_place(world, general, ana):
    stood = []

    def shown():
        stood.extend(said(world, general))
        return stood

    world.bot._desk = Reading(shown, Reply((Line("It was Ada."),)))
    question = await ana.send(general, f"{world.mention} who?")
    assert set(stood) == {WAITING}
    assert said(world, general) == ["It was Ada."]
    assert general.last_message.reference.message_id == question.id


async def test_what_nobody_is_to_see_leaves_nothing_behind(world, general, ana):
    world.bot._desk = Reading(lambda: said(world, general), Reply((Line("no"),), reach=Reach.NOBODY))
    await ana.send(general, f"{world.mention} who?")
    assert said(world, general) == []


@pytest.fixture
async def question(world, general, ana):
    sent = await ana.send(general, "nobody is asked here")
    return await world.bot.get_channel(general.id).fetch_message(sent.id)


async def no_pause(_seconds: float) -> None:
    return


async def test_what_was_not_confirmed_becomes_the_answer_all_the_same(world, general, question, monkeypatch):
    post = speaking.post

    async def lost(*arguments):
        await post(*arguments)
        raise aiohttp.ServerDisconnectedError

    stands = Placeholder(question)
    with monkeypatch.context() as patched:
        patched.setattr(speaking, "post", lost)
        await tell_of_many(stands, speaking.speech(), 42.0)
    assert said(world, general) == ["Many questions wait here at the moment: an answer takes about 40 seconds, and this one comes in this place."]
    await answer(question, Reply((Line("It was Ada."),)), pause=no_pause, stands=stands)
    # The simulated Discord knows no nonces; the true one would not have said it anew.
    assert said(world, general)[-1] == "It was Ada."
    nonces = {call["nonce"] for call in world.sent("POST", f"/channels/{general.id}/messages")}
    assert nonces == {f"{question.id}-0"}
    assert len(world.sent("PATCH", f"/{general.last_message.id}")) == 1


@pytest.mark.parametrize(("seconds", "time"), [(3.0, "10 seconds"), (34.0, "30 seconds"), (57.0, "1 minute"), (140.0, "2 minutes")])
async def test_about_how_long_it_takes(world, general, question, seconds, time):
    await tell_of_many(Placeholder(question), speaking.speech(), seconds)
    assert f"an answer takes about {time}," in said(world, general)[-1]
