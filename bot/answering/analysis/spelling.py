"""Words that the corpus does not hold: what was probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.arrays.ragged import NamedArrays
from bot.arrays.strings import decode_strings

MIN_LETTERS = 5
"""Letters of a word that is looked up."""
MAX_SUGGESTIONS = 3
MIN_LETTERS_FOR_TWO_EDITS = 8
"""From so many letters on two slips are allowed, below one."""


def length_buckets(words: Sequence[str]) -> NDArray[np.int64]:
    """Find where words of one first letter and length begin.

    Gives letter, length, number of the first one, and its place in bytes.

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


class SpellChecker:
    """Near spellings among the words of a corpus."""

    def __init__(self, arrays: NamedArrays, term_of: Callable[[int], str]) -> None:
        """Take the words, one a line, their `length_buckets`, and what gives a term by number."""
        self._text: NDArray[Any] = arrays["word.text"]
        self._term_of = term_of
        self._buckets: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
        table = arrays["word.shelves"].tolist()
        for (letter, length, first, start), (_, _, _, end) in pairwise(table):
            self._buckets[letter][length] = first, start, end

    def suggest(self, word: str) -> tuple[tuple[str, str], ...]:
        """Suggest at most three words with their terms: one slip away, long ones two.

        The first letter is the same, and each term comes once.

        A slip is a letter more, less, other, or two changed over: Damerau, "A technique for
        computer detection and correction of spelling errors", 1964.
        """
        word = word.casefold()
        # A name with digits is another name with other ones.
        if len(word) < MIN_LETTERS or any(map(str.isdigit, word)):
            return ()
        max_edits = 2 if len(word) >= MIN_LETTERS_FOR_TWO_EDITS else 1
        found: list[tuple[int, int, str]] = []
        for length in range(len(word) - max_edits, len(word) + max_edits + 1):
            first, words = self._bucket(word[0], length)
            matches = process.extract(
                word, words, scorer=OSA.distance, score_cutoff=max_edits, limit=6
            )
            found += [
                (int(distance), first + position, str(item)) for item, distance, position in matches
            ]
        # Where a word is one slip away, those two slips away are not meant.
        nearest = min(found)[0] if found else 0
        by_term: dict[str, str] = {}
        for distance, number, item in sorted(found):
            if distance == nearest:
                by_term.setdefault(self._term_of(number), item)
        return tuple((item, term) for term, item in by_term.items())[:MAX_SUGGESTIONS]

    def _bucket(self, letter: str, length: int) -> tuple[int, list[str]]:
        """Return the words of a first letter and length, with the number of the first."""
        first, start, end = self._buckets.get(ord(letter), {}).get(length, (0, 0, 0))
        return first, decode_strings(self._text[start:end])
