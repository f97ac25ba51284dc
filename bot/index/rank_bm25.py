"""The engine for small corpora: BM25+ by the rank-bm25 package."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from bot.index.protocol import Hit


class RankBM25Index:
    """BM25+, summed over the terms that a text holds.

    Lv and Zhai, "Lower-Bounding Term Frequency Normalization", 2011. The package gives a text
    without the term a score above zero too, and NaN where no text has a word; so texts are
    found by our own postings, and the package is asked for the scores of those alone.
    """

    def __init__(
        self, texts: Iterable[Sequence[str]], k1: float = 1.5, b: float = 0.75, delta: float = 1.0
    ) -> None:
        listed = [list(text) for text in texts]
        self._size = len(listed)
        postings: dict[str, list[int]] = {}
        for number, text in enumerate(listed):
            for term in dict.fromkeys(text):
                postings.setdefault(term, []).append(number)
        self._postings = {term: np.array(numbers) for term, numbers in postings.items()}
        self._bm25 = BM25Plus(listed, k1=k1, b=b, delta=delta) if self._postings else None
        self._scores: dict[str, NDArray[np.float64]] = {}

    def __len__(self) -> int:
        """Tell how many texts are indexed."""
        return self._size

    def search(
        self, query: Mapping[str, float], k: int, within: Collection[int] | None = None
    ) -> list[Hit]:
        """Return the best `k` texts for weighted terms; see `Index.search`."""
        total = np.zeros(self._size)
        for term, weight in query.items():
            if weight > 0 and term in self._postings:
                total[self._postings[term]] += weight * self._term_scores(term)
        found = np.flatnonzero(total)
        if within is not None:
            found = found[np.isin(found, np.fromiter(within, dtype=np.int64, count=len(within)))]
        if len(found) > k:
            least = np.partition(total[found], -k)[-k]
            found = found[total[found] >= least]
        best = found[np.lexsort((found, -total[found]))][:k]
        return list(map(Hit, best.tolist(), total[best].tolist()))

    def idf(self, term: str) -> float:
        """Tell how informative a term is; highest for a term that no text holds."""
        return float(np.log((self._size + 1) / max(0.5, self.doc_frequency(term))))

    def doc_frequency(self, term: str) -> int:
        """In how many texts the term stands."""
        return len(self._postings.get(term, ()))

    def _term_scores(self, term: str) -> NDArray[np.float64]:
        scores = self._scores.get(term)
        if scores is None:
            assert self._bm25 is not None
            scores = np.asarray(
                self._bm25.get_batch_scores([term], self._postings[term]), dtype=np.float64
            )
            self._scores[term] = scores
        return scores
