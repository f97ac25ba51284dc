"""The sentences of the candidates, as matrices beside those of the passages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranking.term_matches import BoolArray, TermMatches
from bot.arrays.ragged import IntArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CandidateSentences:
    """The sentences of all candidates, one behind the other: a row a sentence, a column a term."""

    ids: IntArray
    """Among all sentences of the corpus."""
    candidate_rows: IntArray
    """Whose sentence it is."""
    first_rows: IntArray
    """By candidate, the row of its first sentence."""
    matches: TermMatches
    bigrams: BoolArray
    """It has two neighbouring words of the question as neighbours: a column each of `bigrams`."""
    has_answer_type: Vector
    """1 where it holds the kind of thing asked for, and not only from the question."""
    is_question: BoolArray
    """It asks something itself."""
    was_marked: BoolArray
    """It was marked in an answer of an earlier turn."""

    def or_in_previous(self, flags: BoolArray) -> BoolArray:
        """By sentence, what it or the one before it in its passage has."""
        both = flags.copy()
        both[1:] |= flags[:-1]
        both[self.first_rows] = flags[self.first_rows]
        return both

    def max_by_candidate(self, values: Vector) -> Vector:
        """By candidate, the highest value of its sentences."""
        return np.maximum.reduceat(values, self.first_rows) if len(self.first_rows) else values[:0]
