"""One SQLite file with a thread of its own: whoever answers never waits for a disk."""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, TypeVar

from bot.private_files import make_private_file, make_private_folder

VERSION = 2
"""Of the tables, kept in the file; one of a newer version is left alone."""
MAX_WAITING_WRITES = 20_000
"""Writes that may wait for the disk; more of them are dropped."""
MAX_BATCH_JOBS = 500
"""Jobs in one transaction."""
_LOCK_TIMEOUT_SECONDS = 2.0
"""Seconds that another process may hold the file."""
_LOCK_POLL_SECONDS = 0.01
"""Seconds between two looks whether it still does, where SQLite does not look itself."""
READ_TIMEOUT_SECONDS = 1.0
"""Seconds that somebody waits for what is read."""
_CLOSE_TIMEOUT_SECONDS = 1.0
"""Seconds that what is still to be written may take when the bot ends."""
_PURGE_INTERVAL_SECONDS = 3600.0
"""Seconds between two looks for what has been kept long enough."""

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Change = Callable[[sqlite3.Connection], object]
"""Something that is done to the tables."""


def _nothing(_: sqlite3.Connection) -> None:
    """Leave the tables as they are."""


@dataclass(frozen=True, eq=False, slots=True)
class _DatabaseJob(Generic[Result]):
    function: Callable[[sqlite3.Connection], Result]
    default: Result
    """What comes of it where the file lets us down."""
    outcome: Future[Result] | None = None
    """None where nobody waits for it."""
    erases: bool = False
    """Whether what it deletes is to leave no trace in the log of writes either."""


class Database:
    """Keeps tables in a file, and never raises for trouble with it.

    Trouble is logged once, and what can't be kept lives as long as the process, or is lost.
    """

    def __init__(
        self,
        file: Path | None,
        schemas: Sequence[str],
        upgrade: Change = _nothing,
        purge: Change = _nothing,
    ) -> None:
        """Take the file; it is opened when it is first used.

        Args:
            file: None where nothing is to outlive the process.
            schemas: what makes each table where it is missing.
            upgrade: brings tables of an earlier version to this one.
            purge: deletes what has been kept long enough; done at the start, then once an hour.

        """
        self._file = file
        self._schemas = schemas
        self._upgrade = upgrade
        self._purge = _DatabaseJob(purge, None, erases=True)
        self._jobs: queue.SimpleQueue[_DatabaseJob[Any] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._has_warned = False

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
        function: Callable[[sqlite3.Connection], Result],
        default: Result,
        max_wait_seconds: float = READ_TIMEOUT_SECONDS,
    ) -> Result:
        """Read from the file, with all that was written before.

        Gives `default` where the file can't be read within so many seconds.
        """
        outcome: Future[Result] = Future()
        self._enqueue(_DatabaseJob(function, default, outcome))
        try:
            async with asyncio.timeout(max_wait_seconds):
                return await asyncio.wrap_future(outcome)
        except TimeoutError:
            self._warn_once("it takes too long")
            return default

    def close(self) -> None:
        """Write what is still to be written, within a second, and let go of the file."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            thread.join(_CLOSE_TIMEOUT_SECONDS)

    def _enqueue(self, job: _DatabaseJob[Any]) -> None:
        self._jobs.put(job)
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="store", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        with closing(self._open()) as connection:
            due = time.monotonic()
            while True:
                jobs, due = self._next_batch(due)
                for waited_for, some in groupby(
                    (job for job in jobs if job is not None),
                    key=lambda job: job.outcome is not None,
                ):
                    # Writes wait for other processes; what somebody waits for is read beside them.
                    self._run_batch(
                        connection, list(some), "BEGIN" if waited_for else "BEGIN IMMEDIATE"
                    )
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

    def _open(self) -> sqlite3.Connection:
        if self._file is not None:
            try:
                make_private_folder(self._file.parent)
                # SQLite gives the files beside it the same permissions.
                make_private_file(self._file)
                return self._connect(str(self._file))
            except (sqlite3.Error, OSError) as error:
                self._warn_once(str(error))
        return self._connect(":memory:")

    def _connect(self, file: str) -> sqlite3.Connection:
        """Return a connection to tables of our version; raises sqlite3.Error."""
        connection = sqlite3.connect(file, timeout=_LOCK_TIMEOUT_SECONDS, isolation_level=None)
        try:
            _check_version(connection)
            _enable_wal(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            if _version(connection):
                self._upgrade(connection)
            for statement in (item for schema in self._schemas for item in schema.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def _run_batch(
        self, connection: sqlite3.Connection, jobs: Sequence[_DatabaseJob[Any]], begin: str
    ) -> None:
        """Do some jobs in one transaction; one that fails undoes nothing of the others."""
        changes = connection.total_changes
        done = (
            [(job, self._run_job(connection, job)) for job in jobs]
            if self._begin(connection, begin)
            else [(job, job.default) for job in jobs]
        )
        try:
            if connection.in_transaction:
                connection.execute("COMMIT")
            if any(job.erases for job in jobs) and connection.total_changes > changes:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            self._warn_once(str(error))
            connection.rollback()
        for job, result in done:
            if job.outcome is not None and job.outcome.set_running_or_notify_cancel():
                job.outcome.set_result(result)

    def _begin(self, connection: sqlite3.Connection, begin: str) -> bool:
        try:
            connection.execute(begin)
        except sqlite3.Error as error:
            self._warn_once(str(error))
            return False
        return True

    def _run_job(self, connection: sqlite3.Connection, job: _DatabaseJob[Result]) -> Result:
        try:
            connection.execute("SAVEPOINT job")
            result = job.function(connection)
            connection.execute("RELEASE job")
        except sqlite3.Error as error:
            self._warn_once(str(error))
        except Exception:  # noqa: BLE001 - whatever it is, the others are to be kept
            _log.exception("Something could not be kept")
        else:
            return result
        if connection.in_transaction:
            connection.execute("ROLLBACK TO job")
        return job.default

    def _warn_once(self, why: str) -> None:
        if not self._has_warned:
            self._has_warned = True
            _log.warning(
                "What should outlive a restart can't be kept in %s, so the bot goes on without: %s",
                self._file,
                why,
            )


def _enable_wal(connection: sqlite3.Connection) -> None:
    """Keep a log of writes, so that nobody who reads waits for one.

    SQLite itself does not wait for another process that does the same at this moment.
    """
    until = time.monotonic() + _LOCK_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_LOCK_POLL_SECONDS)
        else:
            return


def add_column(connection: sqlite3.Connection, table: str, column: str) -> bool:
    """Add a column, given by its name and declaration, to a table that is there without it.

    Returns whether that was so.
    """
    there = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
    missing = bool(there) and column.split(maxsplit=1)[0] not in there
    if missing:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    return missing


def _version(connection: sqlite3.Connection) -> int:
    """Return the version of the tables; 0 where there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_version(connection: sqlite3.Connection) -> None:
    version = _version(connection)
    if version > VERSION:
        raise sqlite3.DatabaseError(f"written by a newer version ({version})")
