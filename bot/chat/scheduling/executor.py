"""Threads on which questions are answered, beside the event loop, and who may wait for one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, NoReturn, TypeVar

from bot.chat.messages.request_reply import ProgressCallback
from bot.chat.scheduling.fair_queue import FairQueue
from bot.errors import QueueFull

MAX_CONCURRENT = 3
"""Questions answered at once: two slow ones hold up nobody else.

All share one interpreter: more would be answered no sooner, and hold up the event loop.
"""
MAX_WAITING = 600
"""Questions that wait, a few kilobytes each; a whole room may ask at once. Others are refused."""
MAX_WAITING_PER_AUTHOR = 30
"""Questions of one person among them; people take turns, so that these hold up nobody else."""

Result = TypeVar("Result")
JobOutcome = Callable[[], Result]
"""Gives what came of something, or raises it."""


@dataclass(frozen=True, eq=False, slots=True)
class _ExecutorJob(Generic[Result]):
    """Something that somebody waits for."""

    author: str | None
    """Whose turn it takes; None: nobody's."""
    function: Callable[[], Result]
    outcome: asyncio.Future[JobOutcome[Result]]


class FairExecutor:
    """Answers people in turn, of each one question at a time and in order.

    Belongs to one event loop, which alone touches it.

    Threads live as long as there is something to do, and hold up no process that wants to end.
    """

    def __init__(
        self,
        max_concurrent: int = MAX_CONCURRENT,
        max_waiting: int = MAX_WAITING,
        max_waiting_per_author: int = MAX_WAITING_PER_AUTHOR,
    ) -> None:
        """Take how many questions may run, how many may wait, and how many of one person."""
        self._max_waiting = max_waiting
        self._max_waiting_per_author = max_waiting_per_author
        self._queue: FairQueue[str, _ExecutorJob[Any]] = FairQueue(max_concurrent)
        self._running: dict[_ExecutorJob[Any], _WorkerThread] = {}

    async def run_fair(self, author: str, function: Callable[[], Result]) -> Result:
        """Run a function when it is the turn of its author, and return its result.

        Raises QueueFull where too many wait. Whoever is cancelled gives up the turn.
        """
        job = _ExecutorJob(author, function, asyncio.get_running_loop().create_future())
        if not self._queue.may_start(author) and (
            len(self._queue) >= self._max_waiting
            or self._queue.length_of(author) >= self._max_waiting_per_author
        ):
            raise QueueFull
        self._queue.put(author, job)
        self._start_next()
        try:
            outcome: JobOutcome[Result] = await job.outcome
        finally:
            self._queue.discard(author, job)
        return outcome()

    async def run_detached(self, function: Callable[[], Result]) -> Result:
        """Run a function on a thread of its own, beside all questions, and return its result."""
        job = _ExecutorJob(None, function, asyncio.get_running_loop().create_future())
        self._start(job)
        outcome: JobOutcome[Result] = await job.outcome
        return outcome()

    def close(self) -> bool:
        """Cancel what waits; returns whether anything is still running.

        What runs can't be broken off, and is not waited for.
        """
        for job in self._queue.items():
            job.outcome.cancel()
        return any(thread.is_alive() for thread in self._running.values())

    def _start(self, job: _ExecutorJob[Any]) -> None:
        thread = _WorkerThread(self._finish, asyncio.get_running_loop())
        try:
            thread.start()
        except RuntimeError:
            # The system gives us no more threads.
            job.outcome.set_result(partial(_raise, QueueFull()))
            self._end_turn(job)
        else:
            self._assign(thread, job)

    def _assign(self, thread: _WorkerThread, job: _ExecutorJob[Any]) -> None:
        self._running[job] = thread
        thread.jobs.put(job)

    def _finish(
        self, thread: _WorkerThread, job: _ExecutorJob[Any], outcome: JobOutcome[Any]
    ) -> None:
        del self._running[job]
        if not job.outcome.done():
            job.outcome.set_result(outcome)
        self._end_turn(job)
        if (following := self._next_job()) is not None:
            # To begin with a thread that is there spares the event loop the wait for another.
            self._assign(thread, following)
        else:
            thread.jobs.put(None)
        self._start_next()

    def _start_next(self) -> None:
        while (following := self._next_job()) is not None:
            self._start(following)

    def _end_turn(self, job: _ExecutorJob[Any]) -> None:
        if job.author is not None:
            self._queue.finish(job.author)

    def _next_job(self) -> _ExecutorJob[Any] | None:
        """Begin a turn and return its job; None where nobody else may begin."""
        while (job := self._queue.take()) is not None:
            if not job.outcome.cancelled():
                return job
            self._end_turn(job)
        return None


class _WorkerThread(threading.Thread):
    """Does what it is given, one after the other, until it is given None."""

    def __init__(
        self,
        on_finished: Callable[[_WorkerThread, _ExecutorJob[Any], JobOutcome[Any]], None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """Take what is called on the loop with what came of each."""
        super().__init__(daemon=True)
        self.jobs: SimpleQueue[_ExecutorJob[Any] | None] = SimpleQueue()
        self._on_finished = on_finished
        self._loop = loop

    def run(self) -> None:
        """Work."""
        while (job := self.jobs.get()) is not None:
            outcome = _run_job(job.function)
            try:
                self._loop.call_soon_threadsafe(self._on_finished, self, job, outcome)
            except RuntimeError:
                # The loop is closed, so that nobody waits any more.
                return


def call_on_this_loop(progress: ProgressCallback) -> ProgressCallback:
    """Return a callback for other threads that calls `progress` on this event loop."""
    loop, context = asyncio.get_running_loop(), copy_context()

    def report(done: int, total: int) -> None:
        # In the context of who asked, which libraries keep things in.
        loop.call_soon_threadsafe(progress, done, total, context=context)

    return report


def _run_job(function: Callable[[], Result]) -> JobOutcome[Result]:
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where it is waited for
        return partial(_raise, error)
    return lambda: result


def _raise(error: BaseException) -> NoReturn:
    raise error
