"""Reloads that are asked for at the machine: by SIGHUP, or by another process."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress

from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Request
from bot.frontends.discord_app.service import BylineService
from bot.moderation.changes import TERMINAL
from bot.moderation.reload_requests import ReloadOutcome, ReloadRequests

_log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
"""Seconds between two looks for a request, which is a file on every system."""


class TerminalReloads:
    """Does what is asked for; belongs to one event loop."""

    def __init__(self, service: BylineService, requests: ReloadRequests | None) -> None:
        """Take where other processes ask; None: nowhere."""
        self._service = service
        self._requests = requests
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Wait for what is asked."""
        with suppress(NotImplementedError, AttributeError):
            # Windows has no SIGHUP.
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._reload_soon)
        if self._requests is not None:
            task = asyncio.create_task(self._watch(self._requests), name="reload requests")
            self._hold(task)

    def stop(self) -> None:
        """Wait no longer."""
        for task in self._tasks:
            task.cancel()

    def _reload_soon(self) -> None:
        self._hold(asyncio.create_task(self._reload_for_signal(), name="reload by SIGHUP"))

    def _hold(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload_for_signal(self) -> None:
        text, _ = await self._reload()
        _log.info("Told by SIGHUP to reload: %s", " ".join(text.split()))

    async def _watch(self, requests: ReloadRequests) -> None:
        while True:
            await self._service.sleep(POLL_SECONDS)
            if (key := requests.take()) is not None:
                text, failed = await self._reload()
                requests.answer(ReloadOutcome(key, text, failed))

    async def _reload(self) -> tuple[str, bool]:
        """Reload, and return what is said to it, and whether it failed."""
        with self._service.track_request():
            reply = await self._service.chat.handle(
                Request(TERMINAL, TERMINAL, command=Command.RELOAD, is_moderator=True)
            )
        return reply.text, reply.error
