"""Words that the corpus does not hold: what was probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 4
"""Letters of a word that is looked up."""
EDITS_FROM = 8
"""From so many letters on two slips are allowed, below one."""


class Spelling:
    """Near spellings among the words of a corpus."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            if len(word) >= SHORTEST - 1 and not word[0].isdigit():
                self._by_start[word[0]].append(word)

    def near(self, word: str) -> tuple[str, ...]:
        """Words one slip away (two for long ones) with the same first letter, nearest first, at most three.

        A slip is a letter more, less, other, or two changed over: Damerau, "A technique for computer detection and correction of
        spelling errors", 1964.
        """
        if len(word) < SHORTEST or word[0].isdigit():
            return ()
        most = 2 if len(word) >= EDITS_FROM else 1
        found = process.extract(word, self._by_start.get(word[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=3)
        return tuple(str(one[0]) for one in found)
