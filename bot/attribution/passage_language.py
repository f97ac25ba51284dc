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


def detect_passage_languages(declared: str | None, texts: Sequence[str]) -> list[str | None]:
    """ISO 639-1 codes; None where nothing tells. `declared` is what the article says of itself.

    An article is in one language, but for passages in other letters.
    """
    detect = languages().detect
    whole = (declared or "").casefold()[:2] or detect(" ".join(texts[:4]))
    known = whole in SUPPORTED_LANGUAGES
    return [
        whole
        if known and (_LETTERS.search(text) is not None) == (whole in _CYRILLIC)
        else detect(text) or whole
        for text in texts
    ]
