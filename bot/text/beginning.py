"""How what a pattern matches must begin, as far as its first space: so that it need be tried only where it can match.

Understood are patterns made of characters, classes, escapes, groups, lookarounds and greedy quantifiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

_ELEMENT = re.compile(r"([^\W\d_]+(?![?*+{])|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()|])([?*+]|\{\d*,?\d*\}|)", re.DOTALL)
_OPENING = re.compile(r"\((?:\?(?:[:=!]|<[=!]|i:))?")
_QUANTIFIER = re.compile(r"[?*+]|\{\d*,?\d*\}|")
_EDGES = {r"\b", r"\B"}
_AT_FIRST = "(?<![^ ])"


class _Element(NamedTuple):
    """A word, class, escape or group of a pattern."""

    opening: str
    """Of a group its first characters; of anything else all."""
    ways: Sequence[Sequence[_Element]] | None
    """What a group chooses from."""
    quantifier: str
    source: str
    """The element as it is written."""
    spaced: bool
    """Whether what it matches may have a space inside."""

    @property
    def kept(self) -> str:
        """How the group opens where it is no longer what it was, apart from letters' case."""
        return self.opening if self.opening == "(?i:" else "(?:"

    @property
    def behind(self) -> str | None:
        """What it demands of a piece, if it looks at what stands before."""
        if not self.opening.startswith("(?<"):
            return None
        spaced = self.opening == "(?<=" and all(way and way[-1].source == " " for way in self.ways or ())
        return _AT_FIRST if spaced else ""

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return self.quantifier.startswith(("?", "*", "{0", "{,"))


def beginning(pattern: str) -> str:
    """A pattern that matches, in a piece of a text between two spaces, wherever a match of the given one begins in the text."""
    return "|".join(map(_begin, _parsed(pattern)))


def head(pattern: str) -> str:
    """A pattern that matches the first characters of each of its matches, two at most."""
    return "|".join(dict.fromkeys(_head(way, 2) for way in _parsed(pattern)))


def _begin(way: Sequence[_Element]) -> str:
    # To demand less is always right: what can be empty is left out, and so is what looks beyond the piece.
    if all(element.optional for element in way):
        return ""
    first, *rest = way
    if first.behind is not None:
        return first.behind + _begin(rest)
    if first.opening == "(?!" or (first.opening == "(?=" and first.spaced):
        return _begin(rest)
    if not first.spaced:
        return first.source + _begin(rest)
    if first.ways is None:
        ended = f"{first.opening}*" if first.quantifier else ""
        return rf"(?:{ended}\Z|{first.source}{_begin(rest)})"
    if first.opening == "(?:" and not first.quantifier:
        return _either("(?:", (_begin([*one, *rest]) for one in first.ways))
    return _either(first.kept, [*map(_begin, first.ways), *([_begin(rest)] if first.optional else [])])


def _head(way: Sequence[_Element], length: int) -> str:
    if not way or not length:
        return ""
    first, *rest = way
    if first.behind is not None:
        return first.behind + _head(rest, length)
    if first.opening in {"(?=", "(?!"}:
        return _head(rest, length)
    if first.ways is not None:
        if first.opening == "(?:" and not first.quantifier:
            return _either("(?:", (_head([*one, *rest], length) for one in first.ways))
        return _either(first.kept, [*(_head(one, length) for one in first.ways), *([_head(rest, length)] if first.optional else [])])
    if first.spaced:
        return ""
    if first.optional:
        return _either("(?:", [first.opening, _head(rest, length)])
    if first.opening.isalpha():
        return first.opening[:length] + ("" if first.quantifier else _head(rest, max(0, length - len(first.opening))))
    return first.opening + ("" if first.quantifier else _head(rest, length - (first.opening not in _EDGES)))


def _either(opening: str, ways: Iterable[str]) -> str:
    return f"{opening}{'|'.join(dict.fromkeys(ways))})"


@cache
def _parsed(pattern: str) -> Sequence[Sequence[_Element]]:
    """What the pattern chooses from, element by element."""
    ways, end = _ways(pattern, 0)
    assert end == len(pattern)
    return ways


def _ways(pattern: str, place: int) -> tuple[Sequence[Sequence[_Element]], int]:
    """What is chosen from as far as the end of the group that begins there; and where that end is."""
    ways: list[list[_Element]] = [[]]
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "|":
            ways.append([])
            place += 1
            continue
        if opening := _OPENING.match(pattern, place):
            inside, end = _ways(pattern, opening.end())
            quantifier = _QUANTIFIER.match(pattern, end + 1)
            assert quantifier
            spaced = any(element.spaced for way in inside for element in way)
            element = _Element(opening[0], inside, quantifier[0], pattern[place : quantifier.end()], spaced)
        else:
            found = _ELEMENT.match(pattern, place)
            assert found
            element = _Element(found[1], None, found[2], found[0], _spaced(found[1]))
        ways[-1].append(element)
        place += len(element.source)
    return ways, place


@cache
def _spaced(atom: str) -> bool:
    return not atom.isalpha() and re.fullmatch(atom, " ") is not None
