"""A folder of files read as articles; what can't be read is told, all at once."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath

from bot.corpus.corpus import Corpus
from bot.corpus.markdown import read_markdown
from bot.corpus.packed import StoredArticle
from bot.corpus.plain import read_plain
from bot.errors import Fault, FaultKind

Reader = Callable[[str, str, str, str], tuple[StoredArticle, tuple[Fault, ...]]]
"""Stored text, article id, path under the corpus, path to show -> the article and what is wrong with the file."""

READERS: dict[str, Reader] = {".txt": read_plain, ".md": read_markdown}


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
        return self.path.rpartition(".")[0]

    @property
    def shown(self) -> str:
        """The file as it is named to people."""
        return str(Path(self.folder, self.path))


def read_corpus(folder: Path) -> tuple[Corpus, tuple[Fault, ...]]:
    """Read every article under a folder, in the order of their paths.

    An article with a fault is left out; its faults stand in the second value.
    """
    files, faults = article_files(folder)
    articles = []
    for file in files:
        _, stored, wrong = read_file(file)
        faults += wrong
        if stored is not None:
            articles.append(stored)
    return Corpus.of(articles), in_order(faults)


def article_files(folder: Path) -> tuple[list[ArticleFile], list[Fault]]:
    """The files of articles under a folder, in the order of their paths, one an article; and what is wrong with the others."""
    if not folder.is_dir():
        return [], [Fault(str(folder), None, FaultKind.MISSING)]
    faults: list[Fault] = []
    articles: dict[str, ArticleFile] = {}
    for file in sorted(_files(folder, "", faults), key=lambda file: file.path):
        first = articles.setdefault(file.id, file)
        if first is not file:
            faults.append(Fault(file.shown, None, FaultKind.DUPLICATE, detail=first.shown))
    return list(articles.values()), faults


def holds_more(folder: Path, size: int) -> bool:
    """Whether the articles under a folder have more bytes than that."""
    return any(whole > size for whole in accumulate(file.look[0] for file in _files(folder, "", [])))


def read_file(file: ArticleFile) -> tuple[bytes | None, StoredArticle | None, tuple[Fault, ...]]:
    """What a file holds, the article that it is, and what is wrong; None for what can't be had."""
    content, unread = read_content(file)
    return (None, None, unread) if content is None else (content, *read_article(file, content))


def read_content(file: ArticleFile) -> tuple[bytes | None, tuple[Fault, ...]]:
    """What a file holds; None, and the fault, where it can't be read."""
    try:
        return Path(file.shown).read_bytes(), ()
    except OSError as error:
        return None, (Fault(file.shown, None, FaultKind.UNREADABLE, detail=error.strerror or ""),)


def read_article(file: ArticleFile, content: bytes) -> tuple[StoredArticle | None, tuple[Fault, ...]]:
    """An article from what its file holds, and what is wrong with it; None where anything is."""
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, (Fault(file.shown, content[: error.start].count(b"\n") + 1, FaultKind.NOT_UTF8),)
    if not text.strip():
        return None, (Fault(file.shown, None, FaultKind.EMPTY),)
    stored, wrong = READERS[PurePosixPath(file.path).suffix](text, file.id, file.path, file.shown)
    return None if wrong else stored, wrong


def in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    """Faults in the order of their places."""
    return tuple(sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.key)))


def _files(folder: Path, below: str, faults: list[Fault]) -> Iterator[ArticleFile]:
    try:
        with os.scandir(folder / below) as entries:
            listed = list(entries)
    except OSError as error:
        faults.append(Fault(str(error.filename), None, FaultKind.UNREADABLE, detail=error.strerror or ""))
        return
    for entry in listed:
        path = below + entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _files(folder, path + "/", faults)
        elif entry.name.endswith(tuple(READERS)):
            if not path.isprintable() and not _is_utf8(path):
                faults.append(Fault(str(folder / path), None, FaultKind.NOT_UTF8))
                continue
            try:
                seen = entry.stat()
            except OSError as error:
                faults.append(Fault(str(folder / path), None, FaultKind.UNREADABLE, detail=error.strerror or ""))
                continue
            if not stat.S_ISREG(seen.st_mode):
                # To read a pipe would wait for ever.
                faults.append(Fault(str(folder / path), None, FaultKind.UNREADABLE, detail="it is no file"))
                continue
            yield ArticleFile(str(folder), path, (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino))


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
