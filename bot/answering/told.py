"""What kinds of answer each sentence holds, as numbers: what `telling` found, packed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.question import Kind
from bot.compact.rows import Numbers, Rows

_BITS = 28
_TERM = (1 << _BITS) - 1
ANYTHING = _TERM
"""Stands for the term of something that no question can hold itself."""
_NEVER_TOLD = {Kind.OUTLET, Kind.YES_NO, Kind.OTHER}
"""Kinds that no sentence is searched for."""
_NUMBERS: dict[str, int] = {kind.value: number for number, kind in enumerate(Kind)}


def pack(kind: str, term: int) -> int:
    """A kind and the number of a term in 32 bits."""
    return _NUMBERS[kind] << _BITS | term


def terms_in(told: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The numbers of the terms in packed values, where they have one."""
    term = told & np.uint32(_TERM)
    held: NDArray[np.uint32] = term[term != ANYTHING]
    return held


def renumbered(told: NDArray[np.uint32], terms: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The same with other numbers for the terms: `terms` by the old number."""
    term = told & np.uint32(_TERM)
    known = term != ANYTHING
    fresh = told.copy()
    fresh[known] = (told[known] & ~np.uint32(_TERM)) | terms[term[known]]
    return fresh


@dataclass(frozen=True, slots=True)
class Told:
    """For each sentence, the kinds of answer that it tells, each with the term by which it does."""

    rows: Rows

    def told(self, kind: Kind, sentences: Numbers, asked: Numbers) -> NDArray[np.float64]:
        """By sentence, 1 where it tells something of that kind that is not among the terms asked; 0 where kinds can't be told."""
        told = np.zeros(len(sentences))
        if kind not in _NEVER_TOLD:
            found = self.rows.gather(sentences)
            of_kind = np.flatnonzero(found.values >> _BITS == _NUMBERS[kind])
            terms = found.values[of_kind] & _TERM
            told[found.row[of_kind[~(terms[:, None] == asked).any(axis=1)]]] = 1.0
        return told
