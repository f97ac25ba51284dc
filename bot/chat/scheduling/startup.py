"""The service of a bot that is there before its articles are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from bot.chat.browsing.service import NameKind
from bot.chat.conversation.corrections import Corrections
from bot.chat.conversation.data_removal import DataRemoval
from bot.chat.conversation.watches import WatchChecker
from bot.chat.i18n import translations
from bot.chat.messages.request_reply import ProgressCallback, Reply, Request, ignore_progress
from bot.chat.rendering import answer_replies, corpus_admin
from bot.chat.scheduling.executor import FairExecutor, call_on_this_loop
from bot.chat.scheduling.rate_limits import RateLimiter
from bot.errors import QueueFull
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.digest_reader import DigestReader
from bot.store.records import AnswerRecord

MAX_WAITING = 200
"""Questions that wait for the articles."""
MAX_WAIT_SECONDS = 600.0
"""Seconds that one waits: Discord takes the answer to a command for fifteen minutes."""


class ChatHandler(Protocol):
    """What front ends need of a service."""

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        """Reply to a request, as soon as there can be a reply."""

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        """Offer questions or outlets to somebody who types."""

    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        """Offer names to somebody who types."""

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Note where a reply stands."""

    def record_view(self, message: str, reply: Reply) -> None:
        """Note that another view of an answer stands in a message by now."""

    async def find_answer(self, question: str) -> AnswerRecord | None:
        """Return the answer that a message was given."""

    async def forget(self, question: str) -> AnswerRecord | None:
        """Forget a question and its answer."""

    @property
    def corrections(self) -> Corrections | None:
        """Return what corrects stale answers; None before the articles are read."""

    @property
    def watch_checker(self) -> WatchChecker | None:
        """Return what finds answers that people wait for; None before the articles are read."""

    @property
    def data_removal(self) -> DataRemoval | None:
        """Return what forgets kept data; None before the articles are read."""

    @property
    def digests(self) -> DigestReader | None:
        """Return what makes the digest of a week; None before the articles are read."""

    @property
    def audit(self) -> AuditWriter | None:
        """Return what writes the log of changes; None before the articles are read."""


class StartupGate:
    """Keeps requests waiting until the articles are read, and tells how far they are.

    From then on it is the service itself.
    """

    def __init__(
        self,
        make: Callable[[ProgressCallback], ChatHandler],
        executor: FairExecutor,
        max_wait_seconds: float = MAX_WAIT_SECONDS,
        rate_limiter: RateLimiter | None = None,
    ) -> None:
        """Take what reads the articles and makes the service, with the rate limiter of that."""
        self._make = make
        self._executor = executor
        self._max_wait_seconds = max_wait_seconds
        self._rate_limiter = rate_limiter or RateLimiter(0, 0, time.monotonic)
        self._service: ChatHandler | None = None
        self._opened = asyncio.Event()
        self._waiting: list[ProgressCallback] = []
        self._progress = (0, 0)

    async def open(self) -> None:
        """Read the articles; raises what that raises. The event loop goes on meanwhile."""
        progress = call_on_this_loop(self._report)
        self._service = await self._executor.run_detached(lambda: self._make(progress))
        self._opened.set()

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        """Reply to a request, as soon as there can be a reply."""
        await self._wait_showing_progress(progress)
        if self._service is None:
            tr = translations(request.language)
            if len(self._waiting) >= MAX_WAITING:
                reach = self._rate_limiter.overload_audience(request.author)
                return replace(answer_replies.error_reply(tr, QueueFull()), audience=reach)
            return corpus_admin.still_reading_reply(tr, *self._progress)
        return await self._service.handle(request, progress)

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        """Offer questions or outlets to somebody who types."""
        return (
            await self._service.complete_question(author, typed, outlets=outlets)
            if self._service
            else ()
        )

    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        """Offer names to somebody who types."""
        return await self._service.complete_name(kind, typed) if self._service else ()

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Note where a reply stands."""
        if self._service is not None:
            self._service.record_delivery(question, channel, messages, is_pointer=is_pointer)

    def record_view(self, message: str, reply: Reply) -> None:
        """Note that another view of an answer stands in a message by now."""
        if self._service is not None:
            self._service.record_view(message, reply)

    async def find_answer(self, question: str) -> AnswerRecord | None:
        """Return the answer that a message was given; known when the articles are read."""
        await self._wait_until_open()
        return await self._service.find_answer(question) if self._service else None

    async def forget(self, question: str) -> AnswerRecord | None:
        """Forget a question and its answer, when the articles are read."""
        await self._wait_until_open()
        return await self._service.forget(question) if self._service else None

    @property
    def corrections(self) -> Corrections | None:
        """Return what corrects stale answers; None before the articles are read."""
        return self._service.corrections if self._service else None

    @property
    def data_removal(self) -> DataRemoval | None:
        """Return what forgets kept data; None before the articles are read."""
        return self._service.data_removal if self._service else None

    @property
    def digests(self) -> DigestReader | None:
        """Return what makes the digest of a week; None before the articles are read."""
        return self._service.digests if self._service else None

    @property
    def audit(self) -> AuditWriter | None:
        """Return what writes the log of changes; None before the articles are read."""
        return self._service.audit if self._service else None

    @property
    def watch_checker(self) -> WatchChecker | None:
        """Return what finds answers that people wait for; None before the articles are read."""
        return self._service.watch_checker if self._service else None

    async def _wait_showing_progress(self, progress: ProgressCallback) -> None:
        if self._service is not None or len(self._waiting) >= MAX_WAITING:
            return
        self._waiting.append(progress)
        progress(*self._progress)
        try:
            await self._wait_until_open()
        finally:
            self._waiting.remove(progress)

    async def _wait_until_open(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._max_wait_seconds):
                await self._opened.wait()

    def _report(self, done: int, total: int) -> None:
        self._progress = (done, total)
        for progress in self._waiting:
            progress(done, total)
