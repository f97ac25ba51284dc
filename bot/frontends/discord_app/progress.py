"""How far a reload is, shown where its result will stand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Self

from bot.chat import corpus_words
from bot.chat.message import Line, Message, Reply, Verb
from bot.chat.speech import speech
from bot.frontends.discord_app.delivery import Pause

_log = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two edits, and before the first: Discord counts them, and a reload that takes less needs none."""
_PATIENCE = 5.0
"""Seconds that the result waits for an edit under way, which would else replace it."""


class ShownProgress:
    """Told how many articles of how many are read, it says so now and then. What Discord does not take of that is left out."""

    def __init__(self, words: Callable[[int, int], str], edit: Callable[[Reply], Awaitable[None]], pause: Pause) -> None:
        """Take what says how far it is, and what replaces a reply that is being waited for."""
        self._words = words
        self._edit = edit
        self._pause = pause
        self._newest = (0, 0)
        self._news = asyncio.Event()
        self._editing = asyncio.Lock()
        self._showing: asyncio.Task[None] | None = None
        self._over = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over = True
        if self._showing is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._editing.acquire()
        self._showing.cancel()
        await asyncio.wait([self._showing])

    def __call__(self, done: int, whole: int) -> None:
        """Note how far it is, to be shown."""
        if self._over:
            return
        self._newest = (done, whole)
        self._news.set()
        if self._showing is None:
            self._showing = asyncio.create_task(self._show())

    async def _show(self) -> None:
        while True:
            await self._pause(EVERY)
            await self._news.wait()
            self._news.clear()
            async with self._editing:
                try:
                    await self._edit(Reply((Line(self._words(*self._newest)),)))
                except Exception as error:  # noqa: BLE001 - whatever it is, the reload goes on
                    _log.info("The progress of a reload could not be shown: %s", error)


def so_far(message: Message) -> Callable[[int, int], str]:
    """How to say why the reply to a message takes its time."""
    return partial(corpus_words.reading if message.verb is Verb.RELOAD else corpus_words.waiting, speech(message.language))
