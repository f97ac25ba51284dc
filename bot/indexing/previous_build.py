"""What an earlier reading holds of files that can't be read now: that goes on being served."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from bot.arrays.bundle import ArrayBundle
from bot.arrays.ragged import TextArray
from bot.attribution.attributor import Attributor
from bot.attribution.discovered_outlets import DiscoveredOutlets
from bot.corpus.corpus import Corpus
from bot.corpus.folder import ArticleFile, article_id_of
from bot.corpus.loader import parse_article
from bot.corpus.records import StoredArticle, decode_record
from bot.errors import Fault
from bot.indexing.tasks import ProcessedFiles, process_files


class PreviousArticles:
    """The articles of a reading, found by the paths of their files."""

    def __init__(self, bundle: ArrayBundle) -> None:
        """Take the articles in the order of their paths."""
        self._records = TextArray.from_arrays("article.record", bundle.arrays)
        self._texts = TextArray.from_arrays("article.text", bundle.arrays)
        self._keys = bundle.arrays["article.key"]

    def find(self, path: str) -> Iterator[tuple[str, bytes]]:
        """Yield the article of a file, or those of all files in a folder: their paths and keys."""
        for start, whole in ((path, True), (path + "/", False)):
            for number in range(self._position(start), len(self._records)):
                found = self._path(number)
                if found != start if whole else not found.startswith(start):
                    break
                yield found, self._keys[number].tobytes()

    def text(self, path: str) -> bytes:
        """Return the stored text of an article that `find` tells of."""
        return self._texts.raw(self._position(path))

    def _position(self, path: str) -> int:
        return bisect_left(range(len(self._records)), path, key=self._path)

    def _path(self, number: int) -> str:
        return decode_record(self._records.raw(number)).article.path


def find_carried_over(
    previous: ArrayBundle | None, faulty_paths: Iterable[str], used_ids: Collection[str]
) -> dict[str, bytes]:
    """Find what a build from before holds of paths that are `faulty_paths` now: keys by path.

    An article whose id is `used_ids`, by a file of another ending, is not among them.
    """
    if previous is None:
        return {}
    earlier, ids = PreviousArticles(previous), set(used_ids)
    found: dict[str, bytes] = {}
    for path, key in sorted(
        article for faulty_path in faulty_paths for article in earlier.find(faulty_path)
    ):
        if article_id_of(path) not in ids:
            ids.add(article_id_of(path))
            found[path] = key
    return found


def reprocess(
    previous: ArrayBundle, paths: Iterable[str], folder: Path, attributor: Attributor
) -> ProcessedFiles:
    """Work out articles of a reading from before once more, from the texts that it holds."""
    earlier = PreviousArticles(previous)
    texts = {path: earlier.text(path) for path in paths}
    files = [ArticleFile(str(folder), path, (len(text), 0, 0, 0)) for path, text in texts.items()]

    def read(file: ArticleFile) -> tuple[bytes, StoredArticle | None, tuple[Fault, ...]]:
        return texts[file.path], *parse_article(file, texts[file.path])

    return process_files(files, attributor, DiscoveredOutlets(previous.metadata["presented"]), read)


def is_any_missing(
    previous: ArrayBundle | None, current: ArrayBundle, faulty_paths: Iterable[str]
) -> bool:
    """Whether a reading lacks what one from before holds of paths that are `faulty_paths` now."""
    if previous is None:
        return False
    corpus, served = Corpus(current.arrays), PreviousArticles(current)
    for path, key in find_carried_over(previous, faulty_paths, ()).items():
        number = corpus.find_article(article_id_of(path))
        if number is None:
            return True
        if corpus.article(number).path == path and (path, key) not in served.find(path):
            return True
    return False
