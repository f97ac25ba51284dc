"""How the matches of a pattern begin, up to a first space, so that it is tried nowhere else.

Understood are characters, classes, escapes, groups, lookarounds and greedy quantifiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

_ELEMENT = re.compile(
    r"([^\W\d_]+(?![?*+{])|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()|])([?*+]|\{\d*,?\d*\}|)", re.DOTALL
)
_OPENING = re.compile(r"\((?:\?(?:[:=!]|<[=!]|i:))?")
_QUANTIFIER = re.compile(r"[?*+]|\{\d*,?\d*\}|")
_EDGES = {r"\b", r"\B"}
_AT_PIECE_START = "(?<![^ ])"


class _Element(NamedTuple):
    """A word, class, escape or group of a pattern."""

    opening: str
    """Of a group its first characters; of anything else all."""
    alternatives: Sequence[Sequence[_Element]] | None
    """What a group chooses from."""
    quantifier: str
    source: str
    """The element as it is written."""
    may_match_space: bool
    """Whether what it matches may have a space inside."""

    @property
    def neutral_opening(self) -> str:
        """How the group opens where it is no longer what it was, apart from letters' case."""
        return self.opening if self.opening == "(?i:" else "(?:"

    @property
    def lookbehind_prefix(self) -> str | None:
        """What it demands of a piece, if it looks at what stands before."""
        if not self.opening.startswith("(?<"):
            return None
        spaced = self.opening == "(?<=" and all(
            way and way[-1].source == " " for way in self.alternatives or ()
        )
        return _AT_PIECE_START if spaced else ""

    @property
    def is_optional(self) -> bool:
        """Whether it may be left out."""
        return self.quantifier.startswith(("?", "*", "{0", "{,"))


def prefix_pattern(pattern: str) -> str:
    """Return a pattern that matches wherever a match of the given one begins in a text.

    It is tried on pieces of the text between two spaces.
    """
    return "|".join(map(_prefix, _parse(pattern)))


def first_chars_pattern(pattern: str) -> str:
    """Return a pattern that matches the first characters of each of its matches, two at most."""
    return "|".join(dict.fromkeys(_first_chars(way, 2) for way in _parse(pattern)))


def _prefix(elements: Sequence[_Element]) -> str:
    # To demand less is always right: what can be empty or looks beyond the piece is left out.
    if all(element.is_optional for element in elements):
        return ""
    first, *rest = elements
    if first.lookbehind_prefix is not None:
        return first.lookbehind_prefix + _prefix(rest)
    if first.opening == "(?!" or (first.opening == "(?=" and first.may_match_space):
        return _prefix(rest)
    if not first.may_match_space:
        return first.source + _prefix(rest)
    if first.alternatives is None:
        ended = f"{first.opening}*" if first.quantifier else ""
        return rf"(?:{ended}\Z|{first.source}{_prefix(rest)})"
    if first.opening == "(?:" and not first.quantifier:
        return _alternation(
            "(?:", (_prefix([*alternative, *rest]) for alternative in first.alternatives)
        )
    return _alternation(
        first.neutral_opening,
        [*map(_prefix, first.alternatives), *([_prefix(rest)] if first.is_optional else [])],
    )


def _first_chars(elements: Sequence[_Element], length: int) -> str:
    if not elements or not length:
        return ""
    first, *rest = elements
    if first.lookbehind_prefix is not None:
        return first.lookbehind_prefix + _first_chars(rest, length)
    if first.opening in {"(?=", "(?!"}:
        return _first_chars(rest, length)
    if first.alternatives is not None:
        if first.opening == "(?:" and not first.quantifier:
            return _alternation(
                "(?:",
                (_first_chars([*alternative, *rest], length) for alternative in first.alternatives),
            )
        return _alternation(
            first.neutral_opening,
            [
                *(_first_chars(alternative, length) for alternative in first.alternatives),
                *([_first_chars(rest, length)] if first.is_optional else []),
            ],
        )
    if first.may_match_space:
        return ""
    if first.is_optional:
        return _alternation("(?:", [first.opening, _first_chars(rest, length)])
    if first.opening.isalpha():
        return first.opening[:length] + (
            "" if first.quantifier else _first_chars(rest, max(0, length - len(first.opening)))
        )
    return first.opening + (
        "" if first.quantifier else _first_chars(rest, length - (first.opening not in _EDGES))
    )


def _alternation(opening: str, alternatives: Iterable[str]) -> str:
    return f"{opening}{'|'.join(dict.fromkeys(alternatives))})"


@cache
def _parse(pattern: str) -> Sequence[Sequence[_Element]]:
    """Return what the pattern chooses from, element by element."""
    ways, end = _parse_alternatives(pattern, 0)
    assert end == len(pattern)
    return ways


def _parse_alternatives(pattern: str, position: int) -> tuple[Sequence[Sequence[_Element]], int]:
    """Return the alternatives of the group that begins there, and where it ends."""
    alternatives: list[list[_Element]] = [[]]
    while position < len(pattern) and pattern[position] != ")":
        if pattern[position] == "|":
            alternatives.append([])
            position += 1
            continue
        if opening := _OPENING.match(pattern, position):
            inside, end = _parse_alternatives(pattern, opening.end())
            quantifier = _QUANTIFIER.match(pattern, end + 1)
            assert quantifier
            spaced = any(element.may_match_space for way in inside for element in way)
            element = _Element(
                opening[0], inside, quantifier[0], pattern[position : quantifier.end()], spaced
            )
        else:
            found = _ELEMENT.match(pattern, position)
            assert found
            element = _Element(found[1], None, found[2], found[0], _matches_space(found[1]))
        alternatives[-1].append(element)
        position += len(element.source)
    return alternatives, position


@cache
def _matches_space(atom: str) -> bool:
    return not atom.isalpha() and re.fullmatch(atom, " ") is not None
