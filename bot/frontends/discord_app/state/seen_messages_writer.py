"""Saves which messages were seen: now and then, and before a question is answered."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import discord

from bot.frontends.discord_app.clocks import Now
from bot.frontends.discord_app.state.seen_messages import (
    DM_RETENTION,
    MAX_AGE,
    Claim,
    SavedState,
    SeenMessages,
    save_state,
)

_log = logging.getLogger(__name__)

_WRITE_INTERVAL_SECONDS = 5.0
"""Seconds between two writings."""


class SeenMessagesWriter:
    """Writes what is known to a file: now and then, and before a question is answered."""

    def __init__(
        self, seen: SeenMessages, file: Path | None, now: Now = discord.utils.utcnow
    ) -> None:
        self._seen = seen
        self._file = file
        self._now = now
        self._next_write = 0.0
        self._lock = threading.Lock()
        self._last_number, self._written_number = 0, 0
        self._failing = False
        self._next_save: asyncio.Task[None] | None = None
        self._save_lock = asyncio.Lock()

    @asynccontextmanager
    async def claim(self, question: int, server: int = 0) -> AsyncIterator[Claim]:
        """Claim a question; that it is under way is saved first, as it may end the process."""
        with self._seen.claim(question, server) as taken:
            if taken is Claim.NEW:
                await asyncio.shield(self.save_next())
            yield taken
        if taken is not Claim.SEEN:
            self.save_next()

    def save_next(self) -> asyncio.Task[None]:
        """Return the next writing, which all share that come while one is under way."""
        if self._next_save is None:
            self._next_save = asyncio.create_task(self._save_next())
        return self._next_save

    async def _save_next(self) -> None:
        async with self._save_lock:
            self._next_save = None
            if self._file is not None:
                await asyncio.to_thread(self._write, self._file, *self._next_state())

    def save_soon(self) -> None:
        """Save aside, unless that was done just now: Discord still has what a crash loses."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._next_write:
            self._next_write = loop.time() + _WRITE_INTERVAL_SECONDS
            self.save_next()

    def forget_server(self, server: int) -> None:
        """Forget the questions of a server, in the file too."""
        self._seen.forget_server(server)
        self.save_next()

    def forget_dm_channel(self, channel: int) -> None:
        """Forget a channel of direct messages, in the file too."""
        self._seen.forget_dm_channel(channel)
        self.save_next()

    def save(self) -> None:
        """Write it now, for the last time."""
        if self._file is not None:
            self._write(self._file, *self._next_state(is_orderly_exit=True))
            self._file = None

    def forget_old(self) -> None:
        """Forget what has been kept long enough."""
        if self._forget_old():
            self.save_next()

    def _forget_old(self) -> bool:
        now, snowflake = self._now(), discord.utils.time_snowflake
        return self._seen.forget_before(snowflake(now - MAX_AGE), snowflake(now - DM_RETENTION))

    def _next_state(self, *, is_orderly_exit: bool = False) -> tuple[int, SavedState]:
        self._forget_old()
        self._last_number += 1
        return self._last_number, self._seen.to_save(is_orderly_exit=is_orderly_exit)

    def _write(self, file: Path, number: int, state: SavedState) -> None:
        with self._lock:
            if number < self._written_number:
                # What is newer overtook it.
                return
            try:
                save_state(file, state)
                self._written_number = number
                self._failing = False
            except OSError as error:
                if not self._failing:
                    _log.warning(
                        "Which questions were answered can't be saved for the next start: %s", error
                    )
                self._failing = True
