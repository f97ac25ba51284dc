"""A folder of files read as articles; what can't be read is told, all at once."""

from __future__ import annotations

from pathlib import Path

from bot.corpus.corpus import Corpus
from bot.corpus.encodings import guess_encoding, guess_unmarked_utf16
from bot.corpus.folder import ArticleFile, list_article_files
from bot.corpus.records import StoredArticle
from bot.errors import Fault, FaultKind


def read_corpus(folder: Path) -> tuple[Corpus, tuple[Fault, ...]]:
    """Read every article under a folder, in the order of their paths.

    An article with a fault is left out; its faults stand in the second value.
    """
    listing = list_article_files(folder)
    faults = list(listing.faults)
    articles = []
    for file in listing.files:
        _, stored, wrong = read_article_file(file)
        faults += wrong
        if stored is not None:
            articles.append(stored)
    return Corpus.from_articles(articles), sorted_faults(faults)


def read_article_file(
    file: ArticleFile,
) -> tuple[bytes | None, StoredArticle | None, tuple[Fault, ...]]:
    """Return what a file holds, its article, and what is wrong; None for what can't be had."""
    content, unread = read_file_bytes(file)
    return (None, None, unread) if content is None else (content, *parse_article(file, content))


def read_file_bytes(file: ArticleFile) -> tuple[bytes | None, tuple[Fault, ...]]:
    """Return what a file holds; None, and the fault, where it can't be read."""
    try:
        return Path(file.display_path).read_bytes(), ()
    except OSError as error:
        return None, (
            Fault(file.display_path, None, FaultKind.UNREADABLE, detail=error.strerror or ""),
        )


def parse_article(
    file: ArticleFile, content: bytes
) -> tuple[StoredArticle | None, tuple[Fault, ...]]:
    """Read an article from what its file holds; None, and what is wrong, where anything is."""
    # Slow to import; a start that finds nothing new does without them.
    from bot.corpus.body_notices import with_body_notices  # noqa: PLC0415
    from bot.corpus.readers import reader_of  # noqa: PLC0415

    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, (_encoding_fault(file, line, guess_encoding(content)),)
    if "\x00" in text and (encoding := guess_unmarked_utf16(content)):
        return None, (_encoding_fault(file, None, encoding),)
    if not text.strip():
        return None, (Fault(file.display_path, None, FaultKind.EMPTY),)
    read = reader_of(file.path)
    assert read is not None, file.path
    stored, wrong = read(text, file.id, file.path, file.display_path)
    return None if wrong else with_body_notices(stored), wrong


def _encoding_fault(file: ArticleFile, line: int | None, encoding: str | None) -> Fault:
    if encoding is None:
        return Fault(file.display_path, line, FaultKind.NOT_UTF8)
    return Fault(file.display_path, line, FaultKind.OTHER_ENCODING, detail=encoding)


def sorted_faults(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return faults in the order of their places."""
    return tuple(sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.key)))
