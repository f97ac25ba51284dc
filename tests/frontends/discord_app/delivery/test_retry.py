from __future__ import annotations

import asyncio
from types import SimpleNamespace

import aiohttp
import discord
import pytest
import stamina
import stamina.instrumentation

from bot.frontends.discord_app.delivery.retry import acknowledge, log_retry, with_retries


@pytest.fixture
def waits(monkeypatch):
    """The seconds between attempts, which pass at once."""
    passed = []

    async def sleep(seconds):
        passed.append(seconds)

    monkeypatch.setattr("asyncio.sleep", sleep)
    with stamina.set_testing(False):
        yield passed


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
        status(500),
        status(502),
        status(503),
    ],
)
async def test_what_may_pass_is_tried_again(error, waits):
    assert await with_retries(failing(error, error)) == "sent"
    assert waits == [0.25, 0.5]


@pytest.mark.parametrize("number", [400, 401, 403, 404, 499])
async def test_what_no_repetition_mends_is_raised_at_once(number, waits):
    with pytest.raises(discord.HTTPException):
        await with_retries(failing(status(number)))
    assert waits == []


async def test_it_gives_up_after_about_two_minutes(waits):
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await with_retries(failing(*[aiohttp.ServerDisconnectedError()] * 20))
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 16, 32, 60]


async def test_who_is_cancelled_tries_no_more():
    attempts = []

    async def send():
        attempts.append(1)
        await asyncio.Event().wait()

    sending = asyncio.create_task(with_retries(send))
    await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert len(attempts) == 1


async def test_each_retry_is_logged(caplog):
    before = stamina.instrumentation.get_on_retry_hooks()
    stamina.instrumentation.set_on_retry_hooks([log_retry])
    try:
        await with_retries(failing(status(503), ConnectionResetError(104, "reset")))
    finally:
        stamina.instrumentation.set_on_retry_hooks(before)
    first, second = (record.getMessage() for record in caplog.records)
    assert "503" in first
    assert "reset" in second


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
    assert await acknowledge(interaction(*errors), private=True, in_place=False) is acknowledged
