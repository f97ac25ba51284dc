from __future__ import annotations

import asyncio
from types import SimpleNamespace

from bot.frontends.discord_app.delivery.typing_indicator import DELAY_SECONDS, TypingIndicator


class Channel(SimpleNamespace):
    """Counts how often typing is shown in it; that takes until `go` is set."""

    def __init__(self, number: int) -> None:
        super().__init__(id=number, shown=0, go=asyncio.Event())

    async def typing(self) -> None:
        await self.go.wait()
        self.shown += 1


async def at_once(seconds: float) -> None:
    assert seconds == DELAY_SECONDS


async def answered_slowly(sign: TypingIndicator, channel: Channel) -> None:
    channel.go.set()
    async with sign.shown(channel):
        for _ in range(5):
            await asyncio.sleep(0)


async def test_it_is_shown_once_for_all_answers_that_are_written_in_a_channel():
    sign, general, other = TypingIndicator(at_once), Channel(1), Channel(2)
    await asyncio.gather(
        *(answered_slowly(sign, channel) for channel in (general, general, other, general))
    )
    assert (general.shown, other.shown) == (1, 1)


async def test_an_answer_waits_for_a_sign_that_was_asked_for():
    sign, channel, order = TypingIndicator(at_once), Channel(1), []

    async def question() -> None:
        async with sign.shown(channel):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        order.append("answer")

    asking = asyncio.create_task(question())
    for _ in range(5):
        await asyncio.sleep(0)
    order.append("sign")
    channel.go.set()
    await asking
    assert (order, channel.shown) == (["sign", "answer"], 1)


async def test_an_answer_that_comes_sooner_asks_for_none():
    sign, channel = TypingIndicator(lambda _: asyncio.Event().wait()), Channel(1)
    await answered_slowly(sign, channel)
    assert channel.shown == 0
