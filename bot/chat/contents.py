"""What a corpus holds, as somebody who browses wants it: articles by date, titles, publishers, outlets cited."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from bot.chat.titles import Titles
from bot.compact.rows import Numbers
from bot.library import Snapshot
from bot.text.language import languages

Made = TypeVar("Made")


class PerSnapshot(Generic[Made]):
    """Something worked out of the snapshot that is served, once; threads may ask for it at the same time."""

    def __init__(self, make: Callable[[Snapshot], Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[Snapshot, Made] | None = None

    def of(self, snapshot: Snapshot) -> Made:
        """What was made of a snapshot; only the last one's is kept."""
        with self._lock:
            if self._kept is None or self._kept[0] is not snapshot:
                self._kept = snapshot, self._make(snapshot)
            return self._kept[1]


@dataclass(frozen=True, slots=True)
class Cited:
    """An outlet that passages cite or come from."""

    key: str
    """The gazetteer's id, else the name."""
    name: str
    kind: str
    passages: int
    articles: int
    own: int
    """How many passages come from it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Tables over all articles; never changed once made."""

    snapshot: Snapshot
    order: Numbers
    """All articles, the newest first, those without a date last and as the corpus has them."""
    rank: Numbers
    """By article, its place in that order."""
    titles: Titles
    publishers: tuple[str, ...]
    publisher: Numbers
    """By article, the number of its publisher; -1 where it gives none."""
    outlets: tuple[Cited, ...]
    """Those with a name, the most cited first, then those that none cites."""
    _citing: Numbers
    """Each pair of an article and an outlet that it cites, as one number, in order."""
    _often: Numbers
    """How many passages of the article do."""

    @staticmethod
    def of(snapshot: Snapshot) -> Contents:
        """The tables of a snapshot: a second for a hundred thousand articles."""
        reading, corpus = snapshot.answerer.reading, snapshot.corpus
        order = reading.newest_first
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        numbers: dict[str, int] = {}
        publisher = np.full(len(order), -1, dtype=np.int64)

        def titled() -> Iterator[tuple[str, str]]:
            for place in range(corpus.article_count):
                article = corpus.article(place)
                if article.publisher:
                    publisher[place] = numbers.setdefault(article.publisher, len(numbers))
                yield article.title or article.id, reading.codes[int(reading.language[place])]

        of = languages().of
        titles = Titles(((title, of(code).analyzer) for title, code in titled()), [of(code).analyzer for code in reading.spoken])
        outlets, citing, often = _outlets(snapshot)
        return Contents(snapshot, order, rank, titles, tuple(numbers), publisher, outlets, citing, often)

    def newest_first(self, articles: Numbers) -> Numbers:
        """Some articles, each once, in the order of all."""
        return self.order[np.unique(self.rank[articles])]

    def citing(self, outlet: Cited) -> Numbers:
        """The articles that cite an outlet, or come from it."""
        return np.unique(self.snapshot.corpus.articles_of(self.snapshot.attributions.of_outlet(outlet.key)))

    def cited_most(self, article: int, most: int) -> list[Cited]:
        """The outlets that an article cites, the one in most passages first."""
        many = max(1, len(self.outlets))
        first, last = np.searchsorted(self._citing, [article * many, (article + 1) * many]).tolist()
        best = np.argsort(-self._often[first:last], kind="stable")[:most] + first
        return [self.outlets[number] for number in (self._citing[best] % many).tolist()]


def _outlets(snapshot: Snapshot) -> tuple[tuple[Cited, ...], Numbers, Numbers]:
    found = []
    own = {key: (name, passages) for key, name, passages in snapshot.attributions.origins()}
    for citation, passages in snapshot.attributions.outlets():
        articles = snapshot.corpus.articles_of(passages)
        _, theirs = own.pop(citation.key, ("", ()))
        counts = len(passages), len(np.unique(articles)), len(theirs)
        found.append((Cited(citation.key, citation.outlet or "", citation.kind, *counts), articles))
    for key, (name, passages) in sorted(own.items(), key=lambda one: (-len(one[1][1]), one[1][0])):
        found.append((Cited(key, name, "", 0, 0, len(passages)), np.zeros(0, np.int64)))
    many = max(1, len(found))
    pairs = [articles * many + number for number, (_, articles) in enumerate(found)]
    citing, often = np.unique(np.concatenate(pairs) if pairs else np.zeros(0, np.int64), return_counts=True)
    return tuple(outlet for outlet, _ in found), citing, often
