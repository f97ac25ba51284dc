"""The desk of a bot that is there before its articles are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from bot.chat import corpus_words, words
from bot.chat.browsing import Field
from bot.chat.message import Message, Reply, Tell, on_this_loop, unheard
from bot.chat.speech import speech
from bot.chat.threads import Threads
from bot.errors import Busy

MOST = 200
"""Questions that wait for the articles."""
PATIENCE = 600.0
"""Seconds that one waits: Discord takes the answer to a command for fifteen minutes."""


class Handles(Protocol):
    """What a desk does."""

    async def handle(self, message: Message, tell: Tell = unheard) -> Reply:
        """The reply to a message."""

    async def suggest(self, author: str, typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types."""

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer to somebody who types a name."""


class LateDesk:
    """Keeps who asks waiting until the articles are read, telling how far they are; from then on it is the desk itself."""

    def __init__(self, make: Callable[[Tell], Handles], threads: Threads, patience: float = PATIENCE) -> None:
        """Take what reads the articles and makes the desk."""
        self._make = make
        self._threads = threads
        self._patience = patience
        self._desk: Handles | None = None
        self._opened = asyncio.Event()
        self._waiting: list[Tell] = []
        self._read = (0, 0)

    async def open(self) -> None:
        """Read the articles; raises what that raises. The event loop goes on meanwhile."""
        tell = on_this_loop(self._told)
        self._desk = await self._threads.aside(lambda: self._make(tell))
        self._opened.set()

    async def handle(self, message: Message, tell: Tell = unheard) -> Reply:
        """The reply to a message, as soon as there can be one."""
        if self._desk is None:
            await self._wait(tell)
        if self._desk is None:
            say = speech(message.language)
            full = len(self._waiting) >= MOST
            return words.refusal(say, Busy()) if full else corpus_words.still_reading(say, *self._read)
        return await self._desk.handle(message, tell)

    async def suggest(self, author: str, typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types; nothing before the articles are read."""
        return await self._desk.suggest(author, typed, outlets=outlets) if self._desk else ()

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer to somebody who types a name; nothing before the articles are read."""
        return await self._desk.offered(field, typed) if self._desk else ()

    async def _wait(self, tell: Tell) -> None:
        if len(self._waiting) >= MOST:
            return
        self._waiting.append(tell)
        tell(*self._read)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self._opened.wait()
        finally:
            self._waiting.remove(tell)

    def _told(self, done: int, whole: int) -> None:
        self._read = (done, whole)
        for tell in self._waiting:
            tell(done, whole)
