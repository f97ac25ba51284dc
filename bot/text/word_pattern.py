"""What a word of a text is, also where invisible characters or line ends stand inside it."""

from __future__ import annotations

import re
from functools import cache

from bot.text.invisible import INVISIBLE
from bot.text.unspaced import UNSPACED

# Accents of Latin and Greek letters, vowels of Arabic ones.
_MARK = "[\u0300-\u036f\u064b-\u065f\u0670]"
# Hyphens and a line end inside a word that was broken there, before a small letter.
_BREAKING_HYPHENS = "\u00ad\u2010-"
_LINE_BREAK = r"[ \t]*(?:\r\n|\r|\n)[ \t]*"
_SMALL = "(?=[a-zß-öø-ÿāăąćčďđēėęěğģīįıķļľłńņňőœřśşšţťūůűųźżžα-ωά-ώа-яёіїєґў])"
_LINE_END_HYPHEN = (
    rf"[{INVISIBLE}]{{0,2}}[{_BREAKING_HYPHENS}][{INVISIBLE}]{{0,2}}{_LINE_BREAK}{_SMALL}"
)
_APOSTROPHE = "['’ʼ‘`´]"
_LETTER = rf"[^\W_{UNSPACED}]"
# Units that are written right behind a number.
_UNIT = (
    r"(?:km|kg|cm|mm|ml|mph|kph|kmh|[kmg]wh?|bn|bln|mln|mn|m|tn|k|ft|lbs?|hp"
    r"|км|кг|см|мм|млн|млрд|тис|грн|м)\b"
)


def _compile_word(inside: str) -> re.Pattern[str]:
    """Compile what a word is; `inside` is what may stand between its letters.

    A number with groups and decimals, an abbreviation with dots, a name of letters and digits (the
    F-16), a number before its unit, a run of a script without spaces, a sign that is read as a
    word, or letters of any other script.
    """
    return re.compile(
        r"\d{1,3}(?:(?:,|[ \u00a0\u2009\u202f])\d{3})+(?:[.,]\d+)?(?!\d)"
        r"|\d+(?:[.,]\d+)+"
        r"|(?:[^\W\d_]\.){2,}"
        r"|(?<![\w-])(?![a-zа-яіїєґ]+-)[^\W\d_]{1,3}[-\u2010\u2011]"
        r"(?!(?:19|20)\d\d\b)\d+[^\W_]*"
        rf"|\d+(?={_UNIT})"
        rf"|[{UNSPACED}]+"
        r"|[%€$£¥₴₽]"
        rf"|{_LETTER}(?:{_LETTER}|{_MARK})*(?:(?:{inside})(?:{_LETTER}|{_MARK})+)*"
    )


_WORD = _compile_word(_APOSTROPHE)
SIGNS = frozenset("%€$£¥₴₽")
"""Signs that are read as words."""
NOT_SEEN = re.compile(rf"{_LINE_END_HYPHEN}|[{INVISIBLE}]")
_MAY_BREAK_WORD = re.compile(
    rf"[{_BREAKING_HYPHENS}][{INVISIBLE}]{{0,2}}[ \t]*[\r\n]|[{INVISIBLE}]"
)
_HYPHENATED = re.compile(rf"([^\W\d_]+){_LINE_END_HYPHEN}([^\W\d_]+)")


def has_broken_words(text: str) -> bool:
    """Tell whether hyphens at line ends or invisible characters may stand inside words."""
    return (not text.isascii() or "\n" in text or "\r" in text) and _MAY_BREAK_WORD.search(
        text
    ) is not None


@cache
def _broken_word() -> re.Pattern[str]:
    """Compile a word that may be broken; few texts have one."""
    return _compile_word(
        rf"[{INVISIBLE}]{{0,4}}{_APOSTROPHE}[{INVISIBLE}]{{0,4}}|{_LINE_END_HYPHEN}|[{INVISIBLE}]+"
    )


def word_pattern(text: str) -> re.Pattern[str]:
    """Return what finds the words of a text: the quick one, where none is broken."""
    return _broken_word() if has_broken_words(text) else _WORD


def unbroken(text: str) -> str:
    """Return a text without invisible characters and without the hyphens of broken words."""
    return NOT_SEEN.sub("", text) if has_broken_words(text) else text


def broken_parts(text: str) -> list[str]:
    """Return the parts of words with a hyphen at a line end, which may be their own."""
    if not has_broken_words(text):
        return []
    return [part for found in _HYPHENATED.finditer(text) for part in found.groups()]


def split_words(text: str) -> list[str]:
    """Return the words of a text of any language, as they are written."""
    return [word for word in word_pattern(text).findall(text) if word not in SIGNS]
