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
    words = _ENGLISH_WORDS.intersection(text[:_OPENING_CHARS].split())
    if len(words) >= _MIN_ENGLISH_WORDS:
        return ENGLISH
    return languages().detect(text)


def _is_cyrillic(text: str) -> bool:
    return not text.isascii() and _LETTERS.search(text) is not None
