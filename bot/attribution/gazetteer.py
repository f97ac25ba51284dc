"""The outlets that we know by name, and where their names stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from bot.text.digest import digest

_SMALL = re.compile(r"(?:^|[^\w-])[a-zà-ÿ]+-$")
_WORD = re.compile(r"\w+")
_MAX_NAME_CHARS = 80
"""No name has more letters."""


class Ambiguity(Enum):
    """How far a spelling alone says that the outlet is meant."""

    NONE = 0
    NEEDS_CUE = 1
    """It is a word, a person or another body as well: only a citing phrase decides."""
    SHORT_NAME = 2
    """Only after the full name."""


class Outlet(NamedTuple):
    """An outlet of the gazetteer, or (without an id) one that a text names."""

    id: str | None
    name: str
    kind: str


class OutletSpelling(NamedTuple):
    """One way to write an outlet's name."""

    text: str
    outlet: Outlet
    ambiguity: Ambiguity


class Gazetteer:
    """Find spellings in linear time (Aho, Corasick, Efficient string matching, 1975)."""

    def __init__(self, spellings: Iterable[OutletSpelling]) -> None:
        chosen: dict[str, OutletSpelling] = {}
        for spelling in spellings:
            known = chosen.setdefault(spelling.text, spelling)
            # Two outlets with one spelling: only the surer one may claim it.
            if spelling.ambiguity.value < known.ambiguity.value:
                chosen[spelling.text] = spelling
        self._spellings = list(chosen.values())

    @classmethod
    def from_cache(cls, spellings: list[OutletSpelling], digest: str) -> Gazetteer:
        """One with the spellings and the digest of another."""
        same = cls(())
        same._spellings = spellings
        same.__dict__["digest"] = digest
        return same

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[list[OutletSpelling]]]:
        return Gazetteer, (self._spellings,)

    @property
    def spellings(self) -> tuple[OutletSpelling, ...]:
        """Every spelling that is known."""
        return tuple(self._spellings)

    @cached_property
    def digest(self) -> str:
        """Tells it from every gazetteer that reads some text otherwise; the same in every run."""
        known = sorted(
            "\t".join(
                (
                    spelling.text,
                    spelling.outlet.id or "",
                    spelling.outlet.name,
                    spelling.outlet.kind,
                    spelling.ambiguity.name,
                )
            )
            for spelling in self._spellings
        )
        return digest("\n".join(known), 16).hex()

    @cached_property
    def _patterns(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(
            [spelling.text for spelling in self._spellings],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def find(self, text: str) -> list[tuple[int, int, OutletSpelling]]:
        """Return start, end and spelling of names in whole words, in order, none over another."""
        found: list[tuple[int, int, OutletSpelling]] = []
        for number, start, end in self._patterns.find_matches_as_indexes(text):
            if found and start < found[-1][1]:
                continue
            if _is_whole_word(text, start, end):
                found.append((start, end, self._spellings[number]))
            elif " " in self._spellings[number].text:
                found += self._find_inside(text, start, end)
        return found

    def _find_inside(
        self, text: str, start: int, end: int
    ) -> list[tuple[int, int, OutletSpelling]]:
        """Find a name that begins in one inside a word: the Sun hides Sunday Telegraph."""
        low = start + 1
        while low < end:
            first = next(
                iter(self._patterns.find_matches_as_indexes(text[low : end + _MAX_NAME_CHARS])),
                None,
            )
            if first is None or low + first[1] >= end:
                return []
            number, start, stop = first[0], low + first[1], low + first[2]
            if _is_whole_word(text, start, stop):
                return [(start, stop, self._spellings[number])]
            low = start + 1
        return []

    def find_in_question(self, text: str) -> list[tuple[int, int, OutletSpelling]]:
        """Find names in a few words, without patterns that take long to make."""
        return _look_up(text, self._by_text, self._first_words)

    def find_ignoring_case(self, text: str) -> list[tuple[int, int, OutletSpelling]]:
        """Return the same in a question, where people type names in small letters."""
        # A letter that two small ones stand for stays: places are those of the text.
        lower = (
            text.lower()
            if text.isascii()
            else "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
        )
        return _look_up(lower, self._by_folded, self._first_words)

    @cached_property
    def _by_text(self) -> dict[str, OutletSpelling]:
        return {spelling.text: spelling for spelling in self._spellings}

    @cached_property
    def _by_folded(self) -> dict[str, OutletSpelling]:
        # Of two names that only letter cases part the first counts.
        return {spelling.text.casefold(): spelling for spelling in reversed(self._spellings)}

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """What names begin with, case-folded: most words of a question begin none."""
        found = (_WORD.search(spelling.text) for spelling in self._spellings)
        return frozenset(first[0].casefold() for first in found if first)


def _look_up(
    text: str, names: Mapping[str, OutletSpelling], first_words: Container[str]
) -> list[tuple[int, int, OutletSpelling]]:
    """Return the names in a short text, the longest where several begin."""
    words = list(_WORD.finditer(text))
    starts = [match.start() for match in words if match[0].casefold() in first_words]
    if not starts:
        return []
    ends = sorted({end for match in words for end in range(match.end(), match.end() + 2)})
    found: list[tuple[int, int, OutletSpelling]] = []
    for start in starts:
        if found and start < found[-1][1]:
            continue
        # A name may begin with a mark: +972.
        for low in (start,) if text[start - 1 : start].isspace() else (start, start - 1):
            reach = ends[
                bisect_right(ends, start) : bisect_right(
                    ends, min(len(text), start + _MAX_NAME_CHARS)
                )
            ]
            hit = next(
                (
                    end
                    for end in reversed(reach)
                    if low >= 0 and text[low:end] in names and _is_whole_word(text, low, end)
                ),
                None,
            )
            if hit is not None:
                found.append((low, hit, names[text[low:hit]]))
                break
    return found


def _is_whole_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in {"@", "#", "_"} or after.isalnum() or after == "_":
        return False
    # "Post-Soviet", "anti-Times" are words of their own; "Washington Post-ABC News" is two outlets.
    return not (after == "-" and text[end + 1 : end + 2].islower()) and not (
        before == "-" and _SMALL.search(text[max(0, start - 20) : start])
    )
