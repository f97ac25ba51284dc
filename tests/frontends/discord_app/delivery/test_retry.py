from __future__ import annotations

from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.frontends.discord_app.delivery.retry import RETRY_DELAYS_SECONDS, acknowledge, with_retries


class Pauses(list):
    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def failing(*errors):
    left = list(errors)

    async def send():
        if left:
            raise left.pop(0)
        return "sent"

    return send


def status(number: int, code: int = 0) -> discord.HTTPException:
    return discord.HTTPException(
        SimpleNamespace(status=number, reason="no"), {"code": code, "message": "no"}
    )


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(104, "reset"),
        ConnectionResetError(),
        TimeoutError(),
        status(429),
        status(502),
        status(503),
    ],
)
async def test_what_may_pass_is_tried_again(error):
    pauses = Pauses()
    assert await with_retries(failing(error, error), pauses) == "sent"
    assert pauses == list(RETRY_DELAYS_SECONDS[:2])


@pytest.mark.parametrize("number", [400, 401, 403, 404])
async def test_what_no_repetition_mends_is_raised_at_once(number):
    pauses = Pauses()
    with pytest.raises(discord.HTTPException):
        await with_retries(failing(status(number)), pauses)
    assert pauses == []


async def test_it_gives_up_in_the_end():
    pauses = Pauses()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await with_retries(failing(*[aiohttp.ServerDisconnectedError()] * 20), pauses)
    assert pauses == list(RETRY_DELAYS_SECONDS)


def interaction(*errors):
    send = failing(*errors)

    async def defer(**_):
        return await send()

    return SimpleNamespace(response=SimpleNamespace(defer=defer))


@pytest.mark.parametrize(
    ("errors", "acknowledged"),
    [
        ([], True),
        ([aiohttp.ServerDisconnectedError(), status(400, 40060)], True),
        ([status(404, 10062)], False),
        ([aiohttp.ServerDisconnectedError()] * 20, False),
    ],
)
async def test_acknowledging(errors, acknowledged):
    assert (
        await acknowledge(interaction(*errors), private=True, in_place=False, sleep=Pauses())
        is acknowledged
    )
