"""What articles, people and outlets are called in lines of ours: short enough to be read."""

from __future__ import annotations

from bot.model import Article
from bot.text.display import short

LONGEST = 300
"""UTF-16 units of a title or name in a line."""


def title_of(article: Article) -> str:
    """Give the title of an article; where none can be seen, what its file is called."""
    return called(article.title) or called(article.id) or called(article.path)


def called(name: str | None, most: int = LONGEST) -> str:
    """Give a name in at most `most` UTF-16 units; empty where there is none that can be seen."""
    return short(name, most) if name else ""
