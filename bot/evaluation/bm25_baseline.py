"""Plain BM25 by the rank-bm25 package: the measure for everything that the bot adds."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from rank_bm25 import BM25Okapi


class BM25Baseline:
    """BM25 as the package's own introduction has it: lower case, split at spaces."""

    def __init__(self, texts: Iterable[str]) -> None:
        split = [text.lower().split() for text in texts]
        # The package divides by the mean length, and by the number of texts.
        self._bm25 = BM25Okapi(split) if any(split) else None

    def search(self, question: str, k: int) -> list[int]:
        """Find the numbers of the best `k` texts, best first, the lower number first on ties.

        Texts that share no word with the question may be among them.
        """
        if self._bm25 is None:
            return []
        scores = self._bm25.get_scores(question.lower().split()).tolist()
        return heapq.nsmallest(k, range(len(scores)), key=lambda text: (-scores[text], text))
