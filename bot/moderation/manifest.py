"""What the files of the corpus folder hold, by the digests of their contents."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from bot.corpus.folder import SETTLE_NANOSECONDS, ArticleFile, relative_path, walk_files
from bot.errors import Fault, FaultKind, WriteFailed
from bot.private_files import make_private_folder, private_opener, write_whole

_DIGEST_BYTES = 20
_PREFIX_CHARS = 2
"""Digits of a digest that name the folder of its content: few files a folder."""
_UNSETTLED = (0, 0, 0, 0)


class FileVersion(NamedTuple):
    """A file as it was found."""

    digest: str
    """Of its content, in hexadecimal digits."""
    signature: tuple[int, int, int, int]
    """How it looked, as `ArticleFile.stat_signature`; zeros where that tells nothing."""


Manifest = Mapping[str, FileVersion]
"""The files of the corpus by their paths under it, with `/`."""


class ContentStore:
    """Contents of files, each kept once, in a folder that only our account can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a content and return its digest; raises OSError."""
        digest = content_digest(content)
        place = self._place(digest)
        if not place.exists():
            make_private_folder(place.parent)
            # It is checked when it is read.
            write_whole(place, content, private_opener, durable=False)
        return digest

    def read(self, digest: str) -> bytes:
        """Return a content; raises OSError where it is not there as it was."""
        content = self._place(digest).read_bytes()
        if content_digest(content) != digest:
            raise OSError(f"{digest} is damaged")
        return content

    def has(self, digest: str) -> bool:
        """Return whether a content is there."""
        return self._place(digest).exists()

    def copy(self, digest: str, target: Path) -> None:
        """Put a content in a place where it is only read; raises OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self._place(digest), target)
        except OSError:
            shutil.copyfile(self._place(digest), target)

    def prune(self, wanted: Iterable[str]) -> None:
        """Delete all contents but some."""
        kept = set(wanted)
        for place in self._folder.glob("*/*"):
            if place.name not in kept:
                with suppress(OSError):
                    place.unlink()

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:_PREFIX_CHARS] / digest


def capture(folder: Path, known: Manifest, contents: ContentStore) -> Manifest:
    """Keep what the files of a folder hold, and return which holds what.

    What looks as it is `known` is not read again, and what can't be read counts as it is known.
    Raises OSError where contents can't be kept, and WriteFailed where the folder can't be read.
    """
    faults: list[Fault] = []
    started_at = time.time_ns()
    found: dict[str, FileVersion] = {}
    for file in walk_files(folder, faults, []):
        before = known.get(file.path)
        kept = _keep(file, before, contents, started_at)
        if kept is not None:
            found[file.path] = kept
    unread = {relative_path(fault.path, folder): fault for fault in faults if _hides_files(fault)}
    if (whole := unread.get(".")) is not None:
        raise WriteFailed(str(folder), whole.detail or os.strerror(errno.ENOENT))
    hidden = {
        path: kept
        for path, kept in known.items()
        if any(path == item or path.startswith(f"{item}/") for item in unread)
    }
    return hidden | found


def _keep(
    file: ArticleFile, before: FileVersion | None, contents: ContentStore, started_at: int
) -> FileVersion | None:
    if (
        before is not None
        and before.signature == file.stat_signature
        and contents.has(before.digest)
    ):
        return before
    try:
        content = Path(file.display_path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return before
    settled = max(file.stat_signature[1:3]) < started_at - SETTLE_NANOSECONDS
    return FileVersion(contents.keep(content), file.stat_signature if settled else _UNSETTLED)


def _hides_files(fault: Fault) -> bool:
    """Return whether a fault of a listing leaves unknown what files there are."""
    return fault.kind in {FaultKind.UNREADABLE, FaultKind.MISSING}


def changed_paths(before: Manifest, after: Manifest) -> list[str]:
    """Return the paths of files that were added, changed or removed between two states."""
    return sorted(
        path for path in {*before, *after} if _digest_at(before, path) != _digest_at(after, path)
    )


def reason_of(error: OSError | WriteFailed) -> str:
    """Return what the system says."""
    return error.detail if isinstance(error, WriteFailed) else error.strerror or str(error)


@contextmanager
def as_write_failed(folder: Path) -> Iterator[None]:
    """Raise WriteFailed for what the system refuses."""
    try:
        yield
    except OSError as error:
        path = error.filename or folder
        raise WriteFailed(str(path), error.strerror or str(error)) from error


def _digest_at(manifest: Manifest, path: str) -> str | None:
    kept = manifest.get(path)
    return None if kept is None else kept.digest


def content_digest(content: bytes) -> str:
    """Return what stands for the content of a file."""
    return blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()
