"""The articles and passages of a corpus, reached one by one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.arrays.ragged import IntArray, NamedArrays, TextArray
from bot.corpus.records import (
    StoredArticle,
    article_id_index,
    decode_record,
    id_hash,
    pack_articles,
)
from bot.corpus.redirects import RedirectTable
from bot.model import Article, Passage

_KEY_COUNT = 1 << 64
_KEY_DIGITS = 16


class Corpus:
    """Articles with their passages; passages are numbered through the whole corpus from 0.

    What is kept are arrays, which may lie in a file: an article or a passage is made when it is
    asked for.
    """

    def __init__(self, arrays: NamedArrays, redirects: RedirectTable | None = None) -> None:
        """Take what `pack_articles` laid out, and where articles stand that were moved."""
        self.redirects = redirects or RedirectTable()
        self._records = TextArray.from_arrays("article.record", arrays)
        self._texts = TextArray.from_arrays("article.text", arrays)
        self._first_passages: IntArray = arrays["article.passages"]
        self._offsets = arrays["passage.place"]
        self._headings = arrays["passage.heading"]
        self._digests = arrays["article.digest"]
        nothing = np.zeros(0, np.uint64)
        # What only reads on, article after article, finds none by its name.
        self._id_hashes = arrays.get("names.hash", nothing)
        self._articles_by_hash = arrays.get("names.article", nothing)

    @staticmethod
    def from_articles(stored: Iterable[StoredArticle]) -> Corpus:
        """Make a corpus in memory."""
        arrays = pack_articles(stored)
        return Corpus(arrays | article_id_index(arrays))

    def __len__(self) -> int:
        """Return how many passages there are."""
        return int(self._first_passages[-1])

    def __getitem__(self, passage: int) -> Passage:
        """Return a passage by its number; raises IndexError."""
        if not 0 <= passage < len(self):
            raise IndexError(passage)
        number = self.article_of(passage)
        record = decode_record(self._records.raw(number))
        start, end, first, last = self._offsets[passage].tolist()
        heading = int(self._headings[passage])
        position = passage - int(self._first_passages[number])
        return Passage(
            id=f"{record.article.id}#{position}",
            article=record.article,
            number=position,
            heading=record.headings[heading] if heading >= 0 else None,
            start=start,
            end=end,
            text=self._texts.slice(number, first, last),
        )

    @property
    def article_count(self) -> int:
        """Count of the articles."""
        return len(self._records)

    def article(self, number: int) -> Article:
        """Return an article by its number."""
        return decode_record(self._records.raw(number)).article

    def stored_text(self, number: int) -> str:
        """Return the text of an article that the offsets of its passages point into."""
        return self._texts[number]

    def stored_bytes(self, number: int) -> bytes:
        """Return the same as bytes of UTF-8."""
        return self._texts.raw(number)

    def stored_sizes(self) -> IntArray:
        """Return by article how many bytes its stored text has."""
        return np.diff(self._texts.rows.ends)

    def article_of(self, passage: int) -> int:
        """Return the number of the article that a passage belongs to."""
        return int(self._first_passages.searchsorted(passage, "right")) - 1

    def articles_of(self, passages: IntArray) -> IntArray:
        """Return the same for many passages."""
        return self._first_passages.searchsorted(passages, "right") - 1

    def passages_of(self, article: int) -> range:
        """Return the numbers of an article's passages."""
        return range(int(self._first_passages[article]), int(self._first_passages[article + 1]))

    def texts_of(self, article: int) -> list[str]:
        """Return the texts of an article's passages, cheaper than one by one."""
        passages = self.passages_of(article)
        places = self._offsets[passages.start : passages.stop].tolist()
        return [self._texts.slice(article, first, last) for _, _, first, last in places]

    def first_passages(self, articles: IntArray) -> IntArray:
        """Return the number of the first passage of each of some articles."""
        firsts: IntArray = self._first_passages[articles]
        return firsts

    def passage_counts(self, articles: IntArray) -> IntArray:
        """Return how many passages each of some articles has."""
        lengths: IntArray = self._first_passages[articles + 1] - self._first_passages[articles]
        return lengths

    def digests_by_hash(self) -> dict[int, bytes]:
        """Return by the hash of each article's id a digest of its content and metadata."""
        return dict(
            zip(
                self._id_hashes.tolist(),
                map(bytes, self._digests[self._articles_by_hash]),
                strict=True,
            )
        )

    def article_by_hash(self, id_hash: int) -> int:
        """Return the number of the article with a hash out of `digests_by_hash`."""
        return int(self._articles_by_hash[int(self._id_hashes.searchsorted(np.uint64(id_hash)))])

    def find_article(self, article_id: str) -> int | None:
        """Return the number of an article by its id; None where there is none."""
        wanted = id_hash(article_id)
        number = self._article_at(int(self._id_hashes.searchsorted(np.uint64(wanted))))
        return number if number is not None and self.article(number).id == article_id else None

    def find_articles(self, article_id: str) -> list[int]:
        """Return the numbers of an id's article and of those moved from there, newest first."""
        number = self.find_article(article_id)
        return ([] if number is None else [number]) + self._redirected(id_hash(article_id))

    def find_passage(self, passage_id: str) -> int | None:
        """Return the number of a passage by its id; None where there is none."""
        article_id, position = _split_passage_id(passage_id)
        article = self.find_article(article_id)
        return None if article is None else self._passage_at(article, position)

    def find_passages(self, passage_id: str) -> list[int]:
        """Return the same for a passage of that article, by its id."""
        article_id, position = _split_passage_id(passage_id)
        found = (self._passage_at(article, position) for article in self.find_articles(article_id))
        return [number for number in found if number is not None]

    def passage_key(self, passage: int) -> str:
        """Return a stable key of 16 hexadecimal digits, where a passage's id is too long."""
        number = self.article_of(passage)
        key = (
            id_hash(self.article(number).id) + passage - int(self._first_passages[number])
        ) % _KEY_COUNT
        return f"{key:0{_KEY_DIGITS}x}"

    def article_key(self, article: int) -> str:
        """Return such a key of an article's id."""
        return f"{id_hash(self.article(article).id):0{_KEY_DIGITS}x}"

    def find_articles_by_key(self, key: str) -> list[int]:
        """Return the numbers of a key's article and of those moved from there, newest first."""
        wanted = int(key, 16)
        number = self._article_by_hash(wanted)
        return ([] if number is None else [number]) + self._redirected(wanted)

    def passage_lengths(self, article: int) -> list[int]:
        """Return how many code points each passage of an article has."""
        passages = self.passages_of(article)
        places = self._offsets[passages.start : passages.stop]
        sizes: list[int] = (places[:, 1] - places[:, 0]).tolist()
        return sizes

    def find_passages_by_key(self, key: str) -> list[int]:
        """Return the same for a passage of that article, by its key."""
        wanted = int(key, 16)
        # The hashes lie far apart: a key is the nearest one below it, and the passage's number.
        position = (int(self._id_hashes.searchsorted(np.uint64(wanted), "right")) - 1) % max(
            1, len(self._id_hashes)
        )
        number = self._article_at(position)
        found = []
        if number is not None:
            found.append(
                self._passage_at(number, (wanted - int(self._id_hashes[position])) % _KEY_COUNT)
            )
        if (source := self.redirects.source_below(wanted)) is not None:
            offset = (wanted - source) % _KEY_COUNT
            found += [self._passage_at(article, offset) for article in self._redirected(source)]
        return [item for item in found if item is not None]

    def _passage_at(self, article: int, position: int) -> int | None:
        """Return the number of a passage by its place in its article."""
        passages = self.passages_of(article)
        return passages[position] if 0 <= position < len(passages) else None

    def _redirected(self, id_hash: int) -> list[int]:
        """Return the numbers of the articles still served of those that had an id."""
        found = (self._article_by_hash(target) for target in self.redirects.targets(id_hash))
        return [number for number in found if number is not None]

    def _article_by_hash(self, id_hash: int) -> int | None:
        wanted = np.uint64(id_hash)
        position = int(self._id_hashes.searchsorted(wanted))
        there = position < len(self._id_hashes) and self._id_hashes[position] == wanted
        return self._article_at(position) if there else None

    def _article_at(self, position: int) -> int | None:
        return (
            int(self._articles_by_hash[position])
            if 0 <= position < len(self._articles_by_hash)
            else None
        )


def _split_passage_id(passage_id: str) -> tuple[str, int]:
    """Return an article's id and the place of a passage in it; -1 for what is none."""
    article_id, _, place = passage_id.rpartition("#")
    return article_id, int(place) if place.isascii() and place.isdigit() else -1
