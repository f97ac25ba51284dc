"""The articles and passages of a corpus, reached one by one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.compact.rows import Arrays, Numbers, Texts
from bot.corpus.packed import StoredArticle, decode, id_hash, names, pack
from bot.corpus.redirects import Redirects
from bot.model import Article, Passage

_KEYS = 1 << 64
_KEY_DIGITS = 16


class Corpus:
    """Articles with their passages; passages are numbered through the whole corpus from 0.

    What is kept are arrays, which may lie in a file: an article or a passage is made when it is asked for.
    """

    def __init__(self, arrays: Arrays, redirects: Redirects | None = None) -> None:
        """Take what `pack` laid out, and where articles stand that were moved."""
        self.redirects = redirects or Redirects()
        self._records = Texts.named("article.record", arrays)
        self._texts = Texts.named("article.text", arrays)
        self._first: Numbers = arrays["article.passages"]
        self._places = arrays["passage.place"]
        self._headings = arrays["passage.heading"]
        self._digests = arrays["article.digest"]
        nothing = np.zeros(0, np.uint64)
        # What only reads on, article after article, finds none by its name.
        self._hashes = arrays.get("names.hash", nothing)
        self._hashed = arrays.get("names.article", nothing)

    @staticmethod
    def of(stored: Iterable[StoredArticle]) -> Corpus:
        """A corpus in memory."""
        arrays = pack(stored)
        return Corpus(arrays | names(arrays))

    def __len__(self) -> int:
        """How many passages there are."""
        return int(self._first[-1])

    def __getitem__(self, passage: int) -> Passage:
        """A passage by its number; raises IndexError."""
        if not 0 <= passage < len(self):
            raise IndexError(passage)
        number = self.article_of(passage)
        record = decode(self._records.raw(number))
        start, end, first, last = self._places[passage].tolist()
        heading = int(self._headings[passage])
        place = passage - int(self._first[number])
        return Passage(
            id=f"{record.article.id}#{place}",
            article=record.article,
            number=place,
            heading=record.headings[heading] if heading >= 0 else None,
            start=start,
            end=end,
            text=self._texts.part(number, first, last),
        )

    @property
    def article_count(self) -> int:
        """How many articles there are."""
        return len(self._records)

    def article(self, number: int) -> Article:
        """An article by its number."""
        return decode(self._records.raw(number)).article

    def stored_text(self, number: int) -> str:
        """The text of an article that the offsets of its passages point into."""
        return self._texts[number]

    def stored_bytes(self, number: int) -> bytes:
        """The same as bytes of UTF-8."""
        return self._texts.raw(number)

    def stored_sizes(self) -> Numbers:
        """By article, how many bytes that are."""
        return np.diff(self._texts.rows.ends)

    def article_of(self, passage: int) -> int:
        """The number of the article that a passage belongs to."""
        return int(self._first.searchsorted(passage, "right")) - 1

    def articles_of(self, passages: Numbers) -> Numbers:
        """The same for many passages."""
        return self._first.searchsorted(passages, "right") - 1

    def passages_of(self, article: int) -> range:
        """The numbers of an article's passages."""
        return range(int(self._first[article]), int(self._first[article + 1]))

    def texts_of(self, article: int) -> list[str]:
        """The texts of an article's passages, cheaper than one by one."""
        passages = self.passages_of(article)
        places = self._places[passages.start : passages.stop].tolist()
        return [self._texts.part(article, first, last) for _, _, first, last in places]

    def firsts(self, articles: Numbers) -> Numbers:
        """The number of the first passage of each of some articles."""
        firsts: Numbers = self._first[articles]
        return firsts

    def lengths(self, articles: Numbers) -> Numbers:
        """How many passages each of some articles has."""
        lengths: Numbers = self._first[articles + 1] - self._first[articles]
        return lengths

    def digests(self) -> dict[int, bytes]:
        """By the hash of each article's id, what stands for its content and all that is known of it."""
        return dict(zip(self._hashes.tolist(), map(bytes, self._digests[self._hashed]), strict=True))

    def hashed(self, id_hash: int) -> int:
        """The number of the article with a hash out of `digests`."""
        return int(self._hashed[int(self._hashes.searchsorted(np.uint64(id_hash)))])

    def find_article(self, article_id: str) -> int | None:
        """The number of an article by its id."""
        wanted = id_hash(article_id)
        number = self._hashed_at(int(self._hashes.searchsorted(np.uint64(wanted))))
        return number if number is not None and self.article(number).id == article_id else None

    def find_articles(self, article_id: str) -> list[int]:
        """The article of an id, then those that were moved from there, the newest first; their numbers."""
        number = self.find_article(article_id)
        return ([] if number is None else [number]) + self._moved_from(id_hash(article_id))

    def find(self, passage_id: str) -> int | None:
        """The number of a passage by its id."""
        article_id, place = _parted(passage_id)
        article = self.find_article(article_id)
        return None if article is None else self._passage(article, place)

    def find_passages(self, passage_id: str) -> list[int]:
        """The same for a passage of that article, by its id."""
        article_id, place = _parted(passage_id)
        found = (self._passage(article, place) for article in self.find_articles(article_id))
        return [number for number in found if number is not None]

    def passage_key(self, passage: int) -> str:
        """A short stable key of a passage's id: 16 hexadecimal digits, where an id would be too long."""
        number = self.article_of(passage)
        key = (id_hash(self.article(number).id) + passage - int(self._first[number])) % _KEYS
        return f"{key:0{_KEY_DIGITS}x}"

    def article_key(self, article: int) -> str:
        """The same of an article's id."""
        return f"{id_hash(self.article(article).id):0{_KEY_DIGITS}x}"

    def find_article_keys(self, key: str) -> list[int]:
        """The article of a key, then those that were moved from there, the newest first; their numbers."""
        wanted = int(key, 16)
        number = self._by_hash(wanted)
        return ([] if number is None else [number]) + self._moved_from(wanted)

    def sizes(self, article: int) -> list[int]:
        """How many code points each passage of an article has."""
        passages = self.passages_of(article)
        places = self._places[passages.start : passages.stop]
        sizes: list[int] = (places[:, 1] - places[:, 0]).tolist()
        return sizes

    def find_keys(self, key: str) -> list[int]:
        """The same for a passage of that article, by its key."""
        wanted = int(key, 16)
        # The hashes lie far apart: a key is the nearest one below it, and the passage's number.
        place = (int(self._hashes.searchsorted(np.uint64(wanted), "right")) - 1) % max(1, len(self._hashes))
        number = self._hashed_at(place)
        found = []
        if number is not None:
            found.append(self._passage(number, (wanted - int(self._hashes[place])) % _KEYS))
        if (source := self.redirects.source_below(wanted)) is not None:
            offset = (wanted - source) % _KEYS
            found += [self._passage(article, offset) for article in self._moved_from(source)]
        return [one for one in found if one is not None]

    def _passage(self, article: int, place: int) -> int | None:
        """The number of a passage by its place in its article."""
        passages = self.passages_of(article)
        return passages[place] if 0 <= place < len(passages) else None

    def _moved_from(self, id_hash: int) -> list[int]:
        """The numbers of the articles that are still served of those that had an id."""
        found = (self._by_hash(target) for target in self.redirects.of(id_hash))
        return [number for number in found if number is not None]

    def _by_hash(self, id_hash: int) -> int | None:
        wanted = np.uint64(id_hash)
        place = int(self._hashes.searchsorted(wanted))
        there = place < len(self._hashes) and self._hashes[place] == wanted
        return self._hashed_at(place) if there else None

    def _hashed_at(self, place: int) -> int | None:
        return int(self._hashed[place]) if 0 <= place < len(self._hashed) else None


def _parted(passage_id: str) -> tuple[str, int]:
    """An article's id and the place of a passage in it; -1 for what is none."""
    article_id, _, place = passage_id.rpartition("#")
    return article_id, int(place) if place.isascii() and place.isdigit() else -1
