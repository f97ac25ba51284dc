"""Words that the corpus does not hold: what was probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 5
"""Letters of a word that is looked up."""
MOST = 3
EDITS_FROM = 8
"""From so many letters on two slips are allowed, below one."""


class Spelling:
    """Near spellings among the words of a corpus."""

    def __init__(self, vocabulary: Mapping[str, str]) -> None:
        self._terms = vocabulary
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            if len(word) >= SHORTEST - 1 and not word[0].isdigit():
                self._by_start[word[0]].append(word)

    def near(self, word: str) -> tuple[str, ...]:
        """Words one slip away (two for long ones) with the same first letter, one a term, at most three.

        A slip is a letter more, less, other, or two changed over: Damerau, "A technique for computer detection and correction of
        spelling errors", 1964.
        """
        word = word.casefold()
        if len(word) < SHORTEST or word[0].isdigit():
            return ()
        most = 2 if len(word) >= EDITS_FROM else 1
        found = process.extract(word, self._by_start.get(word[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=6)
        best = min((distance for _, distance, _ in found), default=0)
        # Where a word is one slip away, those two slips away are not meant.
        by_term: dict[str, str] = {}
        for one, distance, _ in found:
            if distance == best:
                by_term.setdefault(self._terms[str(one)], str(one))
        return tuple(by_term.values())[:MOST]
