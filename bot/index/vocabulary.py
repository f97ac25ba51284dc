"""The terms of a corpus by number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from marisa_trie import Trie
from numpy.typing import NDArray

from bot.arrays.ragged import NOT_FOUND, IntArray, NamedArrays


class Vocabulary:
    """Terms in a trie of some 10 bytes a term.

    Yata, "MARISA: Matching Algorithm with Recursively Implemented StorAge".
    """

    def __init__(self, trie: Trie) -> None:
        self._trie = trie

    @staticmethod
    def from_terms(terms: Iterable[str]) -> Vocabulary:
        """Number some terms; the numbers depend on nothing but which terms there are."""
        return Vocabulary(Trie(sorted(set(terms))))

    @staticmethod
    def from_arrays(name: str, arrays: NamedArrays) -> Vocabulary:
        """Return the vocabulary that stands under a name."""
        return Vocabulary(Trie().frombytes(arrays[name].tobytes()))

    def to_array(self) -> NDArray[Any]:
        """Return the vocabulary as an array, for `from_arrays`."""
        return np.frombuffer(self._trie.tobytes(), dtype=np.uint8)

    def __len__(self) -> int:
        """Tell how many terms there are."""
        return len(self._trie)

    def term_id(self, term: str) -> int | None:
        """Return the number of a term; None where no text holds it."""
        number: int | None = self._trie.get(term)
        return number

    def term_ids(self, terms: Iterable[str]) -> IntArray:
        """Return the numbers of terms, NOWHERE for those that no text holds."""
        get = self._trie.get
        return np.array([get(term, NOT_FOUND) for term in terms], dtype=np.int64)

    def term(self, term_id: int) -> str:
        """Return a term by its number."""
        return str(self._trie.restore_key(term_id))
