"""What is left aside in long lists changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from bot.index import compiled
from bot.index.best import FEW, Best, plain
from bot.index.bm25s import Bm25sIndex
from bot.index.rank_bm25 import RankBM25Index

TEXTS = 3 * FEW
RNG = np.random.default_rng(7)
# The commonest terms stand in nearly every text, the rarest in one.
WORDS = [[f"w{number}" for number in row] for row in np.minimum(RNG.zipf(1.3, (TEXTS, 9)), 5000).tolist()]
REFERENCE = RankBM25Index(WORDS)


@pytest.mark.parametrize("best", [plain, compiled.best])
@pytest.mark.parametrize("k", [1, 10, 120])
def test_long_lists_give_what_rank_bm25_gives(best: Best, k: int) -> None:
    index = Bm25sIndex.of(WORDS, best)
    for terms in np.minimum(RNG.zipf(1.2, (25, 6)), 5000).tolist():
        query = {f"w{term}": weight for term, weight in zip(terms, [1.0, 1.0, 0.3, 1.0, 0.15, 2.0], strict=True)}
        expected = {hit.passage: hit.score for hit in REFERENCE.search(query, TEXTS)}
        found = index.search(query, k)
        assert [hit.score for hit in found] == pytest.approx(sorted(expected.values(), reverse=True)[:k], rel=1e-5)
        # Texts that are as good may stand for one another: their sums differ in the last digit.
        assert all(expected[hit.passage] == pytest.approx(hit.score, rel=1e-5) for hit in found)
