"""The formats that articles come in, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable

from bot.corpus.markdown import read_markdown
from bot.corpus.plain_text import read_plain_text
from bot.corpus.records import StoredArticle
from bot.corpus.suffixes import MARKDOWN_SUFFIXES, PLAIN_TEXT_SUFFIXES, suffix_of
from bot.errors import Fault

ReadText = Callable[[str, str, str, str], tuple[StoredArticle, tuple[Fault, ...]]]
"""Takes text, article id, path under the corpus and path to show; gives article and faults."""

READERS: dict[str, ReadText] = {
    **dict.fromkeys(PLAIN_TEXT_SUFFIXES, read_plain_text),
    **dict.fromkeys(MARKDOWN_SUFFIXES, read_markdown),
}
"""By ending, in small letters."""


def reader_of(path: str) -> ReadText | None:
    """Return what reads a file, by its path; None where it is in no format of articles."""
    return READERS.get(suffix_of(path))
