"""What every search engine promises; `tests/index/test_contract.py` holds them to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that shares a term with the query."""

    doc: int
    """Its number in the corpus."""
    score: float


class Index(Protocol):
    """Terms of many texts, searched by BM25+. Immutable once built."""

    def __len__(self) -> int:
        """Tell how many texts are indexed."""

    def search(
        self, query: Mapping[str, float], k: int, within: Collection[int] | None = None
    ) -> list[Hit]:
        """Return the best `k` texts for weighted terms, best first, the lower number first on ties.

        Only texts that share a term with the query, and only those in `within` when it is given,
        which is sorted and has each number once.
        """

    def idf(self, term: str) -> float:
        """Tell how informative a term is; highest for a term that no text holds."""

    def doc_frequency(self, term: str) -> int:
        """In how many texts the term stands."""
