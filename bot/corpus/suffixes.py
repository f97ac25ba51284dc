"""Which endings of files mean which format; light, as every answer asks for it."""

from __future__ import annotations

from pathlib import PurePosixPath

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
PLAIN_TEXT_SUFFIXES = (".txt",)
ARTICLE_SUFFIXES = MARKDOWN_SUFFIXES + PLAIN_TEXT_SUFFIXES


def suffix_of(path: str) -> str:
    """Return the ending of a file in small letters, with its full stop; empty where it has none."""
    return PurePosixPath(path).suffix.casefold()


def is_markdown(path: str) -> bool:
    """Tell whether a file is Markdown, by its path."""
    return suffix_of(path) in MARKDOWN_SUFFIXES
