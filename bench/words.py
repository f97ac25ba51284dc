"""Made-up words that can be spoken, as many as needed, in a Zipf distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Strings = NDArray[np.object_]

_ONSETS = (*"bdfghklmnprstvwz", "br", "dr", "fl", "gr", "kr", "pl", "st", "tr")
_VOWELS = "aeiou"
_CODAS = ["", "n", "r", "l", "t", "", "k", "m", "nd"]
_SYLLABLES = len(_ONSETS) * len(_VOWELS)
_STRIDE = 7919
"""A prime, no factor of the number of syllables: neighbours in rank do not begin alike."""
_ENDINGS = ("", "s", "ed", "ing")
_ENDING_SHARES = (0.62, 0.2, 0.12, 0.06)
_FLATTENED = 30.0
"""The ranks above the first word: function words have them, and they are not drawn here."""


_FORMS = 2
"""How many forms of a word a text has on the average."""


def vocabulary_size(tokens: int) -> int:
    """How many words, counted without their forms, a text of so many tokens has.

    By Heaps' law, with the constants of news in English, which count every form (Manning et al.,
    "Introduction to Information Retrieval", 2008).
    """
    return int(44 * tokens**0.49) // _FORMS


class Words:
    """Spells words by their rank, the same for a seed; no two ranks share a word."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng([seed, 0])
        syllables = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]
        self._syllables = [syllables[place] for place in rng.permutation(_SYLLABLES)]

    def word(self, rank: int) -> str:
        """The word of a rank: two syllables for the commonest, more for rarer ones."""
        size, length = _SYLLABLES**2, 2
        code = rank
        while code >= size:
            code -= size
            size, length = size * _SYLLABLES, length + 1
        code = (code * _STRIDE + length) % size
        parts = []
        for _ in range(length):
            code, syllable = divmod(code, _SYLLABLES)
            parts.append(self._syllables[syllable])
        return "".join(parts) + _CODAS[rank % len(_CODAS)]


class Vocabulary:
    """The words of one text, drawn by rank: the share of a rank falls as one over it."""

    def __init__(self, words: Words, size: int) -> None:
        self.size = size
        self._forms: Strings = np.array(
            [word + ending for word in map(words.word, range(size)) for ending in _ENDINGS],
            dtype=object,
        )
        self._shares = np.cumsum(_ENDING_SHARES)

    def ranks(
        self, rng: np.random.Generator, shape: int | tuple[int, int], rare: float = 0.0
    ) -> Numbers:
        """Draw ranks; `rare` is the share of all that is written to leave out, from the top."""
        drawn = rng.uniform(rare, 1.0, shape)
        found: Numbers = (_FLATTENED * (1 + self.size / _FLATTENED) ** drawn - _FLATTENED).astype(
            np.int64
        )
        return np.minimum(found, self.size - 1)

    def spelt(self, ranks: Numbers, rng: np.random.Generator) -> Strings:
        """The words of ranks, each in one of its forms."""
        forms = np.searchsorted(self._shares[:-1], rng.random(ranks.shape))
        found: Strings = self._forms[ranks * len(_ENDINGS) + forms]
        return found

    def base(self, rank: int) -> str:
        """The word of a rank without an ending."""
        return str(self._forms[rank * len(_ENDINGS)])
