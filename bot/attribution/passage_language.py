"""Which language each passage of an article is in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.attribution.language_rules import LANGUAGE_CODES
from bot.text.language import languages

ENGLISH = "en"
SUPPORTED_LANGUAGES = frozenset({ENGLISH, *LANGUAGE_CODES})
"""The languages whose ways of citing we know."""
_CYRILLIC = frozenset({"uk", "ru"})
_LETTERS = re.compile(r"[а-яіїєґё]{3}")
_ENGLISH_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "from",
        "which",
        "this",
        "their",
        "were",
        "said",
        "for",
        "is",
        "by",
    ]
)
"""Words of nearly every English paragraph; no other of our languages has three of them."""
_MORE_ENGLISH_WORDS = _ENGLISH_WORDS | frozenset(
    [
        "The",
        "are",
        "be",
        "been",
        "had",
        "his",
        "its",
        "they",
        "who",
        "what",
        "when",
        "would",
        "she",
        "after",
        "about",
        "than",
        "into",
        "first",
    ]
)
"""Those and others, for paragraphs whose letters are English too."""
_FOREIGN_LETTERS = re.compile(r"[^\x00-\x7f“”‘’–—…·•]")
_SHORT_CHARS = 200
"""A text of so few characters in English letters needs two of them alone."""
_MIN_ENGLISH_WORDS = 3
_OPENING_CHARS = 400
"""How many characters are looked at for those words."""


def detect_passage_languages(declared: str | None, texts: Sequence[str]) -> list[str | None]:
    """ISO 639-1 codes; None where nothing tells. `declared` is what the article says of itself.

    An article is in one language, but for passages in other letters.
    """
    whole = (declared or "").casefold()[:2] or _detect(" ".join(texts[:4]))
    known = whole in SUPPORTED_LANGUAGES
    return [
        whole if known and _is_cyrillic(text) == (whole in _CYRILLIC) else _detect(text) or whole
        for text in texts
    ]


def _detect(text: str) -> str | None:
    """Return the language of a text; plain English is told without counting, for most news is."""
    opening = text[:_OPENING_CHARS]
    plain = opening.isascii() or not _FOREIGN_LETTERS.search(opening)
    english = _MORE_ENGLISH_WORDS if plain else _ENGLISH_WORDS
    needed = _MIN_ENGLISH_WORDS - (plain and len(text) <= _SHORT_CHARS)
    if len(english.intersection(opening.split())) >= needed:
        return ENGLISH
    return languages().detect(text)


def _is_cyrillic(text: str) -> bool:
    return not text.isascii() and _LETTERS.search(text) is not None
