"""The store's database in SQLite: one file, or memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, insert

from bot.private_files import make_private_file, make_private_folder
from bot.store.tables import REVISION, VERSION, alembic_version, metadata

_LOCK_TIMEOUT_SECONDS = 2.0
"""Seconds that another process may hold the file."""
_LOCK_POLL_SECONDS = 0.01
"""Seconds between two looks whether it still does, where SQLite does not look itself."""
_PRAGMAS = (
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
    # A rewrite of the file copies all of it; no copy is to lie outside of our folder.
    "temp_store = MEMORY",
)


class SqliteEngine:
    """Opens connections to tables of our version, each for the thread that asks."""

    def __init__(self, file: Path | None) -> None:
        """Take the file; None: what is kept lives as long as the connection."""
        self._file = file

    @property
    def name(self) -> str:
        """The file, as a sentence names it."""
        return str(self._file)

    def connect(self) -> Connection:
        """Open the database, made or upgraded where it must be.

        Raises OSError, sqlite3.Error and SQLAlchemyError; a file of a newer version stays as it is.
        """
        if self._file is not None:
            make_private_folder(self._file.parent)
            # SQLite gives the files beside it the same permissions.
            make_private_file(self._file)
        engine = create_engine(
            URL.create("sqlite", database=str(self._file or ":memory:")),
            poolclass=StaticPool,
            # Transactions begin when we say so: Python's own begin too late.
            connect_args={"timeout": _LOCK_TIMEOUT_SECONDS, "isolation_level": None},
            # What people asked does not belong into the text of an error, and so into the log.
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        try:
            return self._open(engine)
        except BaseException:
            engine.dispose()
            raise

    def _open(self, engine: Engine) -> Connection:
        connection = engine.connect()
        raw = _raw(connection)
        _check_version(raw)
        _enable_wal(raw)
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        with connection.execution_options(writes=True).begin():
            self._migrate(connection)
        return connection

    def _migrate(self, connection: Connection) -> None:
        """Make the tables, or bring older ones to our version, after a copy was put aside."""
        found = _check_version(_raw(connection))
        if found == VERSION:
            return
        if found:
            self._back_up(found)
            from bot.store.migration import upgrade  # noqa: PLC0415 - once in a file's life

            upgrade(connection)
        else:
            metadata.create_all(connection)
            connection.execute(insert(alembic_version).values(version_num=REVISION))
        # Programs from before Alembic look here whether a file is too new for them.
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    def _back_up(self, version: int) -> None:
        """Copy the file as it was committed last; a copy that was broken off is made anew."""
        assert self._file is not None
        backup = self._file.with_name(f"{self._file.name}.version-{version}.backup")
        aside = backup.with_name(f"{backup.name}.new")
        aside.unlink(missing_ok=True)
        make_private_file(aside)
        with closing(sqlite3.connect(self._file)) as source, closing(sqlite3.connect(aside)) as to:
            source.backup(to)
        aside.replace(backup)

    def delete_backups(self, oldest: float) -> None:
        """Delete copies from before upgrades that were made before a unix time; raises OSError."""
        for backup in self._backups():
            if backup.stat().st_mtime < oldest:
                backup.unlink(missing_ok=True)

    def delete_backups_with(self, question: str) -> None:
        """Delete copies that hold the answer to a question; raises OSError."""
        for backup in self._backups():
            if _may_hold(backup, question):
                backup.unlink(missing_ok=True)

    def _backups(self) -> list[Path]:
        if self._file is None:
            return []
        return list(self._file.parent.glob(f"{self._file.name}.version-*.backup*"))

    def holds(self, connection: Connection) -> bool:
        """Tell whether a connection is to the file, and not to memory in place of it."""
        return connection.engine.url.database == str(self._file or ":memory:")

    @staticmethod
    @contextmanager
    def savepoint(connection: Connection) -> Iterator[None]:
        """Undo what is done within a transaction by what raises; three times as fast as Core's."""
        raw = _raw(connection)
        raw.execute("SAVEPOINT job")
        try:
            yield
        except BaseException:
            # Where the disk is full, SQLite has rolled back all of it.
            if raw.in_transaction:
                raw.execute("ROLLBACK TO job")
            raise
        raw.execute("RELEASE job")

    @staticmethod
    def changes(connection: Connection) -> int:
        """Count the rows that a connection has changed so far."""
        return _raw(connection).total_changes

    @staticmethod
    def erase_log(connection: Connection) -> None:
        """Leave no trace of what was deleted in the log of writes; outside of a transaction.

        Raises sqlite3.OperationalError where somebody who reads is in the way.
        """
        is_busy, *_ = _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise sqlite3.OperationalError("the log of writes is being read")

    @staticmethod
    def rewrite(connection: Connection) -> None:
        """Leave no trace of what was deleted in the pages of the file; outside of a transaction.

        Deleting overwrites a row where it lies, but not where it lay before its page was parted.
        """
        _raw(connection).execute("VACUUM")


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _may_hold(backup: Path, question: str) -> bool:
    """Tell whether a copy has the answer to a question; one that can't be read may have it."""
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("SELECT 1 FROM answers WHERE question = ?", (question,))
            return found.fetchone() is not None
    except sqlite3.Error:
        return True


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that writes takes its turn at once, not halfway."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_version(raw: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 where there are none; raises sqlite3.DatabaseError."""
    version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise sqlite3.DatabaseError(f"written by a newer version ({version})")
    return version


def _enable_wal(raw: sqlite3.Connection) -> None:
    """Keep a log of writes, so that nobody who reads waits for one.

    SQLite itself does not wait for another process that does the same at this moment.
    """
    until = time.monotonic() + _LOCK_TIMEOUT_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_LOCK_POLL_SECONDS)
        else:
            return
