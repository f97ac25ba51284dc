"""Text of others as a line of ours shows it: in one line and its own height, not too long, seen."""

from __future__ import annotations

import re
import unicodedata

from bot.text.utf16 import utf16_length

MAX_COMBINING_MARKS = 3
"""Combining marks that are shown on one letter: more than any language of the news has."""
MAX_SHORTENED_CHARS = 4_000
"""Characters of a text that is shortened which are looked at."""

_WHITESPACE = re.compile(r"[\s\x1c-\x1f\x85]+")
# Turns the direction of what follows; in a line of ours it would turn our own words too.
_BIDI_CONTROLS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Discord refuses some of these, and shows none.
_UNDISPLAYABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# White space, controls, and what Unicode calls ignorable by default or draws as nothing.
_VISIBLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Combining marks are no letters: only among so many signs that are none can there be too many.
_STACKED_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MAX_COMBINING_MARKS + 1},}}")


def is_visible(text: str) -> bool:
    """Say whether a reader sees anything of a text."""
    return any(unicodedata.category(found[0])[0] not in "CZ" for found in _VISIBLE.finditer(text))


def without_surrogates(text: str) -> str:
    """Give a text without lone surrogates, which no encoding has and nobody typed."""
    return text if text.isascii() else _SURROGATE.sub("", text)


def displayable(text: str) -> str:
    """Give a text with a sign for whatever can't be sent or shown."""
    return text if text.isprintable() else _UNDISPLAYABLE.sub("\ufffd", text)


def limit_combining_marks(text: str) -> str:
    """Give a text with at most `MAX_COMBINING_MARKS` on each letter: more run over other lines."""
    return text if text.isascii() else _STACKED_MARKS.sub(_limit_marks, text)


def to_single_line(text: str) -> str:
    """Give a text in one line, left to right, inside its height, from its first visible sign on."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    line = limit_combining_marks(
        _UNDISPLAYABLE.sub("\ufffd", _WHITESPACE.sub(" ", _BIDI_CONTROLS.sub("", text)))
    )
    first = _VISIBLE.search(line)
    return line[first.start() if first else 0 :].strip()


def shorten(text: str, max_units: int) -> str:
    """Give a text in one line of at most `max_units` UTF-16 units; `…` ends it where it was cut.

    It is cut after a word where one ends late enough, and through nothing that is drawn as one sign
    unless there is no room for anything else. Empty where nothing is visible.
    """
    line = to_single_line(text[:MAX_SHORTENED_CHARS])
    if not is_visible(line):
        return ""
    if len(text) <= MAX_SHORTENED_CHARS and utf16_length(line) <= max_units:
        return line
    cut = _truncate(line, max_units - 1)
    whole = cut if line[len(cut) :].startswith(" ") else cut.rpartition(" ")[0]
    return (whole if 2 * len(whole) > len(cut) else cut).rstrip() + "…"


def _truncate(line: str, max_units: int) -> str:
    """Return the beginning of a line, of at most `max_units` UTF-16 units."""
    if line.isascii():
        return line[:max_units]
    from wcwidth import iter_graphemes  # noqa: PLC0415 - slow, and few texts are cut

    end = used = 0
    for sign in iter_graphemes(line):
        used += utf16_length(sign)
        if used > max_units:
            break
        end += len(sign)
    if end:
        return line[:end]
    # A single sign of many characters, such as joined emoji without end.
    end = max_units
    while utf16_length(line[:end]) > max_units:
        end -= 1
    return line[:end]


def _limit_marks(match: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in match[0]:
        category = unicodedata.category(sign)
        # Tibetan letters below others are marks by name.
        if category in {"Mn", "Me"} and not "\u0f90" <= sign <= "\u0fbc":
            marks += 1
            if marks > MAX_COMBINING_MARKS:
                continue
        elif category != "Cf":
            marks = 0
        kept.append(sign)
    return "".join(kept)
