"""The engine for small corpora: BM25+ by the rank-bm25 package."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from bot.index.protocol import Hit


class RankBM25Index:
    """BM25+ (Lv and Zhai, "Lower-Bounding Term Frequency Normalization", 2011), summed over the terms that a text holds.

    The package gives a text without the term a score above zero too, and NaN where no text has a word; so texts are
    found by our own postings, and the package is asked for the scores of those alone.
    """

    def __init__(self, texts: Iterable[Sequence[str]], k1: float = 1.5, b: float = 0.75, delta: float = 1.0) -> None:
        listed = [list(text) for text in texts]
        self._size = len(listed)
        self._postings: dict[str, list[int]] = {}
        for number, text in enumerate(listed):
            for term in dict.fromkeys(text):
                self._postings.setdefault(term, []).append(number)
        self._bm25 = BM25Plus(listed, k1=k1, b=b, delta=delta) if self._postings else None
        self._scores: dict[str, NDArray[np.float64]] = {}

    def __len__(self) -> int:
        """How many texts are indexed."""
        return self._size

    def search(self, query: Mapping[str, float], k: int, within: Collection[int] | None = None) -> list[Hit]:
        """The best `k` texts for weighted terms; see `Index.search`."""
        total: dict[int, float] = {}
        for term, weight in query.items():
            if weight > 0 and term in self._postings:
                for passage, score in zip(self._postings[term], self._term_scores(term).tolist(), strict=True):
                    total[passage] = total.get(passage, 0.0) + weight * score
        found = total.items() if within is None else [(passage, total[passage]) for passage in within if passage in total]
        best = heapq.nsmallest(k, found, key=lambda item: (-item[1], item[0]))
        return [Hit(passage, score) for passage, score in best]

    def idf(self, term: str) -> float:
        """How informative a term is; highest for a term that no text holds."""
        return float(np.log((self._size + 1) / max(0.5, self.frequency(term))))

    def frequency(self, term: str) -> int:
        """In how many texts the term stands."""
        return len(self._postings.get(term, ()))

    def _term_scores(self, term: str) -> NDArray[np.float64]:
        scores = self._scores.get(term)
        if scores is None:
            assert self._bm25 is not None
            scores = np.asarray(self._bm25.get_batch_scores([term], self._postings[term]), dtype=np.float64)
            self._scores[term] = scores
        return scores
