"""What is left aside in long lists changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from bot.index import top_k_numba
from bot.index.rank_bm25 import RankBM25Index
from bot.index.sparse_bm25 import SparseBM25Index
from bot.index.top_k import MIN_PRUNED_POSTINGS, TopK, top_k_numpy

TEXTS = 3 * MIN_PRUNED_POSTINGS
RNG = np.random.default_rng(7)
# The commonest terms stand in nearly every text, the rarest in one.
WORDS = [
    [f"w{number}" for number in row] for row in np.minimum(RNG.zipf(1.3, (TEXTS, 9)), 5000).tolist()
]
REFERENCE = RankBM25Index(WORDS)


@pytest.mark.parametrize("best", [top_k_numpy, top_k_numba.top_k_numba])
@pytest.mark.parametrize("k", [1, 10, 120])
def test_long_lists_give_what_rank_bm25_gives(best: TopK, k: int) -> None:
    index = SparseBM25Index.from_texts(WORDS, best)
    for terms in np.minimum(RNG.zipf(1.2, (25, 6)), 5000).tolist():
        query = {
            f"w{term}": weight
            for term, weight in zip(terms, [1.0, 1.0, 0.3, 1.0, 0.15, 2.0], strict=True)
        }
        expected = {hit.doc: hit.score for hit in REFERENCE.search(query, TEXTS)}
        found = index.search(query, k)
        assert [hit.score for hit in found] == pytest.approx(
            sorted(expected.values(), reverse=True)[:k], rel=1e-5
        )
        # Texts that are as good may stand for one another: their sums differ in the last digit.
        assert all(expected[hit.doc] == pytest.approx(hit.score, rel=1e-5) for hit in found)
