"""The articles and passages of a corpus, reached one by one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate

from bot.model import Article, Passage


@dataclass(frozen=True, slots=True)
class Block:
    """Where a passage stands in the stored text of its article."""

    start: int
    end: int
    heading: str | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it was read: what is known of it, its stored text and its passages."""

    article: Article
    text: str
    blocks: tuple[Block, ...]


class Corpus:
    """Articles with their passages; passages are numbered through the whole corpus from 0.

    A passage is made when it is asked for: what is kept are texts and offsets.
    """

    def __init__(self, stored: Iterable[StoredArticle] = ()) -> None:
        self._stored = tuple(stored)
        self._first = list(accumulate((len(one.blocks) for one in self._stored), initial=0))
        self._numbers = {one.article.id: number for number, one in enumerate(self._stored)}
        self._keys: dict[str, int] | None = None

    def __len__(self) -> int:
        """How many passages there are."""
        return self._first[-1]

    def __getitem__(self, passage: int) -> Passage:
        """A passage by its number; raises IndexError."""
        if not 0 <= passage < len(self):
            raise IndexError(passage)
        stored = self._stored[self.article_of(passage)]
        number = passage - self._first[self.article_of(passage)]
        block = stored.blocks[number]
        return Passage(
            id=f"{stored.article.id}#{number}",
            article=stored.article,
            number=number,
            heading=block.heading,
            start=block.start,
            end=block.end,
            text=stored.text[block.start : block.end],
        )

    @property
    def article_count(self) -> int:
        """How many articles there are."""
        return len(self._stored)

    def article(self, number: int) -> Article:
        """An article by its number."""
        return self._stored[number].article

    def stored_text(self, number: int) -> str:
        """The text of an article that the offsets of its passages point into."""
        return self._stored[number].text

    def article_of(self, passage: int) -> int:
        """The number of the article that a passage belongs to."""
        return bisect_right(self._first, passage) - 1

    def passages_of(self, article: int) -> range:
        """The numbers of an article's passages."""
        return range(self._first[article], self._first[article + 1])

    def find_article(self, article_id: str) -> int | None:
        """The number of an article by its id."""
        return self._numbers.get(article_id)

    def find(self, passage_id: str) -> int | None:
        """The number of a passage by its id."""
        article_id, _, number = passage_id.rpartition("#")
        article = self.find_article(article_id)
        if article is None or not number.isascii() or not number.isdigit():
            return None
        passages = self.passages_of(article)
        return passages[int(number)] if int(number) < len(passages) else None

    def passage_key(self, passage: int) -> str:
        """A short stable key of a passage's id: 16 hexadecimal digits, where an id would be too long."""
        return _key(self[passage].id)

    def find_key(self, key: str) -> int | None:
        """The number of a passage by its key."""
        if self._keys is None:
            ids = (
                (f"{stored.article.id}#{number}", first + number)
                for stored, first in zip(self._stored, self._first, strict=False)
                for number in range(len(stored.blocks))
            )
            self._keys = {_key(passage_id): passage for passage_id, passage in ids}
        return self._keys.get(key)


def _key(passage_id: str) -> str:
    return blake2b(passage_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
