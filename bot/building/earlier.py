"""What an earlier reading holds of files that can't be read now: that goes on being served."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from bot.attribution.attribute import Attributor
from bot.attribution.presented import Presented
from bot.building.work import Worked, work
from bot.compact.bundle import Bundle
from bot.compact.rows import Texts
from bot.corpus.corpus import Corpus
from bot.corpus.folder import ArticleFile, id_of
from bot.corpus.packed import StoredArticle, decode
from bot.corpus.read import read_article
from bot.errors import Fault


class Earlier:
    """The articles of a reading, found by the paths of their files."""

    def __init__(self, bundle: Bundle) -> None:
        """Take the articles in the order of their paths."""
        self._records = Texts.named("article.record", bundle.arrays)
        self._texts = Texts.named("article.text", bundle.arrays)
        self._keys = bundle.arrays["article.key"]

    def of(self, path: str) -> Iterator[tuple[str, bytes]]:
        """The article of a file, or those of all files in a folder: their paths and keys."""
        for start, whole in ((path, True), (path + "/", False)):
            for number in range(self._first(start), len(self._records)):
                found = self._path(number)
                if found != start if whole else not found.startswith(start):
                    break
                yield found, self._keys[number].tobytes()

    def text(self, path: str) -> bytes:
        """The stored text of an article that `of` tells of."""
        return self._texts.raw(self._first(path))

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


def again(before: Bundle, paths: Iterable[str], folder: Path, attributor: Attributor) -> Worked:
    """Work out articles of a reading from before once more, from the texts that it holds."""
    earlier = Earlier(before)
    texts = {path: earlier.text(path) for path in paths}
    files = [ArticleFile(str(folder), path, (len(text), 0, 0, 0)) for path, text in texts.items()]

    def read(file: ArticleFile) -> tuple[bytes, StoredArticle | None, tuple[Fault, ...]]:
        return texts[file.path], *read_article(file, texts[file.path])

    return work(files, attributor, Presented(before.about["presented"]), read)


def lost(before: Bundle | None, after: Bundle, wrong: Iterable[str]) -> bool:
    """Whether a reading lacks what one from before holds of paths that are `wrong` now."""
    if before is None:
        return False
    corpus, served = Corpus(after.arrays), Earlier(after)
    for path, key in carried(before, wrong, ()).items():
        number = corpus.find_article(id_of(path))
        if number is None:
            return True
        if corpus.article(number).path == path and (path, key) not in served.of(path):
            return True
    return False
