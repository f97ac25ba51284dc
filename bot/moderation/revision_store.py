"""States of the corpus folder that can be brought back, and changes under way, on disk."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import ReloadInProgress
from bot.moderation.changes import CorpusChange, Revision, UnfinishedChange
from bot.moderation.manifest import ContentStore
from bot.private_files import FILE_MODE, make_private_folder, private_opener, write_whole

MAX_REVISIONS = 5
"""States before the present one that are kept; the oldest go first."""
_NUMBER_DIGITS = 8

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class RevisionStore:
    """A folder of our own for the revisions of one folder of articles.

    Every method raises OSError where it can't be read or written.
    """

    @staticmethod
    def for_folder(data: Path, folder: Path) -> RevisionStore:
        """Make the store of a folder of articles, under the folder for what is kept."""
        digest = blake2b(os.fsencode(folder.resolve()), digest_size=8)
        return RevisionStore(data / "revisions" / digest.hexdigest())

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents = ContentStore(folder / "contents")
        self._revisions = folder / "states"
        self._unlogged = folder / "unlogged"
        self._unfinished = folder / "unfinished.json"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other threads and processes out; raises ReloadInProgress where one is at work."""
        import filelock  # noqa: PLC0415 - it brings asyncio, which a start does without

        make_private_folder(self.folder)
        try:
            with filelock.FileLock(self.folder / "lock", timeout=0, mode=FILE_MODE):
                yield
        except filelock.Timeout as error:
            raise ReloadInProgress from error

    def revisions(self) -> list[int]:
        """Return the numbers of what is kept, the newest first."""
        return sorted((int(place.stem) for place in self._revisions.glob("*.json")), reverse=True)

    def revision(self, number: int | None) -> Revision | None:
        """Return a revision; None where it is not kept, or not whole."""
        return None if number is None else _read(self._place(number), Revision)

    def next_number(self) -> int:
        """Return the number of the next revision."""
        return max(self.revisions(), default=0) + 1

    def newest(self) -> Revision | None:
        """Return the newest revision that is whole."""
        found = (self.revision(number) for number in self.revisions())
        return next((revision for revision in found if revision is not None), None)

    def add(self, revision: Revision) -> None:
        """Keep a revision; older ones go where there are too many.

        Those that undo leads back to stay, and the newest, whether they were undone or not.
        """
        _write(self._place(revision.number), revision)
        numbers = self.revisions()
        wanted, earlier = set(numbers[: MAX_REVISIONS + 1]), revision.parent
        for _ in range(MAX_REVISIONS):
            if earlier is not None and (found := self.revision(earlier)) is not None:
                wanted.add(found.number)
                earlier = found.parent
        for number in set(numbers) - wanted:
            self._place(number).unlink(missing_ok=True)

    def prune_contents(self) -> None:
        """Delete the contents that no revision holds."""
        kept = (self.revision(number) for number in self.revisions())
        self.contents.prune(
            file.digest for revision in kept if revision for file in revision.files.values()
        )

    def unfinished(self) -> UnfinishedChange | None:
        """Return the change that was under way when a process ended."""
        return _read(self._unfinished, UnfinishedChange)

    def begin(self, unfinished: UnfinishedChange) -> None:
        """Note that a change is under way."""
        _write(self._unfinished, unfinished)

    def drop(self) -> None:
        """Note that nothing is under way, and that nothing was done."""
        self._unfinished.unlink(missing_ok=True)

    def finish(self, change: CorpusChange) -> None:
        """Note that a change is done, and waits for its entry in the log."""
        _write(self._unlogged / f"{change.key}.json", change)
        self.drop()

    def unlogged(self) -> list[CorpusChange]:
        """Return the changes that wait for their entry in the log, the oldest first."""
        found = (_read(place, CorpusChange) for place in self._unlogged.glob("*.json"))
        return sorted((change for change in found if change), key=lambda change: change.at)

    def mark_logged(self, key: str) -> None:
        """Note that a change stands in the log."""
        (self._unlogged / f"{key}.json").unlink(missing_ok=True)

    def _place(self, number: int) -> Path:
        return self._revisions / f"{number:0{_NUMBER_DIGITS}}.json"


def _write(place: Path, value: object) -> None:
    make_private_folder(place.parent)
    write_whole(place, msgspec.json.encode(value), private_opener)


def _read(place: Path, kind: type[_Value]) -> _Value | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError:
        _log.warning("%s is damaged and left out", place)
        return None
