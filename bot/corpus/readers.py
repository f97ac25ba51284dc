"""The formats that articles come in, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable

from bot.corpus.markdown import read_markdown
from bot.corpus.plain_text import read_plain_text
from bot.corpus.records import StoredArticle
from bot.errors import Fault

ReadText = Callable[[str, str, str, str], tuple[StoredArticle, tuple[Fault, ...]]]
"""Stored text, article id, path under the corpus, path to show -> the article and what is wrong with the file."""

READERS: dict[str, ReadText] = {".txt": read_plain_text, ".md": read_markdown}
