"""The outlets that we know by name, and where their names stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs

from bot.attribution.declined import declension
from bot.attribution.outlet_tables import DECLINED, Tables, one_a_line, team_tables
from bot.text.digest import digest

_SMALL = re.compile(r"(?:^|[^\w-])[a-zà-ÿ]+-$")
_WORD = re.compile(r"\w+")
_LONGEST = 80
"""No name has more letters."""
_AGENCIES = ("agency", "state")


class Sureness(Enum):
    """How far a spelling alone says that the outlet is meant."""

    SAFE = 0
    STRICT = 1
    """It is a word, a person or another body as well: only a citing phrase decides."""
    SHORT = 2
    """Only after the full name."""


class Outlet(NamedTuple):
    """An outlet of the gazetteer, or (without an id) one that a text names."""

    id: str | None
    name: str
    kind: str


class Spelling(NamedTuple):
    """One way to write an outlet's name."""

    text: str
    outlet: Outlet
    sureness: Sureness


class Gazetteer:
    """Finds spellings in time linear in the text (Aho and Corasick, "Efficient string matching", 1975)."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        chosen: dict[str, Spelling] = {}
        for spelling in spellings:
            known = chosen.setdefault(spelling.text, spelling)
            # Two outlets with one spelling: only the surer one may claim it.
            if spelling.sureness.value < known.sureness.value:
                chosen[spelling.text] = spelling
        self._spellings = list(chosen.values())

    @classmethod
    def made_before(cls, spellings: list[Spelling], digest: str) -> Gazetteer:
        """One with the spellings and the digest of another."""
        same = cls(())
        same._spellings = spellings
        same.__dict__["digest"] = digest
        return same

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[list[Spelling]]]:
        return Gazetteer, (self._spellings,)

    @property
    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling that is known."""
        return tuple(self._spellings)

    @cached_property
    def digest(self) -> str:
        """Tells it from every gazetteer that reads some text otherwise; the same in every run."""
        known = sorted("\t".join((one.text, one.outlet.id or "", one.outlet.name, one.outlet.kind, one.sureness.name)) for one in self._spellings)
        return digest("\n".join(known), 16).hex()

    @cached_property
    def _patterns(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick([one.text for one in self._spellings], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, Spelling]]:
        """Start, end and spelling of every name that stands in the text as whole words, in order, none over another."""
        found: list[tuple[int, int, Spelling]] = []
        for number, start, end in self._patterns.find_matches_as_indexes(text):
            if found and start < found[-1][1]:
                continue
            if _whole(text, start, end):
                found.append((start, end, self._spellings[number]))
            elif " " in self._spellings[number].text:
                found += self._hidden(text, start, end)
        return found

    def _hidden(self, text: str, start: int, end: int) -> list[tuple[int, int, Spelling]]:
        """A name that begins inside one that is only part of a word: the Sun hides Sunday Telegraph."""
        low = start + 1
        while low < end:
            first = next(iter(self._patterns.find_matches_as_indexes(text[low : end + _LONGEST])), None)
            if first is None or low + first[1] >= end:
                return []
            number, start, stop = first[0], low + first[1], low + first[2]
            if _whole(text, start, stop):
                return [(start, stop, self._spellings[number])]
            low = start + 1
        return []

    def find_in_question(self, text: str) -> list[tuple[int, int, Spelling]]:
        """The same in a few words: without the patterns, which take longer to make than a question to read."""
        return _looked_up(text, self._by_text)

    def find_folded(self, text: str) -> list[tuple[int, int, Spelling]]:
        """The same in a question, where people type names in small letters."""
        return _looked_up("".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text), self._by_folded)

    @cached_property
    def _by_text(self) -> dict[str, Spelling]:
        return {spelling.text: spelling for spelling in self._spellings}

    @cached_property
    def _by_folded(self) -> dict[str, Spelling]:
        # Of two names that only letter cases part the first counts.
        return {spelling.text.casefold(): spelling for spelling in reversed(self._spellings)}


def _looked_up(text: str, names: Mapping[str, Spelling]) -> list[tuple[int, int, Spelling]]:
    """The names in a short text, the longest where several begin."""
    starts = [match.start() for match in _WORD.finditer(text)]
    ends = sorted({end for match in _WORD.finditer(text) for end in range(match.end(), match.end() + 2)})
    found: list[tuple[int, int, Spelling]] = []
    for start in starts:
        if found and start < found[-1][1]:
            continue
        # A name may begin with a mark: +972.
        for low in (start, start - 1):
            reach = ends[bisect_right(ends, start) : bisect_right(ends, min(len(text), start + _LONGEST))]
            hit = next((end for end in reversed(reach) if low >= 0 and text[low:end] in names and _whole(text, low, end)), None)
            if hit is not None:
                found.append((low, hit, names[text[low:hit]]))
                break
    return found


def _whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in {"@", "#", "_"} or after.isalnum() or after == "_":
        return False
    # "Post-Soviet" and "anti-Times" are words of their own; "Washington Post-ABC News" is two outlets.
    return not (after == "-" and text[end + 1 : end + 2].islower()) and not (before == "-" and _SMALL.search(text[max(0, start - 20) : start]))


def load_gazetteer(team_file: Path | None = None) -> Gazetteer:
    """The outlets that come with the bot, and a team's own over them.

    Raises Faults with everything wrong in the team's file.
    """
    spellings = _spellings(one_a_line(resources.files("bot.attribution").joinpath("outlets.toml").read_text(encoding="utf-8")))
    if team_file is not None:
        own = team_tables(team_file)
        theirs = {outlet_id for outlets in own.values() for outlet_id in outlets}
        spellings = _spellings(own) + [spelling for spelling in spellings if spelling.outlet.id not in theirs]
    return Gazetteer(spellings)


def _spellings(tables: Tables) -> list[Spelling]:
    found: list[Spelling] = []
    for kind, outlets in tables.items():
        for outlet_id, given in outlets.items():
            outlet = Outlet(outlet_id, given["name"], kind)
            bare = outlet.name.removeprefix("The ")
            strict, short = given.get("strict", ()), given.get("short", ())
            names: dict[str, None] = {bare: None, **dict.fromkeys([*given.get("aliases", ()), *given.get("programmes", ())])}
            # "National" alone, of "The National", is a word like any other: only with its article is it a name.
            common = bare if bare != outlet.name and " " not in bare else None
            if common is not None and common not in strict:
                del names[common]
                found += [Spelling(f"{article} {common}", outlet, Sureness.STRICT) for article in ("the", "The")]
            found += [Spelling(name, outlet, Sureness.SAFE) for name in names if name not in strict]
            found += [Spelling(name, outlet, Sureness.STRICT) for name in strict]
            found += [Spelling(name, outlet, Sureness.SHORT) for name in short]
            if kind in _AGENCIES:
                # As a credit has it: REUTERS.
                found += [Spelling(name.upper(), outlet, Sureness.SAFE) for name in names if name not in strict and not name.isupper()]
            for code in DECLINED:
                if code in given:
                    found += _in_every_case(outlet, given[code], code, strict)
    # "The Times" must not hide "Times of India".
    begun = {one.text[4:] for one in found if one.text.startswith(("The ", "the "))}
    longer = [one for one in found if " " in one.text and one.text.partition(" ")[0] in begun]
    found += [one._replace(text=f"{article} {one.text}") for one in longer for article in ("The", "the")]
    # An apostrophe is typed or set.
    return found + [one._replace(text=one.text.replace("'", "’")) for one in found if "'" in one.text]


def _in_every_case(outlet: Outlet, names: Iterable[str], code: str, strict: Container[str]) -> Iterator[Spelling]:
    """The names with the forms that a language declines them to."""
    for name in names:
        sureness = Sureness.STRICT if name in strict else Sureness.SAFE
        for form in (name, *declension(code).forms(name)):
            yield Spelling(form, outlet, sureness)
