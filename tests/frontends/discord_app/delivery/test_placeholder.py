"""What stands where an answer will: while the articles are read, or while many answers wait."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.chat.messages.request_reply import (
    Audience,
    Line,
    ProgressCallback,
    Reply,
    Request,
    ignore_progress,
)
from bot.frontends.discord_app.delivery import sending
from bot.frontends.discord_app.delivery.sending import (
    Placeholder,
    notify_queue_delay,
    reply_to_message,
)
from tests.frontends.discord_app.conftest import ScriptedDesk

WAITING = (
    "I'm still reading the articles (3 of 10 articles). Your answer will appear here when I'm done."
)


class Reading(ScriptedDesk):
    """A desk that still reads, until so much was said."""

    def __init__(self, messages, reply: Reply) -> None:
        super().__init__()
        self._messages = messages
        self._reply = reply

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        del request
        progress(3, 10)
        while not self._messages():  # noqa: ASYNC110 - what the client says is no event of ours
            await asyncio.sleep(0)
        return self._reply


def said(world, channel):
    return [world.shown(message) for message in channel.history() if message.author.bot]


async def test_a_question_before_the_articles_are_read_is_told_so_and_answered_in_the_same_place(
    world, general, ana
):
    stood = []

    def shown():
        stood.extend(said(world, general))
        return stood

    world.bot.service.chat = Reading(shown, Reply((Line("It was Ada."),)))
    question = await ana.send(general, f"{world.mention} who?")
    assert set(stood) == {WAITING}
    assert said(world, general) == ["It was Ada."]
    assert general.last_message.reference.message_id == question.id


async def test_what_nobody_is_to_see_leaves_nothing_behind(world, general, ana):
    world.bot.service.chat = Reading(
        lambda: said(world, general), Reply((Line("no"),), audience=Audience.NONE)
    )
    await ana.send(general, f"{world.mention} who?")
    assert said(world, general) == []


@pytest.fixture
async def question(world, general, ana):
    sent = await ana.send(general, "nobody is asked here")
    return await world.bot.get_channel(general.id).fetch_message(sent.id)


async def no_pause(_seconds: float) -> None:
    return


async def test_what_was_not_confirmed_becomes_the_answer_all_the_same(
    world, general, question, monkeypatch
):
    post = sending.post_message

    async def lost(*arguments):
        await post(*arguments)
        raise aiohttp.ServerDisconnectedError

    stands = Placeholder(question)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "post_message", lost)
        await notify_queue_delay(stands, sending.translations(), 42.0)
    assert said(world, general) == [
        (
            "Many questions are waiting here, so an answer takes about 40 seconds. "
            "Yours will appear here."
        )
    ]
    await reply_to_message(question, Reply((Line("It was Ada."),)), placeholder=stands)
    # The simulated Discord knows no nonces; the true one would not have said it anew.
    assert said(world, general)[-1] == "It was Ada."
    nonces = {call["nonce"] for call in world.sent("POST", f"/channels/{general.id}/messages")}
    assert nonces == {f"{question.id}-0"}
    assert len(world.sent("PATCH", f"/{general.last_message.id}")) == 1


@pytest.mark.parametrize(
    ("seconds", "time"),
    [(3.0, "10 seconds"), (34.0, "30 seconds"), (57.0, "1 minute"), (140.0, "2 minutes")],
)
async def test_about_how_long_it_takes(world, general, question, seconds, time):
    await notify_queue_delay(Placeholder(question), sending.translations(), seconds)
    assert f"an answer takes about {time}." in said(world, general)[-1]
