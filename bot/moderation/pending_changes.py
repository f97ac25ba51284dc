"""Changes that were shown to a moderator and wait to be confirmed, also over a restart."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from bot.moderation.corpus_writer import ArticleFileChange
from bot.moderation.refusals import ChangeRefused, Refusal
from bot.private_files import make_private_folder, private_opener, write_whole

PENDING_SECONDS = 3600.0
"""Seconds that a change waits."""
MAX_PENDING = 20
"""Changes that wait at once; the oldest go first."""
_ID_BYTES = 8
_ID = re.compile(rf"[0-9a-f]{{{2 * _ID_BYTES}}}")
_SUFFIX = ".change"


class ChangeAction(StrEnum):
    """What is done to articles."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that waits for who wanted it."""

    author: str
    action: ChangeAction
    changes: tuple[ArticleFileChange, ...]
    created_at: float
    """In seconds of unix time."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(PendingChange).decode


class PendingChanges:
    """Keeps changes in a folder, a file each; may be used by several threads."""

    def __init__(self, folder: Path | None, clock: Callable[[], float]) -> None:
        """Take the folder (None: they live as long as the process) and a clock of unix time.

        What has lapsed is deleted.
        """
        self._folder = folder
        self.clock = clock
        self._lock = threading.Lock()
        self._in_memory: dict[str, PendingChange] = {}
        self._purge()

    def add(self, author: str, action: ChangeAction, changes: tuple[ArticleFileChange, ...]) -> str:
        """Keep a change, and return the id that its buttons carry; raises ChangeRefused."""
        change_id = secrets.token_hex(_ID_BYTES)
        change = PendingChange(author, action, changes, self.clock())
        with self._lock:
            self._purge()
            if self._folder is None:
                self._in_memory[change_id] = change
                return change_id
            try:
                make_private_folder(self._folder)
                write_whole(self._file(self._folder, change_id), _encode(change), private_opener)
            except OSError as error:
                raise ChangeRefused(Refusal.NOT_NOTED, detail=error.strerror or "") from error
        return change_id

    def get(self, change_id: str, author: str) -> PendingChange:
        """Return a change to who wanted it; raises ChangeRefused where it waits no longer."""
        change = self._load(change_id) if _ID.fullmatch(change_id) else None
        if change is None or change.author != author or self._has_lapsed(change):
            raise ChangeRefused(Refusal.LAPSED)
        return change

    def discard(self, change_id: str) -> None:
        """Keep a change no longer."""
        self._in_memory.pop(change_id, None)
        if self._folder is not None:
            with suppress(OSError):
                self._file(self._folder, change_id).unlink(missing_ok=True)

    def forget_person(self, person: str) -> None:
        """Keep no change that a person wants; raises OSError where one can't be deleted."""
        with self._lock:
            for change_id in self._ids():
                change = self._load(change_id)
                if change is not None and change.author == person:
                    self._in_memory.pop(change_id, None)
                    if self._folder is not None:
                        self._file(self._folder, change_id).unlink(missing_ok=True)

    def _ids(self) -> list[str]:
        if self._folder is None:
            return [*self._in_memory]
        return [file.stem for file in self._folder.glob(f"*{_SUFFIX}")]

    def _load(self, change_id: str) -> PendingChange | None:
        if self._folder is None:
            return self._in_memory.get(change_id)
        try:
            return _decode(self._file(self._folder, change_id).read_bytes())
        except (OSError, msgspec.DecodeError):
            return None

    def _has_lapsed(self, change: PendingChange) -> bool:
        return not 0 <= self.clock() - change.created_at < PENDING_SECONDS

    def _purge(self) -> None:
        """Discard what has lapsed, and the oldest where there are too many."""
        waiting: list[tuple[float, str]] = []
        for change_id in self._ids():
            change = self._load(change_id)
            if change is None or self._has_lapsed(change):
                self.discard(change_id)
            else:
                waiting.append((change.created_at, change_id))
        for _, change_id in sorted(waiting)[: max(0, len(waiting) + 1 - MAX_PENDING)]:
            self.discard(change_id)

    @staticmethod
    def _file(folder: Path, change_id: str) -> Path:
        return folder / f"{change_id}{_SUFFIX}"
