"""The formats that articles come in, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from bot.corpus.markdown import read_markdown
from bot.corpus.plain_text import read_plain_text
from bot.corpus.records import StoredArticle
from bot.errors import Fault

ReadText = Callable[[str, str, str, str], tuple[StoredArticle, tuple[Fault, ...]]]
"""Takes text, article id, path under the corpus and path to show; gives article and faults."""

READERS: dict[str, ReadText] = {
    ".txt": read_plain_text,
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), read_markdown),
}
"""By ending, in small letters."""


def is_markdown(path: str) -> bool:
    """Tell whether a file is Markdown, by its path."""
    return reader_of(path) is read_markdown


def reader_of(path: str) -> ReadText | None:
    """Return what reads a file, by its path; None where it is in no format of articles."""
    return READERS.get(suffix_of(path))


def suffix_of(path: str) -> str:
    """Return the ending of a file in small letters, with its full stop; empty where it has none."""
    return PurePosixPath(path).suffix.casefold()
