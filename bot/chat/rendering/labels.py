"""What articles, people and outlets are called in lines of ours: short enough to be read."""

from __future__ import annotations

from bot.model import Article
from bot.text.display import shorten

MAX_LABEL_UTF16_UNITS = 300
"""UTF-16 units of a title or name in a line."""


def article_label(article: Article) -> str:
    """Give the title of an article; where none can be seen, what its file is called."""
    return label(article.title) or label(article.id) or label(article.path)


def label(name: str | None, max_units: int = MAX_LABEL_UTF16_UNITS) -> str:
    """Return a name in at most `max_units` UTF-16 units; empty where nothing of it is visible."""
    return shorten(name, max_units) if name else ""
