"""Which file of the corpus somebody means, whether its article is served or not."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.corpus.folder import article_id_of
from bot.corpus.records import id_hash
from bot.errors import NotFound
from bot.library import Snapshot

_KEY = re.compile(r"=([0-9a-f]{16})")


def find_path(snapshot: Snapshot, paths: Collection[str], name: str) -> str:
    """Return the path of an article by its key (behind `=`), id, path or title.

    Args:
        snapshot: What is served.
        paths: All files of articles in the folder, under it.
        name: What was given.

    Raises NotFound.
    """
    for find in (_served_paths, _paths_named, _paths_titled):
        if found := [path for path in find(snapshot, paths, name) if path in paths]:
            return found[0]
    raise NotFound(name)


def article_key(path: str) -> str:
    """Return 16 hexadecimal digits that stand for the article of a file."""
    return f"{id_hash(article_id_of(path)):016x}"


def _served_paths(snapshot: Snapshot, _: Collection[str], name: str) -> list[str]:
    """Return the paths of the articles served whose key or id is given, the newest first."""
    corpus = snapshot.corpus
    if given := _KEY.fullmatch(name):
        numbers = corpus.find_articles_by_key(given[1])
    else:
        numbers = corpus.find_articles(name)
    return [corpus.article(number).path for number in numbers]


def _paths_named(_: Snapshot, paths: Collection[str], name: str) -> list[str]:
    """Return the paths of files that a name means, also of those that are not served."""
    return [path for path in paths if name in {path, article_id_of(path), f"={article_key(path)}"}]


def _paths_titled(snapshot: Snapshot, _: Collection[str], name: str) -> list[str]:
    """Return the path of the one article that has a title; none where several have it."""
    articles = map(snapshot.corpus.article, range(snapshot.corpus.article_count))
    found = [item.path for item in articles if (item.title or "").casefold() == name.casefold()]
    return found if len(found) == 1 else []
