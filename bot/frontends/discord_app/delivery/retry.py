"""Sending that survives a bad connection, for what is safe to repeat: an edit, a message with an enforced nonce."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import aiohttp
import discord

_log = logging.getLogger(__name__)

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]

RETRY_DELAYS_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 60.0)
"""Seconds between attempts; discord.py has waited on its own before it gives up on a status code."""
EXPIRED_ERRORS = (discord.NotFound, aiohttp.ClientError, OSError)
"""What a callback fails with that comes too late for Discord, or not at all."""
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_ALREADY_ACKNOWLEDGED = 40060


async def with_retries(
    send: Callable[[], Awaitable[Result]], sleep: Sleep = asyncio.sleep
) -> Result:
    """Send until it arrives; a dropped connection, a server error or a rate limit is met with another attempt.

    Raises what the last attempt raised, and at once what no repetition mends.
    """
    for wait in RETRY_DELAYS_SECONDS:
        try:
            return await send()
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("The connection dropped, next attempt in %.1f s: %s", wait, error)
        except discord.HTTPException as error:
            if error.status != _TOO_MANY_REQUESTS and error.status < _SERVER_ERROR:
                raise
            _log.warning("Discord says %d, next attempt in %.1f s", error.status, wait)
        await sleep(wait)
    return await send()


async def delete_with_retries(delete: Callable[[], Awaitable[object]], sleep: Sleep) -> None:
    """Delete something; that it is gone already is as good."""
    with suppress(discord.NotFound):
        await with_retries(delete, sleep)


async def respond_with_retries(
    callback: Callable[[], Awaitable[Result]], sleep: Sleep
) -> Result | None:
    """Give Discord the one callback that it takes for an interaction; raises as `with_retries` does.

    None where an attempt took effect and only its confirmation was lost.
    """
    try:
        return await with_retries(callback, sleep)
    except discord.HTTPException as error:
        if error.code != _ALREADY_ACKNOWLEDGED:
            raise
        return None


async def acknowledge(
    interaction: discord.Interaction[Any], *, private: bool, in_place: bool, sleep: Sleep
) -> bool:
    """Tell Discord that an answer follows: a new message, or `in_place` of what was clicked.

    False when Discord no longer waits for it.
    """
    defer = partial(interaction.response.defer, ephemeral=private, thinking=not in_place)
    try:
        await respond_with_retries(defer, sleep)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.warning("An interaction could not be acknowledged: %s", error)
        return False
    return True
