"""How far a reload is, shown where its result will stand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Self

from bot.chat.i18n import translations
from bot.chat.messages.commands import READINGS
from bot.chat.messages.request_reply import Line, Reply, Request
from bot.chat.rendering import corpus_admin
from bot.frontends.discord_app.clocks import Sleep

_log = logging.getLogger(__name__)

EDIT_INTERVAL_SECONDS = 3.0
"""Seconds before each edit: Discord counts edits, and a reload that takes less needs none."""
_LAST_EDIT_SECONDS = 5.0
"""Seconds that the result waits for an edit under way, which would else replace it."""


class ProgressMessage:
    """Shows how many articles of how many are read, now and then; failed edits are left out."""

    def __init__(
        self,
        render: Callable[[int, int], str],
        edit: Callable[[Reply], Awaitable[None]],
        sleep: Sleep,
    ) -> None:
        """Take what says how far it is, and what replaces a reply that is being waited for."""
        self._render = render
        self._edit = edit
        self._sleep = sleep
        self._latest = (0, 0)
        self._changed = asyncio.Event()
        self._editing = asyncio.Lock()
        self._showing: asyncio.Task[None] | None = None
        self._is_over = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over = True
        if self._showing is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_EDIT_SECONDS):
                await self._editing.acquire()
        self._showing.cancel()
        await asyncio.wait([self._showing])

    def __call__(self, done: int, total: int) -> None:
        """Note how far it is, to be shown."""
        if self._is_over:
            return
        self._latest = (done, total)
        self._changed.set()
        if self._showing is None:
            self._showing = asyncio.create_task(self._show())

    async def _show(self) -> None:
        while True:
            await self._sleep(EDIT_INTERVAL_SECONDS)
            await self._changed.wait()
            self._changed.clear()
            async with self._editing:
                try:
                    await self._edit(Reply((Line(self._render(*self._latest)),)))
                except Exception as error:  # noqa: BLE001 - whatever it is, the reload goes on
                    _log.info("The progress of a reload could not be shown: %s", error)


def progress_text(request: Request) -> Callable[[int, int], str]:
    """Tell how to say why the reply to a message takes its time."""
    return partial(
        corpus_admin.reading_progress
        if request.command in READINGS
        else corpus_admin.waiting_progress,
        translations(request.language),
    )
