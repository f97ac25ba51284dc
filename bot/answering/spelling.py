"""Words that the corpus does not hold: what was probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.compact.lines import lines, read_lines
from bot.compact.rows import Arrays

SHORTEST = 5
"""Letters of a word that is looked up."""
MOST = 3
EDITS_FROM = 8
"""From so many letters on two slips are allowed, below one."""


def shelves(words: Sequence[str]) -> NDArray[np.int64]:
    """Where words of one first letter and length begin: letter, length, the first one's number, and its place in bytes.

    The words are in the order of their first letters, then of their lengths.
    """
    found, at = [], 0
    last: tuple[str, int] | None = None
    for number, word in enumerate(words):
        if (word[:1], len(word)) != last:
            last = word[:1], len(word)
            found.append((ord(word[0]), len(word), number, at))
        at += len(word.encode("utf-8")) + 1
    return np.array([*found, (-1, 0, len(words), at)], dtype=np.int64)


class Spelling:
    """Near spellings among the words of a corpus."""

    def __init__(self, arrays: Arrays, term_of: Callable[[int], str]) -> None:
        """Take the words, one a line, with their `shelves`, and what gives a word's term by its number."""
        self._text: NDArray[Any] = arrays["word.text"]
        self._term_of = term_of
        self._shelves: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
        table = arrays["word.shelves"].tolist()
        for (letter, length, first, start), (_, _, _, end) in pairwise(table):
            self._shelves[letter][length] = first, start, end

    @staticmethod
    def of(terms: Mapping[str, str]) -> Spelling:
        """Near spellings among words given with their terms."""
        words = sorted(terms, key=lambda word: (word[:1], len(word)))
        return Spelling({"word.text": lines(words), "word.shelves": shelves(words)}, lambda number: terms[words[number]])

    def near(self, word: str) -> tuple[tuple[str, str], ...]:
        """Words with their terms, one slip away (two for long ones) with the same first letter, one a term, at most three.

        A slip is a letter more, less, other, or two changed over: Damerau, "A technique for computer detection and correction of
        spelling errors", 1964.
        """
        word = word.casefold()
        if len(word) < SHORTEST or word[0].isdigit():
            return ()
        most = 2 if len(word) >= EDITS_FROM else 1
        found: list[tuple[int, int, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            first, words = self._of(word[0], length)
            near = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=6)
            found += [(int(distance), first + place, str(one)) for one, distance, place in near]
        # Where a word is one slip away, those two slips away are not meant.
        nearest = min(found)[0] if found else 0
        by_term: dict[str, str] = {}
        for distance, number, one in sorted(found):
            if distance == nearest:
                by_term.setdefault(self._term_of(number), one)
        return tuple((one, term) for term, one in by_term.items())[:MOST]

    def _of(self, letter: str, length: int) -> tuple[int, list[str]]:
        """The words of a first letter and length, with the number of the first."""
        first, start, end = self._shelves.get(ord(letter), {}).get(length, (0, 0, 0))
        return first, read_lines(self._text[start:end])
