"""Names found by what somebody types of them, whatever the case and accents."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.browsing.article_query import is_shortened, shorten_name
from bot.text.tokens import strip_accents
from bot.text.word_pattern import split_words


def match_name(name: str, names: Sequence[str]) -> list[int]:
    """Return the places of the names that are meant: the same one, else those with its words."""
    if is_shortened(name):
        return [number for number, item in enumerate(names) if shorten_name(item) == name]
    wanted = normalize_name(name)
    return [number for number, item in enumerate(names) if normalize_name(item) == wanted] or (
        match_prefix(name, names) if wanted else []
    )


def match_prefix(typed: str, names: Sequence[str]) -> list[int]:
    """Return the places of the names with a word that begins so, those that begin so first."""
    wanted = normalize_name(typed)
    places = [
        (f" {normalize_name(name)}".find(f" {wanted}"), number) for number, name in enumerate(names)
    ]
    return [
        number for position, number in sorted(places, key=lambda item: item[0] > 0) if position >= 0
    ]


def normalize_name(name: str) -> str:
    """Return the words of a name without case and accents."""
    return " ".join(strip_accents(word.casefold()) for word in split_words(name))
