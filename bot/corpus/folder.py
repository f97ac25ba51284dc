"""The files of articles in a folder, and what of the folder can't be read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath

from bot.corpus.formats import READERS
from bot.errors import Fault, FaultKind, Notice, NoticeKind

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """A file that holds an article."""

    folder: str
    path: str
    """Under the corpus, with `/`."""
    look: tuple[int, int, int, int]
    """Its size in bytes, when it was changed last, in content and in any way, in nanoseconds, and its number in the file system."""

    @property
    def id(self) -> str:
        """The article's id."""
        return id_of(self.path)

    @property
    def shown(self) -> str:
        """The file as it is named to people."""
        return str(Path(self.folder, self.path))


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder of articles holds."""

    files: tuple[ArticleFile, ...]
    """One an article, in the order of their paths."""
    faults: tuple[Fault, ...]
    """What is wrong with the others."""
    notices: tuple[Notice, ...] = ()


def id_of(path: str) -> str:
    """The id of the article in a file, by the file's path under the corpus."""
    return path.rpartition(".")[0]


def path_of(shown: str, folder: Path) -> str:
    """The path under the corpus of a file that faults name; `.` for the folder itself."""
    return Path(shown).relative_to(folder).as_posix()


def article_files(folder: Path) -> Listing:
    """The files of articles under a folder."""
    faults: list[Fault] = []
    articles: dict[str, ArticleFile] = {}
    for file in sorted(_files(folder, faults), key=lambda file: file.path):
        first = articles.setdefault(file.id, file)
        if first is not file:
            faults.append(Fault(file.shown, None, FaultKind.DUPLICATE, detail=first.shown))
    empty = not articles and not faults
    notices = (Notice(str(folder), None, NoticeKind.NO_ARTICLES),) if empty else ()
    return Listing(tuple(articles.values()), tuple(faults), notices)


def holds_more(folder: Path, size: int) -> bool:
    """Whether the articles under a folder have more bytes than that."""
    return any(whole > size for whole in accumulate(file.look[0] for file in _files(folder, [])))


def _files(folder: Path, faults: list[Fault]) -> Iterator[ArticleFile]:
    """Walk through a folder; `faults` takes what is wrong."""
    real = os.path.realpath(folder)
    left = [""]
    while left:
        below = left.pop()
        try:
            with os.scandir(folder / below) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            faults.append(_unread(folder, below, error, missing=not below))
            continue
        for entry in listed:
            path = below + entry.name
            try:
                kind = _wrong_with_link(entry, real) if entry.is_symlink() else None
                if kind is not None:
                    faults.append(_fault(folder, path, kind))
                elif not entry.is_symlink() and entry.is_dir():
                    left.append(path + "/")
                elif entry.name.endswith(tuple(READERS)):
                    yield from _article_file(folder, path, entry.stat(), faults)
            except OSError as error:
                faults.append(_unread(folder, path, error))


def _article_file(folder: Path, path: str, seen: os.stat_result, faults: list[Fault]) -> Iterator[ArticleFile]:
    """The file, unless something is wrong with it."""
    if not path.isprintable() and not _is_utf8(path):
        faults.append(_fault(folder, path, FaultKind.NOT_UTF8))
    elif not stat.S_ISREG(seen.st_mode):
        # To read a pipe would wait for ever.
        faults.append(_fault(folder, path, FaultKind.UNREADABLE, "it is no file"))
    else:
        look = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
        yield ArticleFile(str(folder), path, look)


def _wrong_with_link(entry: os.DirEntry[str], real: str) -> FaultKind | None:
    """Why a link in the folder whose real path is `real` is not followed.

    None where it leads to a file there, or is no matter of ours. Raises OSError where that can't be told.
    """
    try:
        target = os.path.realpath(entry.path, strict=True)
    except OSError as error:
        if error.errno not in {errno.ELOOP, *_NOT_THERE}:
            raise
        if PurePosixPath(entry.name).suffix not in {"", *READERS}:
            # With that ending it would be no article if it were there.
            return None
        return FaultKind.LINK_LOOP if error.errno == errno.ELOOP else FaultKind.LINK_TO_NOTHING
    to_folder = Path(target).is_dir()
    if not to_folder and not entry.name.endswith(tuple(READERS)):
        return None
    if os.path.commonpath([real, target]) != real:
        return FaultKind.LINK_OUT
    return FaultKind.LINK_TO_FOLDER if to_folder else None


def _unread(folder: Path, path: str, error: OSError, *, missing: bool = False) -> Fault:
    if missing and error.errno in _NOT_THERE:
        return _fault(folder, path, FaultKind.MISSING)
    return _fault(folder, path, FaultKind.UNREADABLE, error.strerror or "")


def _fault(folder: Path, path: str, kind: FaultKind, detail: str = "") -> Fault:
    # A name that is no UTF-8 is shown with its bytes as numbers, so that it can be printed.
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    return Fault(str(folder / shown), None, kind, detail=detail)


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
