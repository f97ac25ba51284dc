"""What an earlier reading holds of files that can't be read now: that goes on being served."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

from bot.compact.bundle import Bundle
from bot.compact.rows import Texts
from bot.corpus.corpus import Corpus
from bot.corpus.folder import id_of
from bot.corpus.packed import decode


class Earlier:
    """The articles of a reading, found by the paths of their files."""

    def __init__(self, bundle: Bundle) -> None:
        """Take the articles in the order of their paths."""
        self._records = Texts.named("article.record", bundle.arrays)
        self._keys = bundle.arrays["article.key"]

    def of(self, path: str) -> Iterator[tuple[str, bytes]]:
        """The article of a file, or those of all files in a folder: their paths and keys."""
        for start, whole in ((path, True), (path + "/", False)):
            for number in range(self._first(start), len(self._records)):
                found = self._path(number)
                if found != start if whole else not found.startswith(start):
                    break
                yield found, self._keys[number].tobytes()

    def _first(self, path: str) -> int:
        return bisect_left(range(len(self._records)), path, key=self._path)

    def _path(self, number: int) -> str:
        return decode(self._records.raw(number)).article.path


def carried(before: Bundle | None, wrong: Iterable[str], taken: Collection[str]) -> dict[str, bytes]:
    """What a reading from before holds of paths that are `wrong` now: the keys of articles by their paths.

    An article whose id is `taken`, by a file of another ending, is not among them.
    """
    if before is None:
        return {}
    earlier, ids = Earlier(before), set(taken)
    found: dict[str, bytes] = {}
    for path, key in sorted(article for one in wrong for article in earlier.of(one)):
        if id_of(path) not in ids:
            ids.add(id_of(path))
            found[path] = key
    return found


def lost(before: Bundle | None, after: Bundle, wrong: Iterable[str]) -> bool:
    """Whether a reading lacks what one from before holds of paths that are `wrong` now."""
    if before is None:
        return False
    corpus, keys = Corpus(after.arrays), after.arrays["article.key"]
    for path, key in carried(before, wrong, ()).items():
        number = corpus.find_article(id_of(path))
        if number is None:
            return True
        if corpus.article(number).path == path and keys[number].tobytes() != key:
            return True
    return False
