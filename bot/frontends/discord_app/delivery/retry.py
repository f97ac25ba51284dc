"""Retries for what is safe to repeat: an edit, or a message with an enforced nonce."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import aiohttp
import discord
import stamina
from stamina.instrumentation import RetryDetails

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

MAX_ATTEMPTS = 10
"""Two minutes in all; discord.py has waited on its own before it gives up on a status code."""
EXPIRED_ERRORS = (discord.NotFound, aiohttp.ClientError, OSError)
"""Errors of a callback that comes too late for Discord, or not at all."""
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_ALREADY_ACKNOWLEDGED = 40060

_retrying = stamina.AsyncRetryingCaller(
    attempts=MAX_ATTEMPTS, timeout=None, wait_initial=0.25, wait_max=60.0, wait_jitter=0.0
)


def is_temporary(error: Exception) -> bool:
    """Return whether an attempt may succeed later.

    That is so after a dropped connection, a server error or a rate limit. discord.py itself
    repeats a reset connection only where errno is 54 or 10054, not Linux's 104.
    """
    if isinstance(error, discord.HTTPException):
        return error.status == _TOO_MANY_REQUESTS or error.status >= _SERVER_ERROR
    return isinstance(error, aiohttp.ClientError | OSError)


def log_retry(details: RetryDetails) -> None:
    """Log that an attempt failed and when the next one follows; a hook for stamina."""
    _log.warning(
        "Discord could not be reached, next attempt in %.1f s: %s",
        details.wait_for,
        details.caused_by,
    )


async def with_retries(send: Callable[[], Awaitable[Result]]) -> Result:
    """Send until it arrives.

    Raises what the last attempt raised, and at once what no repetition mends.
    """
    return await _retrying(is_temporary, send)


async def delete_with_retries(delete: Callable[[], Awaitable[object]]) -> None:
    """Delete something; that it is gone already is as good."""
    with suppress(discord.NotFound):
        await with_retries(delete)


async def respond_with_retries(callback: Callable[[], Awaitable[Result]]) -> Result | None:
    """Give Discord the one callback that it takes for an interaction.

    Returns None where an attempt took effect and only its confirmation was lost. Raises as
    `with_retries` does.
    """
    try:
        return await with_retries(callback)
    except discord.HTTPException as error:
        if error.code != _ALREADY_ACKNOWLEDGED:
            raise
        return None


async def acknowledge(
    interaction: discord.Interaction[Any], *, private: bool, in_place: bool
) -> bool:
    """Tell Discord that an answer follows: a new message, or `in_place` of what was clicked.

    Returns False when Discord no longer waits for it.
    """
    defer = partial(interaction.response.defer, ephemeral=private, thinking=not in_place)
    try:
        await respond_with_retries(defer)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.warning("An interaction could not be acknowledged: %s", error)
        return False
    return True
