"""The formats that articles come in, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable

from bot.corpus.markdown import read_markdown
from bot.corpus.packed import StoredArticle
from bot.corpus.plain import read_plain
from bot.errors import Fault

Reader = Callable[[str, str, str, str], tuple[StoredArticle, tuple[Fault, ...]]]
"""Stored text, article id, path under the corpus, path to show -> the article and what is wrong with the file."""

READERS: dict[str, Reader] = {".txt": read_plain, ".md": read_markdown}
