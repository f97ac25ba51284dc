"""Text of others as a line of ours shows it: in one line and its own height, not too long, seen."""

from __future__ import annotations

import re
import unicodedata

from bot.text.units import units

MARKS = 3
"""Combining marks that are shown on one letter: more than any language of the news has."""
LOOKED_AT = 4_000
"""Characters of a text that is shortened which are looked at."""

_SPACE = re.compile(r"[\s\x1c-\x1f\x85]+")
# Turns the direction of what follows; in a line of ours it would turn our own words too.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Discord refuses some of these, and shows none.
_UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# White space, controls, and what Unicode calls ignorable by default or draws as nothing.
_SEEN = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Combining marks are no letters: only among so many signs that are none can there be too many.
_SIGNS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MARKS + 1},}}")


def visible(text: str) -> bool:
    """Say whether a reader sees anything of a text."""
    return any(unicodedata.category(found[0])[0] not in "CZ" for found in _SEEN.finditer(text))


def sendable(text: str) -> str:
    """Give a text without lone surrogates, which no encoding has and nobody typed."""
    return text if text.isascii() else _SURROGATE.sub("", text)


def shown(text: str) -> str:
    """Give a text with a sign for whatever can't be sent or shown."""
    return text if text.isprintable() else _UNSHOWN.sub("\ufffd", text)


def few_marks(text: str) -> str:
    """Give a text with at most `MARKS` combining marks on each letter: more run over other lines."""
    return text if text.isascii() else _SIGNS.sub(_few, text)


def one_line(text: str) -> str:
    """Give a text in one line, running our way, inside its height, from its first visible sign on."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    line = few_marks(_UNSHOWN.sub("\ufffd", _SPACE.sub(" ", _DIRECTIONS.sub("", text))))
    first = _SEEN.search(line)
    return line[first.start() if first else 0 :].strip()


def short(text: str, most: int) -> str:
    """Give a text in one line of at most `most` UTF-16 units, which ends with `…` where it was cut.

    It is cut after a word where one ends late enough, and through nothing that is drawn as one sign
    unless there is no room for anything else. Empty where nothing is visible.
    """
    line = one_line(text[:LOOKED_AT])
    if not visible(line):
        return ""
    if len(text) <= LOOKED_AT and units(line) <= most:
        return line
    cut = _cut(line, most - 1)
    whole = cut if line[len(cut) :].startswith(" ") else cut.rpartition(" ")[0]
    return (whole if 2 * len(whole) > len(cut) else cut).rstrip() + "…"


def _cut(line: str, room: int) -> str:
    """The beginning of a line, of at most `room` UTF-16 units."""
    if line.isascii():
        return line[:room]
    from wcwidth import iter_graphemes  # noqa: PLC0415 - slow, and few texts are cut

    end = used = 0
    for sign in iter_graphemes(line):
        used += units(sign)
        if used > room:
            break
        end += len(sign)
    if end:
        return line[:end]
    # A single sign of many characters, such as joined emoji without end.
    end = room
    while units(line[:end]) > room:
        end -= 1
    return line[:end]


def _few(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in found[0]:
        category = unicodedata.category(sign)
        # Tibetan letters below others are marks by name.
        if category in {"Mn", "Me"} and not "\u0f90" <= sign <= "\u0fbc":
            marks += 1
            if marks > MARKS:
                continue
        elif category != "Cf":
            marks = 0
        kept.append(sign)
    return "".join(kept)
