"""What kinds of answer each sentence holds, as numbers: what `answer_types.py` found, packed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.question.answer_type import AnswerType
from bot.arrays.ragged import IntArray, RaggedArray

_BITS = 28
_TERM = (1 << _BITS) - 1
ANY_TERM = _TERM
"""Stands for the term of something that no question can hold itself."""
_NOT_INDEXED = {AnswerType.OUTLET, AnswerType.YES_NO, AnswerType.OTHER}
"""Kinds that no sentence is searched for."""
_TYPE_IDS: dict[str, int] = {kind.value: number for number, kind in enumerate(AnswerType)}


def pack_answer_type(kind: str, term: int) -> int:
    """Return a kind and the number of a term in 32 bits."""
    return _TYPE_IDS[kind] << _BITS | term


def packed_terms(packed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the numbers of the terms in packed values, where they have one."""
    term = packed & np.uint32(_TERM)
    terms: NDArray[np.uint32] = term[term != ANY_TERM]
    return terms


def remap_terms(packed: NDArray[np.uint32], terms: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the same with other numbers for the terms: `terms` by the old number."""
    term = packed & np.uint32(_TERM)
    known = term != ANY_TERM
    remapped = packed.copy()
    remapped[known] = (packed[known] & ~np.uint32(_TERM)) | terms[term[known]]
    return remapped


@dataclass(frozen=True, slots=True)
class AnswerTypeIndex:
    """For each sentence, the kinds of answer that it tells, each with the term by which it does."""

    rows: RaggedArray

    def matches(
        self, kind: AnswerType, sentences: IntArray, query_terms: IntArray
    ) -> NDArray[np.float64]:
        """Tell by sentence, as 1 or 0, whether it has something of a kind beside the terms asked.

        All are 0 where kinds can't be told.
        """
        has_type = np.zeros(len(sentences))
        if kind not in _NOT_INDEXED:
            found = self.rows.take(sentences)
            of_kind = np.flatnonzero(found.values >> _BITS == _TYPE_IDS[kind])
            terms = found.values[of_kind] & _TERM
            has_type[found.row[of_kind[~(terms[:, None] == query_terms).any(axis=1)]]] = 1.0
        return has_type

    def questions(self, sentences: IntArray) -> NDArray[np.bool_]:
        """Tell by sentence whether it asks something itself."""
        asks = np.zeros(len(sentences), dtype=bool)
        found = self.rows.take(sentences)
        asks[found.row[found.values >> _BITS == _TYPE_IDS[AnswerType.QUESTION]]] = True
        return asks
