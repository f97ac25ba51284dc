"""Words of a corpus by how they are typed without accents or in another language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import NamedArrays
from bot.arrays.strings import decode_strings, hash_strings

_ACCENTED_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_LATIN = re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]{2}")
_LETTERS = str.maketrans(
    {
        "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss",
        "ı": "i", "ħ": "h", "ə": "e",
    }
)  # fmt: skip
"""Letters of which no accent can be taken away."""
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
"""Letters that German and Scandinavian names may be typed with two for."""


def folded_forms(word: str) -> set[str]:
    """How a case-folded word with accents may be typed without them; none for a word without."""
    if not _ACCENTED_LATIN.search(word):
        return set()
    whole = unicodedata.normalize("NFC", word)
    forms = {_without_accents(form) for form in (whole, whole.translate(_TWO_LETTERS))}
    return forms - {word}


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def folded_terms(arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """For each form of words, the numbers of their terms, in the order of the forms' hashes.

    Words with accents have their forms without; where the articles are in several languages, which
    may stem one word differently, all words in Latin letters stand as they are too.
    """
    languages = len(np.unique(arrays["article.language"]))
    found = [
        (form, number)
        for word, number in zip(
            decode_strings(arrays["word.text"]), arrays["word.term"].tolist(), strict=True
        )
        for form in _forms(word, whole=languages > 1)
    ]
    hashes = hash_strings(form for form, _ in found)
    order = np.argsort(hashes, kind="stable")
    numbers = np.array([number for _, number in found], dtype=np.int32)
    return {"folded.hash": hashes[order], "folded.term": numbers[order]}


def _forms(word: str, *, whole: bool) -> Iterator[str]:
    if not word.isascii():
        yield from folded_forms(word)
    if whole and _LATIN.search(word):
        yield word


class FoldedTerms:
    """Finds terms by how their words may be typed."""

    def __init__(self, arrays: NamedArrays) -> None:
        self._hashes: NDArray[np.uint64] = arrays["folded.hash"]
        self._terms: NDArray[np.int32] = arrays["folded.term"]

    def term_ids(self, words: Sequence[str]) -> list[list[int]]:
        """By case-folded word, the numbers of the terms of words that may be typed so."""
        if not len(self._hashes):
            return [[] for _ in words]
        keys = hash_strings(words)
        starts = self._hashes.searchsorted(keys)
        ends = self._hashes.searchsorted(keys, "right")
        return [
            sorted(set(self._terms[start:end].tolist())) if start < end else []
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
