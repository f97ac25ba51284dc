"""Threads on which questions are answered, beside the event loop, and who may wait for one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, NoReturn, TypeVar

from bot.errors import Busy

AT_ONCE = 3
"""Questions answered at once: two slow ones hold up nobody else. All share one interpreter, so more answer no sooner, and the event loop waits longer."""
WAITING = 60
"""Questions that wait: at a tenth of a second each, as hard ones in a large corpus, the last waits six seconds. Whoever would wait longer is told so."""
OWN = 5
"""How many of those may be one person's: nobody types more while one is answered, and it takes a dozen people to fill the queue."""

Result = TypeVar("Result")
Outcome = Callable[[], Result]
"""Gives what came of something, or raises it."""


@dataclass(frozen=True, eq=False, slots=True)
class _Job(Generic[Result]):
    """Something that somebody waits for."""

    author: str | None
    """Whose turn it takes; None: nobody's."""
    does: Callable[[], Result]
    outcome: asyncio.Future[Outcome[Result]]


class Threads:
    """Answers in order, of each person one question at a time. Belongs to one event loop, which alone touches it.

    Threads live as long as there is something to do, and hold up no process that wants to end.
    """

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, own: int = OWN) -> None:
        """Take how many may be at work at once, how many may wait, and how many of those may be one person's."""
        self._at_once = at_once
        self._most = waiting
        self._own = own
        self._waiting: list[_Job[Any]] = []
        self._at_work: dict[_Job[Any], threading.Thread] = {}

    async def in_turn(self, author: str, does: Callable[[], Result]) -> Result:
        """What comes of a question, when it is its turn; raises Busy where too many wait. Who gives up waiting gives up the turn."""
        job = _Job(author, does, asyncio.get_running_loop().create_future())
        if not self._may_begin(job):
            if len(self._waiting) >= self._most or sum(one.author == author for one in self._waiting) >= self._own:
                raise Busy
            self._waiting.append(job)
        else:
            self._begin(job)
        return await self._outcome(job)

    async def aside(self, does: Callable[[], Result]) -> Result:
        """What comes of something that nobody's question should wait for, nor it for them: it has a thread to itself."""
        job = _Job(None, does, asyncio.get_running_loop().create_future())
        self._begin(job)
        return await self._outcome(job)

    def close(self) -> bool:
        """Send away who waits; returns whether anything is still at work, which can't be broken off and is not waited for."""
        for job in self._waiting:
            job.outcome.cancel()
        return any(thread.is_alive() for thread in self._at_work.values())

    async def _outcome(self, job: _Job[Result]) -> Result:
        try:
            outcome = await job.outcome
        finally:
            if job in self._waiting:
                self._waiting.remove(job)
        return outcome()

    def _may_begin(self, job: _Job[Any]) -> bool:
        authors = {one.author for one in self._at_work if one.author is not None}
        return len(authors) < self._at_once and job.author not in authors

    def _begin(self, job: _Job[Any]) -> None:
        thread = threading.Thread(target=self._work, args=(job, asyncio.get_running_loop()), daemon=True)
        try:
            thread.start()
        except RuntimeError:
            # The system gives us no more threads.
            job.outcome.set_result(partial(_fail, Busy()))
        else:
            self._at_work[job] = thread

    def _work(self, job: _Job[Any], loop: asyncio.AbstractEventLoop) -> None:
        outcome = _outcome(job.does)
        # When the loop is closed, nobody waits any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._end, job, outcome)

    def _end(self, job: _Job[Any], outcome: Outcome[Any]) -> None:
        del self._at_work[job]
        if not job.outcome.done():
            job.outcome.set_result(outcome)
        for waiting in list(self._waiting):
            if waiting.outcome.cancelled():
                self._waiting.remove(waiting)
            elif self._may_begin(waiting):
                self._waiting.remove(waiting)
                self._begin(waiting)


def _outcome(does: Callable[[], Result]) -> Outcome[Result]:
    try:
        result = does()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where it is waited for
        return partial(_fail, error)
    return lambda: result


def _fail(error: BaseException) -> NoReturn:
    raise error
