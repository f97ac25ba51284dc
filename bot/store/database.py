"""One SQLite file, read and written on a thread of its own: whoever answers never waits for a disk."""

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

from bot.private_files import private_file, private_folder

VERSION = 2
"""Of the tables, kept in the file; one of a newer version is left alone."""
MOST_WAITING = 20_000
"""Writes that may wait for the disk; more of them are dropped."""
BATCH = 500
"""Jobs in one transaction."""
_LOCKED = 2.0
"""Seconds that another process may hold the file."""
_BEAT = 0.01
"""Seconds between two looks whether it still does, where SQLite does not look itself."""
PATIENCE = 1.0
"""Seconds that somebody waits for what is read."""
_CLOSE = 1.0
"""Seconds that what is still to be written may take when the bot ends."""
_PURGE = 3600.0
"""Seconds between two looks for what has been kept long enough."""

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Change = Callable[[sqlite3.Connection], object]
"""Something that is done to the tables."""


def _nothing(_: sqlite3.Connection) -> None:
    """Leave the tables as they are."""


@dataclass(frozen=True, eq=False, slots=True)
class _Job(Generic[Result]):
    does: Callable[[sqlite3.Connection], Result]
    otherwise: Result
    """What comes of it where the file lets us down."""
    outcome: Future[Result] | None = None
    """None where nobody waits for it."""
    erases: bool = False
    """Whether what it deletes is to leave no trace in the log of writes either."""


class Database:
    """Never raises for trouble with its file: that is logged once, and what can't be kept lives as long as the process, or is lost."""

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
        self._purge = _Job(purge, None, erases=True)
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._troubled = False

    def write(self, does: Change, *, erases: bool = False) -> None:
        """Have something written soon, after all that was asked for before; from any thread.

        What it deletes stays in the log of writes for a while, unless it `erases`.
        """
        if self._jobs.qsize() >= MOST_WAITING and not erases:
            self._complain("more is written than the disk takes")
            return
        self._put(_Job(does, None, erases=erases))

    async def read(self, does: Callable[[sqlite3.Connection], Result], otherwise: Result, patience: float = PATIENCE) -> Result:
        """What a question to the file brings, all written before included; `otherwise` where the file can't be read in so many seconds."""
        outcome: Future[Result] = Future()
        self._put(_Job(does, otherwise, outcome))
        try:
            async with asyncio.timeout(patience):
                return await asyncio.wrap_future(outcome)
        except TimeoutError:
            self._complain("it takes too long")
            return otherwise

    def close(self) -> None:
        """Write what is still to be written, within a second, and let go of the file."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            thread.join(_CLOSE)

    def _put(self, job: _Job[Any]) -> None:
        self._jobs.put(job)
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="store", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        with closing(self._open()) as connection:
            due = time.monotonic()
            while True:
                jobs, due = self._due(due)
                for waited_for, some in groupby((job for job in jobs if job is not None), key=lambda job: job.outcome is not None):
                    # Writes wait for other processes; what somebody waits for is read beside them.
                    self._run(connection, list(some), "BEGIN" if waited_for else "BEGIN IMMEDIATE")
                if None in jobs:
                    return

    def _due(self, purge_at: float) -> tuple[list[_Job[Any] | None], float]:
        """Wait for jobs to be done together; also returns when the next purge is due."""
        jobs: list[_Job[Any] | None] = []
        left = purge_at - time.monotonic()
        if left > 0:
            with suppress(queue.Empty):
                jobs.append(self._jobs.get(timeout=left))
        else:
            jobs.append(self._purge)
            purge_at = time.monotonic() + _PURGE
        while len(jobs) < BATCH and not self._jobs.empty():
            jobs.append(self._jobs.get())
        return jobs, purge_at

    def _open(self) -> sqlite3.Connection:
        if self._file is not None:
            try:
                private_folder(self._file.parent)
                # SQLite gives the files beside it the same permissions.
                private_file(self._file)
                return self._prepared(str(self._file))
            except (sqlite3.Error, OSError) as error:
                self._complain(str(error))
        return self._prepared(":memory:")

    def _prepared(self, file: str) -> sqlite3.Connection:
        """A connection to tables of our version; raises sqlite3.Error."""
        connection = sqlite3.connect(file, timeout=_LOCKED, isolation_level=None)
        try:
            _check_version(connection)
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            if _version(connection):
                self._upgrade(connection)
            for statement in (one for schema in self._schemas for one in schema.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def _run(self, connection: sqlite3.Connection, jobs: Sequence[_Job[Any]], begin: str) -> None:
        """Do some jobs in one transaction; one that fails undoes nothing of the others."""
        changes = connection.total_changes
        done = [(job, self._do(connection, job)) for job in jobs] if self._begin(connection, begin) else [(job, job.otherwise) for job in jobs]
        try:
            if connection.in_transaction:
                connection.execute("COMMIT")
            if any(job.erases for job in jobs) and connection.total_changes > changes:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            self._complain(str(error))
            connection.rollback()
        for job, result in done:
            if job.outcome is not None and job.outcome.set_running_or_notify_cancel():
                job.outcome.set_result(result)

    def _begin(self, connection: sqlite3.Connection, begin: str) -> bool:
        try:
            connection.execute(begin)
        except sqlite3.Error as error:
            self._complain(str(error))
            return False
        return True

    def _do(self, connection: sqlite3.Connection, job: _Job[Result]) -> Result:
        try:
            connection.execute("SAVEPOINT job")
            result = job.does(connection)
            connection.execute("RELEASE job")
        except sqlite3.Error as error:
            self._complain(str(error))
        except Exception:  # noqa: BLE001 - whatever it is, the others are to be kept
            _log.exception("Something could not be kept")
        else:
            return result
        if connection.in_transaction:
            connection.execute("ROLLBACK TO job")
        return job.otherwise

    def _complain(self, why: str) -> None:
        if not self._troubled:
            self._troubled = True
            _log.warning("What should outlive a restart can't be kept in %s, so the bot goes on without: %s", self._file, why)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a log of writes, so that nobody who reads waits for one. SQLite itself waits for nobody who does the same at this moment."""
    until = time.monotonic() + _LOCKED
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_BEAT)
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
    """The version of the tables; 0 where there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_version(connection: sqlite3.Connection) -> None:
    version = _version(connection)
    if version > VERSION:
        raise sqlite3.DatabaseError(f"written by a newer version ({version})")
