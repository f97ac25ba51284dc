"""The files of articles in a folder, and what of the folder can't be read."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from bot.corpus.suffixes import ARTICLE_SUFFIXES, suffix_of
from bot.errors import Fault, FaultKind, Notice, NoticeKind

# What editors, office programs, browsers and file managers leave beside what people write.
_LEFTOVER = re.compile(
    r"\..*|.*~|~.*|#.*#|.*\.(?:sw[a-p]|tmp|temp|bak|orig|part|crdownload|lock|new)"
    r"|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|__macosx|4913",
    re.IGNORECASE | re.DOTALL,
)
_MAX_NAMED_FILES = 3
SETTLE_NANOSECONDS = 2_000_000_000
"""Nanoseconds after its last change in which a file may change without looking changed.

Clocks of file systems are coarse.
"""
_MISSING_ERRNOS = (errno.ENOENT, errno.ENOTDIR)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """A file that holds an article."""

    folder: str
    path: str
    """Under the corpus, with `/`."""
    stat_signature: tuple[int, int, int, int]
    """Bytes, when content and anything was last changed in nanoseconds, and inode."""

    @property
    def id(self) -> str:
        """Return the article's id."""
        return article_id_of(self.path)

    @property
    def display_path(self) -> str:
        """Return the file as it is named to people."""
        return str(Path(self.folder, self.path))


@dataclass(frozen=True, slots=True)
class FolderListing:
    """What a folder of articles holds."""

    files: tuple[ArticleFile, ...]
    """One an article, in the order of their paths."""
    faults: tuple[Fault, ...]
    """What is wrong with the others."""
    notices: tuple[Notice, ...] = ()


def article_id_of(path: str) -> str:
    """Return the id of the article in a file, by the file's path under the corpus."""
    return path.rpartition(".")[0]


def is_leftover(name: str) -> bool:
    """Tell whether a file or folder of that name is passed over, as what programs leave behind."""
    return _LEFTOVER.fullmatch(name) is not None


def relative_path(display_path: str, folder: Path) -> str:
    """Return the path under the corpus of a file that faults name; `.` for the folder."""
    return Path(display_path).relative_to(folder).as_posix()


def list_article_files(folder: Path) -> FolderListing:
    """List the files of articles under a folder."""
    faults: list[Fault] = []
    others: list[str] = []
    articles: dict[str, ArticleFile] = {}
    for file in sorted(walk_files(folder, faults, others), key=lambda file: file.path):
        first = articles.setdefault(file.id, file)
        if first is not file:
            faults.append(
                Fault(file.display_path, None, FaultKind.DUPLICATE, detail=first.display_path)
            )
    notices = list(_other_formats(folder, others))
    if not articles and not faults:
        notices.append(Notice(str(folder), None, NoticeKind.NO_ARTICLES))
    return FolderListing(tuple(articles.values()), tuple(faults), tuple(notices))


def _other_formats(folder: Path, paths: Sequence[str]) -> Iterator[Notice]:
    """Yield a notice for each format that is not read, with the first of its files."""
    by_suffix: dict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        by_suffix[suffix_of(path)].append(path)
    for same in by_suffix.values():
        named = ", ".join(map(_printable, same[1:_MAX_NAMED_FILES]))
        rest = len(same) - _MAX_NAMED_FILES
        kind = NoticeKind.OTHER_FORMAT if len(same) == 1 else NoticeKind.OTHER_FORMATS
        values = (("others", named + (f", +{rest}" if rest > 0 else "")),) if named else ()
        yield Notice(str(folder / _printable(same[0])), None, kind, values)


def is_larger_than(folder: Path, size: int) -> bool:
    """Return whether the articles under a folder have more bytes than `size`."""
    return any(
        total > size
        for total in accumulate(file.stat_signature[0] for file in walk_files(folder, [], []))
    )


def walk_files(folder: Path, faults: list[Fault], others: list[str]) -> Iterator[ArticleFile]:
    """Yield every file that could be an article, several of one id too.

    `faults` takes what is wrong, `others` files of other formats.
    """
    real = os.path.realpath(folder)
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            with os.scandir(folder / below) as entries:
                listed = [entry for entry in entries if not is_leftover(entry.name)]
        except OSError as error:
            faults.append(_read_fault(folder, below, error, missing=not below))
            continue
        for entry in listed:
            path = below + entry.name
            try:
                kind = _link_fault(entry, real) if entry.is_symlink() else None
                if kind is not None:
                    faults.append(_fault(folder, path, kind))
                elif not entry.is_symlink() and entry.is_dir():
                    pending.append(path + "/")
                elif suffix_of(entry.name) in ARTICLE_SUFFIXES:
                    yield from _check_file(folder, path, entry.stat(), faults)
                elif not entry.is_symlink():
                    others.append(path)
            except OSError as error:
                faults.append(_read_fault(folder, path, error))


def _check_file(
    folder: Path, path: str, status: os.stat_result, faults: list[Fault]
) -> Iterator[ArticleFile]:
    """Yield the file, unless something is wrong with it."""
    if not path.isprintable() and not _is_utf8(path):
        faults.append(_fault(folder, path, FaultKind.NOT_UTF8))
    elif not stat.S_ISREG(status.st_mode):
        # To read a pipe would wait for ever.
        faults.append(_fault(folder, path, FaultKind.UNREADABLE, "it is not a file"))
    else:
        stat_signature = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        yield ArticleFile(str(folder), path, stat_signature)


def _link_fault(entry: os.DirEntry[str], real: str) -> FaultKind | None:
    """Return why a link in the folder whose real path is `real` is not followed.

    None where it leads to a file there, or is no matter of ours. Raises OSError where that can't
    be told.
    """
    try:
        target = os.path.realpath(entry.path, strict=True)
    except OSError as error:
        if error.errno not in {errno.ELOOP, *_MISSING_ERRNOS}:
            raise
        if suffix_of(entry.name) not in {"", *ARTICLE_SUFFIXES}:
            # With that ending it would be no article if it were there.
            return None
        return FaultKind.LINK_LOOP if error.errno == errno.ELOOP else FaultKind.BROKEN_LINK
    to_folder = Path(target).is_dir()
    if not to_folder and suffix_of(entry.name) not in ARTICLE_SUFFIXES:
        return None
    if os.path.commonpath([real, target]) != real:
        return FaultKind.LINK_OUTSIDE
    return FaultKind.LINK_TO_FOLDER if to_folder else None


def _read_fault(folder: Path, path: str, error: OSError, *, missing: bool = False) -> Fault:
    if missing and error.errno in _MISSING_ERRNOS:
        return _fault(folder, path, FaultKind.MISSING)
    return _fault(folder, path, FaultKind.UNREADABLE, error.strerror or "")


def _fault(folder: Path, path: str, kind: FaultKind, detail: str = "") -> Fault:
    return Fault(str(folder / _printable(path)), None, kind, detail=detail)


def _printable(path: str) -> str:
    """Return a path with the bytes of a name that is no UTF-8 as numbers."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
