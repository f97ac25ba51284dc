"""What a corpus holds for somebody who browses: articles by date, titles, publishers, outlets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from bot.arrays.ragged import IntArray
from bot.chat.browsing.name_matching import match_prefix
from bot.corpus.title_index import TitleIndex
from bot.library import Snapshot
from bot.text.language import languages
from bot.text.word_pattern import split_words

Value = TypeVar("Value")


class SnapshotCache(Generic[Value]):
    """Works a value out of the snapshot that is served, once; may be asked by several threads."""

    def __init__(self, make: Callable[[Snapshot], Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._cached: tuple[Snapshot, Value] | None = None

    def get(self, snapshot: Snapshot) -> Value:
        """Return what was made of a snapshot; only the last one is kept."""
        with self._lock:
            if self._cached is None or self._cached[0] is not snapshot:
                self._cached = snapshot, self._make(snapshot)
            return self._cached[1]


@dataclass(frozen=True, slots=True)
class CitedOutlet:
    """An outlet that passages cite or come from."""

    key: str
    """The gazetteer's id, else the name."""
    name: str
    kind: str
    passages: int
    articles: int
    own_passages: int
    """How many passages come from it."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Tables over all articles; never changed once made."""

    snapshot: Snapshot
    newest_first_order: IntArray
    """All articles, the newest first, those without a date last and as the corpus has them."""
    rank: IntArray
    """By article, its place in that order."""
    titles: TitleIndex
    publishers: tuple[str, ...]
    publisher_ids: IntArray
    """By article, the number of its publisher; -1 where it gives none."""
    outlets: tuple[CitedOutlet, ...]
    """Those with a name, the most cited first, then those that none cites."""
    _article_outlet_pairs: IntArray
    """Each pair of an article and an outlet that it cites, as one number, in order."""
    _passages_per_pair: IntArray
    """How many passages of the article do."""

    @staticmethod
    def from_snapshot(snapshot: Snapshot) -> Catalog:
        """Make the tables of a snapshot: a second for a hundred thousand articles."""
        analyzed, corpus = snapshot.answerer.corpus_analysis, snapshot.corpus
        order = analyzed.newest_first
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        numbers: dict[str, int] = {}
        publisher = np.full(len(order), -1, dtype=np.int64)

        def titles_with_language() -> Iterator[tuple[str, str]]:
            for position in range(corpus.article_count):
                article = corpus.article(position)
                if article.publisher:
                    publisher[position] = numbers.setdefault(article.publisher, len(numbers))
                yield (
                    article.title or article.id,
                    analyzed.language_codes[int(analyzed.language_ids[position])],
                )

        get_language = languages().get
        titles = TitleIndex(
            ((title, get_language(code).analyzer) for title, code in titles_with_language()),
            [get_language(code).analyzer for code in analyzed.languages],
        )
        outlets, pairs, passages_per_pair = _cited_outlets(snapshot)
        return Catalog(
            snapshot,
            order,
            rank,
            titles,
            tuple(numbers),
            publisher,
            outlets,
            pairs,
            passages_per_pair,
        )

    def outlets_matching(self, typed: str) -> list[CitedOutlet]:
        """Return the outlets to offer for what is typed, those that begin so before the others."""
        names = [outlet.name for outlet in self.outlets]
        return [self.outlets[number] for number in match_prefix(typed, names)]

    def articles_matching(self, typed: str) -> IntArray:
        """Return the articles to offer for what is typed of a title.

        Those that begin so come first, then those with all its words, of each the newest first.
        """
        if not split_words(typed):
            return self.newest_first_order
        found = self.newest_first(self.titles.matching(typed))
        begins = self.titles.begin_with(found, typed)
        return np.concatenate([found[begins], found[~begins]])

    def newest_first(self, articles: IntArray) -> IntArray:
        """Return some articles, each once, the newest first."""
        return self.newest_first_order[np.unique(self.rank[articles])]

    def articles_citing(self, outlet: CitedOutlet) -> IntArray:
        """Return the articles that cite an outlet, or come from it."""
        return np.unique(
            self.snapshot.corpus.articles_of(
                self.snapshot.attributions.passages_of_outlet(outlet.key)
            )
        )

    def most_cited(self, article: int, limit: int) -> list[CitedOutlet]:
        """Return the outlets that an article cites, the one in most passages first."""
        count = max(1, len(self.outlets))
        first, last = np.searchsorted(
            self._article_outlet_pairs, [article * count, (article + 1) * count]
        ).tolist()
        best = np.argsort(-self._passages_per_pair[first:last], kind="stable")[:limit] + first
        return [
            self.outlets[number] for number in (self._article_outlet_pairs[best] % count).tolist()
        ]


def _cited_outlets(snapshot: Snapshot) -> tuple[tuple[CitedOutlet, ...], IntArray, IntArray]:
    found = []
    own = {key: (name, passages) for key, name, passages in snapshot.attributions.origins()}
    for citation, passages in snapshot.attributions.cited_outlets():
        articles = snapshot.corpus.articles_of(passages)
        _, theirs = own.pop(citation.key, ("", ()))
        counts = len(passages), len(np.unique(articles)), len(theirs)
        found.append(
            (CitedOutlet(citation.key, citation.outlet or "", citation.kind, *counts), articles)
        )
    for key, (name, passages) in sorted(
        own.items(), key=lambda item: (-len(item[1][1]), item[1][0])
    ):
        found.append((CitedOutlet(key, name, "", 0, 0, len(passages)), np.zeros(0, np.int64)))
    count = max(1, len(found))
    pairs = [articles * count + number for number, (_, articles) in enumerate(found)]
    article_outlet_pairs, passages_per_pair = np.unique(
        np.concatenate(pairs) if pairs else np.zeros(0, np.int64), return_counts=True
    )
    return tuple(outlet for outlet, _ in found), article_outlet_pairs, passages_per_pair
