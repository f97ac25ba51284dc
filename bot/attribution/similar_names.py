"""Names of outlets that come near one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.text.tokens import strip_accents
from bot.text.word_pattern import split_words

MAX_NAMES = 3
"""Names that are offered."""
_MIN_SIMILARITY = 75.0
"""From 0 to 100: how alike names are that share no word."""
_NO_NAME = frozenset({"the", "news", "of", "and"})
"""Words that make no two outlets alike."""


def similar_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that share a word with a name or are written much like it, best first."""
    words = _words(name)
    scored = [
        (fuzz.token_sort_ratio(" ".join(words), " ".join(other_words)), other)
        for other in sorted(set(names))
        if (other_words := _words(other))
        and (
            not set(words).isdisjoint(other_words)
            or fuzz.ratio(" ".join(words), " ".join(other_words)) >= _MIN_SIMILARITY
        )
    ]
    return tuple(other for _, other in sorted(scored, key=lambda item: -item[0])[:MAX_NAMES])


def _words(name: str) -> list[str]:
    return [
        word
        for word in (strip_accents(word.casefold()) for word in split_words(name))
        if word not in _NO_NAME
    ]
