"""A folder of files read as articles; what can't be read is told, all at once."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from bot.corpus.corpus import Corpus
from bot.corpus.folder import ArticleFile, article_files
from bot.corpus.formats import READERS
from bot.corpus.packed import StoredArticle
from bot.errors import Fault, FaultKind


def read_corpus(folder: Path) -> tuple[Corpus, tuple[Fault, ...]]:
    """Read every article under a folder, in the order of their paths.

    An article with a fault is left out; its faults stand in the second value.
    """
    listing = article_files(folder)
    faults = list(listing.faults)
    articles = []
    for file in listing.files:
        _, stored, wrong = read_file(file)
        faults += wrong
        if stored is not None:
            articles.append(stored)
    return Corpus.of(articles), in_order(faults)


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
