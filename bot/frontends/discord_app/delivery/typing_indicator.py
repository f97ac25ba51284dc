"""The sign that an answer is being written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
from cachetools import TTLCache

from bot.frontends.discord_app.clocks import Sleep

_log = logging.getLogger(__name__)

DELAY_SECONDS = 0.3
"""Seconds: an answer that comes sooner needs no sign, and half the requests."""
_SHOWN_SECONDS = 8.0
"""Seconds that Discord shows it, and a little less: until then it need not be asked for again."""
_WAIT_SECONDS = 1.0
"""Seconds that an answer waits for Discord to show it, once it was asked to."""
_MAX_CHANNELS = 1000
"""Channels in which it may be shown at the same time."""


class TypingIndicator:
    """Shows in a channel that an answer is being written, once for all that are."""

    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._shown: TTLCache[int, None] = TTLCache(
            _MAX_CHANNELS, ttl=_SHOWN_SECONDS, timer=lambda: asyncio.get_running_loop().time()
        )

    @asynccontextmanager
    async def shown(self, channel: discord.abc.MessageableChannel) -> AsyncIterator[None]:
        """Show it while something takes its time, if Discord lets us."""
        asking = asyncio.Event()
        showing = asyncio.create_task(self._show(channel, asking))
        try:
            yield
        finally:
            if asking.is_set():
                # Shown after the answer, it would stay for seconds.
                await asyncio.wait([showing], timeout=_WAIT_SECONDS)
            showing.cancel()

    async def _show(self, channel: discord.abc.MessageableChannel, asking: asyncio.Event) -> None:
        await self._sleep(DELAY_SECONDS)
        if channel.id in self._shown:
            return
        self._shown[channel.id] = None
        asking.set()
        try:
            await channel.typing()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("Typing could not be shown: %s", error)
