"""The desk of a bot that is there before its articles are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from bot.chat import corpus_words, words
from bot.chat.amending import Amendments
from bot.chat.browsing import Field
from bot.chat.forgetting import Forgetting
from bot.chat.manners import Manners
from bot.chat.message import Message, Reply, Tell, unheard
from bot.chat.speech import speech
from bot.chat.threads import Threads, on_this_loop
from bot.errors import Busy
from bot.store.answers import Given

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

    def given(self, question: str, channel: str, messages: Sequence[str], *, points: bool = False) -> None:
        """Told where the reply to a message stands."""

    def looked(self, message: str, reply: Reply) -> None:
        """Told that another view of an answer stands in a message by now."""

    async def answered(self, question: str) -> Given | None:
        """The answer that a message was given."""

    async def forget(self, question: str) -> Given | None:
        """Forget a question and its answer."""

    @property
    def amendments(self) -> Amendments | None:
        """Answers that are no longer what the articles say; None before the articles are read."""

    @property
    def forgetting(self) -> Forgetting | None:
        """Forgets what is kept; None before the articles are read."""


class LateDesk:
    """Keeps who asks waiting until the articles are read, telling how far they are; from then on it is the desk itself."""

    def __init__(
        self,
        make: Callable[[Tell], Handles],
        threads: Threads,
        patience: float = PATIENCE,
        manners: Manners | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what reads the articles and makes the desk, with the manners and the clock of that."""
        self._make = make
        self._threads = threads
        self._patience = patience
        self._manners = manners or Manners(0, 0)
        self._clock = clock
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
        await self._wait(tell)
        if self._desk is None:
            say = speech(message.language)
            if len(self._waiting) >= MOST:
                reach = self._manners.overloaded(message.author, self._clock())
                return replace(words.refusal(say, Busy()), reach=reach)
            return corpus_words.still_reading(say, *self._read)
        return await self._desk.handle(message, tell)

    async def suggest(self, author: str, typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types; nothing before the articles are read."""
        return await self._desk.suggest(author, typed, outlets=outlets) if self._desk else ()

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer to somebody who types a name; nothing before the articles are read."""
        return await self._desk.offered(field, typed) if self._desk else ()

    def given(self, question: str, channel: str, messages: Sequence[str], *, points: bool = False) -> None:
        """Told where the reply to a message stands; one from before the articles are read is no answer."""
        if self._desk is not None:
            self._desk.given(question, channel, messages, points=points)

    def looked(self, message: str, reply: Reply) -> None:
        """Told that another view of an answer stands in a message by now."""
        if self._desk is not None:
            self._desk.looked(message, reply)

    async def answered(self, question: str) -> Given | None:
        """The answer that a message was given; known when the articles are read."""
        await self._open_by_then()
        return await self._desk.answered(question) if self._desk else None

    async def forget(self, question: str) -> Given | None:
        """Forget a question and its answer, when the articles are read."""
        await self._open_by_then()
        return await self._desk.forget(question) if self._desk else None

    @property
    def amendments(self) -> Amendments | None:
        """Answers that are no longer what the articles say; None before the articles are read."""
        return self._desk.amendments if self._desk else None

    @property
    def forgetting(self) -> Forgetting | None:
        """Forgets what is kept; None before the articles are read."""
        return self._desk.forgetting if self._desk else None

    async def _wait(self, tell: Tell) -> None:
        if self._desk is not None or len(self._waiting) >= MOST:
            return
        self._waiting.append(tell)
        tell(*self._read)
        try:
            await self._open_by_then()
        finally:
            self._waiting.remove(tell)

    async def _open_by_then(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._opened.wait()

    def _told(self, done: int, whole: int) -> None:
        self._read = (done, whole)
        for tell in self._waiting:
            tell(done, whole)
