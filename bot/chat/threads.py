"""Threads on which questions are answered, beside the event loop, and who may wait for one."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, NoReturn, TypeVar

from bot.chat.message import Tell
from bot.errors import Busy

AT_ONCE = 3
"""Questions answered at once: two slow ones hold up nobody else. All share one interpreter, so more answer no sooner, and the event loop waits longer."""
WAITING = 600
"""Questions that wait: a room of people that asks all at once is answered, and what waits holds a few kilobytes each. Whoever would wait longer is told so."""
OWN = 30
"""How many of those may be one person's: turns go around by person, so that these hold up nobody else."""

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
    """Answers people in turn, of each one question at a time and in order. Belongs to one event loop, which alone touches it.

    Threads live as long as there is something to do, and hold up no process that wants to end.
    """

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, own: int = OWN) -> None:
        """Take how many may be at work at once, how many may wait, and how many of those may be one person's."""
        self._at_once = at_once
        self._most = waiting
        self._own = own
        self._waiting: OrderedDict[str, deque[_Job[Any]]] = OrderedDict()
        self._waiting_in_all = 0
        self._at_work: dict[_Job[Any], _Thread] = {}

    async def in_turn(self, author: str, does: Callable[[], Result]) -> Result:
        """What comes of a question, when it is its turn; raises Busy where too many wait. Who gives up waiting gives up the turn."""
        job = _Job(author, does, asyncio.get_running_loop().create_future())
        if self._may_begin(author):
            self._begin(job)
        else:
            self._wait(author, job)
        try:
            outcome: Outcome[Result] = await job.outcome
        finally:
            if job in self._waiting.get(author, ()):
                self._take(author, job)
        return outcome()

    async def aside(self, does: Callable[[], Result]) -> Result:
        """What comes of something that nobody's question should wait for, nor it for them: it has a thread to itself."""
        job = _Job(None, does, asyncio.get_running_loop().create_future())
        self._begin(job)
        outcome: Outcome[Result] = await job.outcome
        return outcome()

    def close(self) -> bool:
        """Send away who waits; returns whether anything is still at work, which can't be broken off and is not waited for."""
        for own in self._waiting.values():
            for job in own:
                job.outcome.cancel()
        return any(thread.is_alive() for thread in self._at_work.values())

    def _wait(self, author: str, job: _Job[Any]) -> None:
        own = self._waiting.get(author, ())
        if self._waiting_in_all >= self._most or len(own) >= self._own:
            raise Busy
        self._waiting.setdefault(author, deque()).append(job)
        self._waiting_in_all += 1

    def _take(self, author: str, job: _Job[Any]) -> None:
        own = self._waiting[author]
        own.remove(job)
        self._waiting_in_all -= 1
        if not own:
            del self._waiting[author]

    def _may_begin(self, author: str) -> bool:
        authors = {one.author for one in self._at_work if one.author is not None}
        return len(authors) < self._at_once and author not in authors

    def _begin(self, job: _Job[Any]) -> None:
        thread = _Thread(self._end, asyncio.get_running_loop())
        try:
            thread.start()
        except RuntimeError:
            # The system gives us no more threads.
            job.outcome.set_result(partial(_fail, Busy()))
        else:
            self._go_on(thread, job)

    def _go_on(self, thread: _Thread, job: _Job[Any]) -> None:
        self._at_work[job] = thread
        thread.jobs.put(job)

    def _end(self, thread: _Thread, job: _Job[Any], outcome: Outcome[Any]) -> None:
        del self._at_work[job]
        if not job.outcome.done():
            job.outcome.set_result(outcome)
        if job.author is not None and job.author in self._waiting:
            # Who has had a turn comes last.
            self._waiting.move_to_end(job.author)
        if (following := self._next()) is not None:
            # To begin with a thread that is there spares the event loop the wait for another.
            self._go_on(thread, following)
        else:
            thread.jobs.put(None)
        while (following := self._next()) is not None:
            self._begin(following)

    def _next(self) -> _Job[Any] | None:
        """Whose turn it is, out of the queue; None where nobody else may begin."""
        for author in list(self._waiting):
            while author in self._waiting and self._may_begin(author):
                job = self._waiting[author][0]
                self._take(author, job)
                if not job.outcome.cancelled():
                    return job
        return None


class _Thread(threading.Thread):
    """Does what it is given, one after the other, until it is given None."""

    def __init__(self, end: Callable[[_Thread, _Job[Any], Outcome[Any]], None], loop: asyncio.AbstractEventLoop) -> None:
        """Take what is called on the loop with what came of each."""
        super().__init__(daemon=True)
        self.jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._ended = end
        self._loop = loop

    def run(self) -> None:
        """Work."""
        while (job := self.jobs.get()) is not None:
            outcome = _outcome(job.does)
            try:
                self._loop.call_soon_threadsafe(self._ended, self, job, outcome)
            except RuntimeError:
                # The loop is closed, so that nobody waits any more.
                return


def on_this_loop(tell: Tell) -> Tell:
    """What is told on this event loop, for another thread to call."""
    loop, context = asyncio.get_running_loop(), copy_context()

    def told(done: int, whole: int) -> None:
        # In the context of who asked, which libraries keep things in.
        loop.call_soon_threadsafe(tell, done, whole, context=context)

    return told


def _outcome(does: Callable[[], Result]) -> Outcome[Result]:
    try:
        result = does()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where it is waited for
        return partial(_fail, error)
    return lambda: result


def _fail(error: BaseException) -> NoReturn:
    raise error
