"""The index of titles: found by their words, in any order, while the last one is being typed."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.arrays.ragged import IntArray, RaggedArray, to_ndarray
from bot.text.tokens import Analyzer, Token, strip_accents

_AFTER_ALL_LETTERS = "\U0010ffff"
_CHUNK_WORDS = 2_000
"""Words compared at once: other threads wait no longer than that takes."""
_MIN_LETTERS_FOR_ONE_EDIT, _MIN_LETTERS_FOR_TWO_EDITS = 4, 8
"""From so many letters on a word may be misspelt in one place, or in two."""


class TitleIndex:
    """Which titles hold which words; never changed once built. May be used by several threads.

    Case and accents don't count, nor do the endings that an analyzer takes off.
    """

    def __init__(
        self, titles: Iterable[tuple[str, Analyzer]], analyzers: Sequence[Analyzer]
    ) -> None:
        """Take titles with the analyzers of their languages, and the analyzers of what is typed."""
        self._analyzers = analyzers
        numbers: dict[tuple[str, str], int] = {}
        words, texts = array("i"), array("i")
        self._folded: list[str] = []
        for title, analyzer in titles:
            self._folded.append(fold_line(title))
            for token in analyzer.tokens(title):
                words.append(numbers.setdefault(_fold_token(token), len(numbers)))
                texts.append(len(self._folded) - 1)
        size = len(self._folded)
        ordered = sorted(numbers)
        self._words = [word for word, _ in ordered]
        by_term: dict[str, list[int]] = {}
        place = np.empty(len(numbers), dtype=np.int64)
        for number, key in enumerate(ordered):
            place[numbers[key]] = number
            by_term.setdefault(key[1], []).append(number)
        self._by_term = by_term
        word, text = place[to_ndarray(words)], to_ndarray(texts)
        # A title that repeats a word is named once under it.
        pairs = np.unique(word * max(1, size) + text)
        ends = np.searchsorted(pairs, np.arange(len(numbers) + 1) * max(1, size))
        self._texts = RaggedArray(pairs % max(1, size), ends)

    def matching(self, text: str) -> IntArray:
        """Return the titles with all words of a text, in their order.

        The last word may be the beginning of one, or a part where none begins so.
        """
        found = [self._with_all_words(analyzer.tokens(text)) for analyzer in self._analyzers]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def begin_with(self, titles: IntArray, typed: str) -> NDArray[np.bool_]:
        """Return which of some titles begin with what is typed."""
        start = fold_line(typed)
        return np.array([self._folded[title].startswith(start) for title in titles.tolist()], bool)

    def similar(self, text: str, limit: int) -> IntArray:
        """Return at most `limit` titles with words of a text, maybe misspelt; the best first."""
        scores = np.zeros(len(self._folded))
        for token in self._analyzers[0].tokens(text):
            if not token.stop and (
                words := self._matching_words(token, whole=False)
                or self._similar_words(_fold_token(token)[0])
            ):
                titles = self._titles_with(words)
                # A word of few titles tells more.
                scores[titles] += np.log(1 + len(self._folded) / len(titles))
        best = np.lexsort((np.arange(len(self._folded)), -scores))[:limit]
        found: IntArray = best[scores[best] > 0]
        return found

    def _with_all_words(self, tokens: Sequence[Token]) -> IntArray:
        held: IntArray | None = None
        for token in tokens:
            is_last = token is tokens[-1]
            words = self._matching_words(token, whole=not is_last)
            titles = self._titles_with(words or (self._words_with_part(token) if is_last else []))
            held = titles if held is None else np.intersect1d(held, titles, assume_unique=True)
        return np.zeros(0, np.int64) if held is None else held

    def _matching_words(self, token: Token, *, whole: bool) -> list[int]:
        """Return the words that a word, or the beginning of one, stands for."""
        word, term = _fold_token(token)
        end = word if whole else word + _AFTER_ALL_LETTERS
        first, last = bisect_left(self._words, word), bisect_right(self._words, end)
        return sorted({*range(first, last), *self._by_term.get(term, ())})

    def _words_with_part(self, token: Token) -> list[int]:
        part = strip_accents(token.text)
        return [number for number, word in enumerate(self._words) if part in word]

    def _similar_words(self, word: str) -> list[int]:
        limit = (
            0
            if len(word) < _MIN_LETTERS_FOR_ONE_EDIT
            else 1
            if len(word) < _MIN_LETTERS_FOR_TWO_EDITS
            else 2
        )
        if not limit:
            return []
        starts = range(0, len(self._words), _CHUNK_WORDS)
        found = [
            process.extract(
                word,
                self._words[start : start + _CHUNK_WORDS],
                scorer=OSA.distance,
                score_cutoff=limit,
                limit=None,
            )
            for start in starts
        ]
        return [
            start + position
            for start, near in zip(starts, found, strict=True)
            for _, _, position in near
        ]

    def _titles_with(self, words: Sequence[int]) -> IntArray:
        return np.unique(self._texts.take(np.array(words, dtype=np.int64)).values)


def _fold_token(token: Token) -> tuple[str, str]:
    return strip_accents(token.text), token.term


def fold_line(text: str) -> str:
    """Return a text without what people leave out while they type.

    That is capitals, accents, and white space but for single spaces.
    """
    plain = (
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(plain).split())
