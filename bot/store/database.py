"""A database with a thread of its own: whoever answers never waits for a disk."""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.store.sqlite_engine import SqliteEngine

MAX_WAITING_WRITES = 20_000
"""Writes that may wait for the disk; more of them are dropped."""
MAX_BATCH_JOBS = 500
"""Jobs in one transaction."""
READ_TIMEOUT_SECONDS = 1.0
"""Seconds that somebody waits for what is read."""
WRITE_TIMEOUT_SECONDS = 5.0
"""Seconds that somebody waits until what must not be lost is committed."""
_CLOSE_TIMEOUT_SECONDS = 1.0
"""Seconds that what is still to be written may take when the bot ends."""
_PURGE_INTERVAL_SECONDS = 3600.0
"""Seconds between two looks for what has been kept long enough."""

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Change = Callable[[Connection], object]
"""Something that is done to the tables."""
_FAULTS = (SQLAlchemyError, sqlite3.Error, OSError)


def _nothing(_: Connection) -> None:
    """Leave the tables as they are."""


@dataclass(frozen=True, eq=False, slots=True)
class _DatabaseJob(Generic[Result]):
    function: Callable[[Connection], Result]
    default: Result
    """What comes of it where the database lets us down."""
    outcome: Future[Result] | None = None
    """None where nobody waits for it."""
    writes: bool = True
    erases: bool = False
    """Whether what it deletes is to leave no trace in the log of writes either."""
    rewrites: bool = False
    """Whether the file is to be written anew where anything was deleted that is to leave none."""


class Database:
    """Keeps tables, and never raises for trouble with them.

    Trouble is logged once, and what can't be kept lives as long as the process, or is lost.
    """

    def __init__(self, engine: SqliteEngine, purge: Change = _nothing) -> None:
        """Take the engine; it connects when the database is first used.

        `purge` deletes what has been kept long enough: at the start, then once an hour.
        """
        self._engine = engine
        self._purge = _DatabaseJob(purge, None, erases=True, rewrites=True)
        self._jobs: queue.SimpleQueue[_DatabaseJob[Any] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self.trouble: str | None = None
        """Why something could not be kept or read; None where all could."""
        self._log_has_traces = self._pages_have_traces = False
        """Whether anything is left of what was to leave no trace."""

    def is_kept(self, connection: Connection) -> bool:
        """Tell whether what is written outlives the process, where it was meant to."""
        return self._engine.holds(connection)

    def write(self, function: Change, *, erases: bool = False) -> None:
        """Have something written soon, after all that was asked for before; from any thread.

        What it deletes stays in the log of writes for a while, unless it `erases`.
        """
        if self._jobs.qsize() >= MAX_WAITING_WRITES and not erases:
            self._warn_once("more is written than the disk takes")
            return
        self._enqueue(_DatabaseJob(function, None, erases=erases))

    async def read(
        self,
        function: Callable[[Connection], Result],
        default: Result,
        max_wait_seconds: float = READ_TIMEOUT_SECONDS,
    ) -> Result:
        """Read from the database, with all that was written before.

        Gives `default` where it can't be read within so many seconds.
        """
        job = _DatabaseJob(function, default, Future(), writes=False)
        return await self._wait(job, max_wait_seconds)

    async def change(
        self,
        function: Callable[[Connection], Result],
        default: Result,
        max_wait_seconds: float = WRITE_TIMEOUT_SECONDS,
        *,
        erases: bool = False,
        rewrites: bool = False,
    ) -> Result:
        """Write, and return what comes of it once it is committed.

        Gives `default` where it can't be written, or is not within so many seconds: then it still
        may be later. So it does where what is deleted leaves a trace, though it `erases` (the log
        of writes) or `rewrites` (the file as well, which takes a second for 100 MB).
        """
        job = _DatabaseJob(
            function, default, Future(), erases=erases or rewrites, rewrites=rewrites
        )
        return await self._wait(job, max_wait_seconds)

    def close(self) -> None:
        """Write what is still to be written, within a second, and let go of the file."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            thread.join(_CLOSE_TIMEOUT_SECONDS)

    async def _wait(self, job: _DatabaseJob[Result], max_wait_seconds: float) -> Result:
        assert job.outcome is not None
        self._enqueue(job)
        try:
            async with asyncio.timeout(max_wait_seconds):
                return await asyncio.wrap_future(job.outcome)
        except TimeoutError:
            self._warn_once("it takes too long")
            return job.default

    def _enqueue(self, job: _DatabaseJob[Any]) -> None:
        self._jobs.put(job)
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="store", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        with self._connection() as connection:
            due = time.monotonic()
            while True:
                jobs, due = self._next_batch(due)
                for writes, some in groupby(
                    (job for job in jobs if job is not None), key=lambda job: job.writes
                ):
                    # Writes wait for other processes; what is only read is read beside them.
                    self._run_batch(connection.execution_options(writes=writes), list(some))
                if None in jobs:
                    return

    def _next_batch(self, purge_at: float) -> tuple[list[_DatabaseJob[Any] | None], float]:
        """Wait for jobs to be done together; also returns when the next purge is due."""
        jobs: list[_DatabaseJob[Any] | None] = []
        left = purge_at - time.monotonic()
        if left > 0:
            with suppress(queue.Empty):
                jobs.append(self._jobs.get(timeout=left))
        else:
            jobs.append(self._purge)
            purge_at = time.monotonic() + _PURGE_INTERVAL_SECONDS
        while len(jobs) < MAX_BATCH_JOBS and not self._jobs.empty():
            jobs.append(self._jobs.get())
        return jobs, purge_at

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Connect, or else keep things in memory."""
        try:
            connection = self._engine.connect()
        except _FAULTS as error:
            self._warn_once(_cause(error))
            connection = SqliteEngine(None).connect()
        try:
            yield connection
        finally:
            connection.close()
            connection.engine.dispose()

    def _run_batch(self, connection: Connection, jobs: Sequence[_DatabaseJob[Any]]) -> None:
        """Do some jobs in one transaction; one that fails undoes nothing of the others."""
        changes = self._engine.changes(connection)
        done = [(job, job.default) for job in jobs]
        try:
            with connection.begin():
                done = [(job, self._run_job(connection, job)) for job in jobs]
        except _FAULTS as error:
            self._warn_once(_cause(error))
            done = [(job, job.default) for job in jobs]
        if any(job.erases for job in jobs) and self._engine.changes(connection) > changes:
            self._log_has_traces = True
            # What has grown old is no secret; whoever asks to be forgotten leaves no page behind.
            self._pages_have_traces |= any(job.erases and job is not self._purge for job in jobs)
        self._erase_traces(connection, rewrites=any(job.rewrites for job in jobs))
        for job, result in done:
            if job.outcome is not None and job.outcome.set_running_or_notify_cancel():
                leaves = (job.erases and self._log_has_traces) or (
                    job.rewrites and self._pages_have_traces
                )
                job.outcome.set_result(job.default if leaves else result)

    def _erase_traces(self, connection: Connection, *, rewrites: bool) -> None:
        """Leave nothing of what was deleted; what fails is tried again with the next jobs."""
        try:
            if rewrites and self._pages_have_traces:
                self._engine.rewrite(connection)
                self._pages_have_traces, self._log_has_traces = False, True
            if self._log_has_traces:
                self._engine.erase_log(connection)
                self._log_has_traces = False
        except _FAULTS as error:
            self._warn_once(_cause(error))

    def _run_job(self, connection: Connection, job: _DatabaseJob[Result]) -> Result:
        try:
            with self._engine.savepoint(connection):
                return job.function(connection)
        except _FAULTS as error:
            self._warn_once(_cause(error))
        except Exception:  # noqa: BLE001 - whatever it is, the others are to be kept
            _log.exception("Something could not be kept")
        return job.default

    def _warn_once(self, why: str) -> None:
        if self.trouble is None:
            self.trouble = why
            _log.warning(
                "What should outlive a restart can't be kept in %s, so the bot goes on without: %s",
                self._engine.name,
                why,
            )


def _cause(error: Exception) -> str:
    """Say what is wrong as the database does, without the statement and its values."""
    return str(error.orig if isinstance(error, DBAPIError) else error)
