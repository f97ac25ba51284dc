"""The engine for corpora of any size: BM25+ as sparse arrays, which may lie in a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import NamedArrays
from bot.index.postings import bm25_idf, build_postings
from bot.index.protocol import Hit
from bot.index.top_k import PostingLists, TopK, kth_largest, scores_of
from bot.index.top_k_backend import fastest_top_k
from bot.index.vocabulary import Vocabulary

OVERSAMPLING_RATIO = 4
"""Up to so many texts for each wanted one, the wanted are picked out of the best of all."""
OVERSAMPLING = 8
"""How many times as many of the best are looked at then."""
_SCORE_TOLERANCE = 1e-5
"""More than sums of single precision can be off."""


class SparseBM25Index:
    """BM25+ (see `build_postings`), searched by what is `fastest_top_k` or by another `TopK`."""

    def __init__(
        self, vocabulary: Vocabulary, arrays: NamedArrays, name: str, top_k: TopK | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._starts: NDArray[np.int64] = arrays[f"{name}.starts"]
        self._max_scores: NDArray[np.float32] = arrays[f"{name}.highest"]
        self._docs: NDArray[np.int32] = arrays[f"{name}.texts"]
        self._scores: NDArray[np.float32] = arrays[f"{name}.scores"]
        self._top_k = top_k or fastest_top_k()
        self._size = int(arrays[f"{name}.count"][0])

    @staticmethod
    def from_texts(texts: Iterable[Sequence[str]], top_k: TopK | None = None) -> SparseBM25Index:
        """An index in memory."""
        listed = [list(text) for text in texts]
        vocabulary = Vocabulary.from_terms(term for text in listed for term in text)
        terms = vocabulary.term_ids(term for text in listed for term in text)
        text = np.repeat(np.arange(len(listed)), [len(text) for text in listed])
        return SparseBM25Index(
            vocabulary,
            build_postings(terms, text, len(listed), len(vocabulary), "texts"),
            "texts",
            top_k,
        )

    def __len__(self) -> int:
        """Tell how many texts are indexed."""
        return self._size

    def search(
        self, query: Mapping[str, float], k: int, within: Collection[int] | None = None
    ) -> list[Hit]:
        """Return the best `k` texts for weighted terms; see `Index.search`."""
        lists = self._posting_lists(query)
        if lists is None:
            return []
        if within is None:
            return _hits(*self._top_k(self._docs, self._scores, lists, self._size, k), k)
        # An array is in order, and not gone through number by number.
        some = (
            within
            if isinstance(within, np.ndarray)
            else np.unique(np.fromiter(within, dtype=np.int64, count=len(within)))
        )
        if OVERSAMPLING_RATIO * len(some) > self._size:
            texts, scores = self._top_k(
                self._docs, self._scores, lists, self._size, OVERSAMPLING * k
            )
            hits = _hits(texts, scores, OVERSAMPLING * k)
            held = [
                hit
                for hit, kept in zip(
                    hits, np.isin([hit.doc for hit in hits], some).tolist(), strict=True
                )
                if kept
            ]
            # So many of the best are the best of those wanted; of few that share a term, all are
            # looked at.
            if len(held) >= k or len(hits) < OVERSAMPLING * k:
                return held[:k]
        return _hits(*scores_of(self._docs, self._scores, lists, self._size, some), k)

    def idf(self, term: str) -> float:
        """Tell how informative a term is; highest for a term that no text holds."""
        return float(bm25_idf(self._size, np.array(self.doc_frequency(term))))

    def doc_frequency(self, term: str) -> int:
        """In how many texts the term stands."""
        number = self._vocabulary.term_id(term)
        return 0 if number is None else int(self._starts[number + 1] - self._starts[number])

    def _posting_lists(self, query: Mapping[str, float]) -> PostingLists | None:
        """Return the lists of the known terms, the one that can give a text most first."""
        known = []
        for term, weight in query.items():
            number = self._vocabulary.term_id(term) if weight > 0 else None
            if number is not None and (most := float(self._max_scores[number]) * weight) > 0:
                known.append((-most, number, weight))
        if not known:
            return None
        known.sort()
        bounds, numbers, weights = (np.array(column) for column in zip(*known, strict=True))
        rest = -bounds[::-1].cumsum()[::-1] + _SCORE_TOLERANCE
        return self._starts[numbers], self._starts[numbers + 1], weights.astype(np.float64), rest


def _hits(texts: NDArray[Any], scores: NDArray[np.float64], k: int) -> list[Hit]:
    if len(texts) > k:
        near = scores >= kth_largest(scores, k)
        texts, scores = texts[near], scores[near]
    order = np.lexsort((texts, -scores))[:k]
    return [
        Hit(text, score)
        for text, score in zip(texts[order].tolist(), scores[order].tolist(), strict=True)
    ]
