"""The outlets that we know by name, and where their names stand in a text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import ahocorasick_rs

from bot.errors import Fault, FaultKind, Faults
from bot.text.digest import digest

_SMALL = re.compile(r"(?:^|[^\w-])[a-zà-ÿ]+-$")
_TEXT_KEYS = ("name", "country")
_LIST_KEYS = ("aliases", "strict", "short", "programmes", "domains")
Tables = dict[str, dict[str, dict[str, Any]]]
"""Outlets by kind and id, as a file gives them."""


class Sureness(Enum):
    """How far a spelling alone says that the outlet is meant."""

    SAFE = 0
    STRICT = 1
    """It is a word, a person or another body as well: only a citing phrase decides."""
    SHORT = 2
    """Only after the full name."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the gazetteer, or (without an id) one that a text names."""

    id: str | None
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write an outlet's name."""

    text: str
    outlet: Outlet
    sureness: Sureness


class Gazetteer:
    """Finds spellings in time linear in the text (Aho and Corasick, "Efficient string matching", 1975)."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        chosen: dict[str, Spelling] = {}
        for spelling in spellings:
            known = chosen.get(spelling.text)
            # Two outlets with one spelling: only the surer one may claim it.
            if known is None or spelling.sureness.value < known.sureness.value:
                chosen[spelling.text] = spelling
        self._spellings = list(chosen.values())
        self._patterns = ahocorasick_rs.AhoCorasick(list(chosen), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[list[Spelling]]]:
        return Gazetteer, (self._spellings,)

    @property
    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling that is known."""
        return tuple(self._spellings)

    @cached_property
    def digest(self) -> str:
        """Tells it from every gazetteer that reads some text otherwise; the same in every run."""
        known = sorted(repr((one.text, one.outlet.id, one.outlet.name, one.outlet.kind, one.sureness.name)) for one in self._spellings)
        return digest("\n".join(known), 16).hex()

    @cached_property
    def _folded(self) -> ahocorasick_rs.AhoCorasick:
        names = [spelling.text.casefold() for spelling in self._spellings]
        return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, Spelling]]:
        """Start, end and spelling of every name that stands in the text as whole words, in order, none over another."""
        return [(start, end, self._spellings[number]) for number, start, end in self._patterns.find_matches_as_indexes(text) if _whole(text, start, end)]

    def find_folded(self, text: str) -> list[tuple[int, int, Spelling]]:
        """The same in a question, where people type names in small letters."""
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
        return [(start, end, self._spellings[number]) for number, start, end in self._folded.find_matches_as_indexes(lowered) if _whole(text, start, end)]


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
        own = _team_tables(team_file)
        theirs = {outlet_id for outlets in own.values() for outlet_id in outlets}
        spellings = _spellings(own) + [spelling for spelling in spellings if spelling.outlet.id not in theirs]
    return Gazetteer(spellings)


def one_a_line(text: str) -> Tables:
    """What TOML says, in a sixth of the time that its own parser takes, if each outlet has its own line as in the shipped file."""
    tables: Tables = {}
    outlets: dict[str, dict[str, Any]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            outlets = tables[line[1:-1]] = {}
        elif line.endswith("}"):
            outlet_id, _, fields = line.partition(" = { ")
            outlets[outlet_id] = dict(_fields(fields))
    return tables


def _fields(text: str) -> Iterator[tuple[str, Any]]:
    # Texts and lists of them are written alike in TOML and in JSON, whose parser is fast.
    read = json.JSONDecoder().raw_decode
    start = 0
    while (behind := text.find(" = ", start)) >= 0:
        value, end = read(text, behind + 3)
        yield text[start:behind], value
        start = end + len(", ")


def _spellings(tables: Tables) -> list[Spelling]:
    found = []
    for kind, outlets in tables.items():
        for outlet_id, given in outlets.items():
            outlet = Outlet(outlet_id, given["name"], kind)
            bare = outlet.name.removeprefix("The ")
            strict, short = given.get("strict", []), given.get("short", [])
            names = [bare, *given.get("aliases", []), *given.get("programmes", [])]
            # "National" alone, of "The National", is a word like any other.
            common = {bare} if bare != outlet.name and " " not in bare else set()
            found += [Spelling(name, outlet, Sureness.STRICT if name in common else Sureness.SAFE) for name in names if name not in strict]
            found += [Spelling(name, outlet, Sureness.STRICT) for name in strict]
            found += [Spelling(name, outlet, Sureness.SHORT) for name in short]
    return found


def _team_tables(path: Path) -> Tables:
    shown = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Faults((Fault(shown, None, FaultKind.MISSING),)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Faults((Fault(shown, None, FaultKind.UNREADABLE),)) from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        raise Faults((Fault(shown, int(place[1]) if place else None, FaultKind.SYNTAX, detail=str(error)),)) from error
    faults = [fault for kind, outlets in tables.items() for fault in _kind_faults(shown, text, kind, outlets)]
    if faults:
        raise Faults(tuple(sorted(faults)))
    return tables


def _kind_faults(shown: str, text: str, kind: str, outlets: Any) -> list[Fault]:  # noqa: ANN401 - TOML gives any type
    if not isinstance(outlets, dict):
        return [Fault(shown, _line(text, kind), FaultKind.WRONG_TYPE, key=kind, detail="a table of outlets")]
    faults = []
    for outlet_id, given in outlets.items():
        line = _line(text, outlet_id)
        if not isinstance(given, dict):
            faults.append(Fault(shown, line, FaultKind.WRONG_TYPE, key=outlet_id, detail="a table with a name"))
            continue
        if "name" not in given:
            faults.append(Fault(shown, line, FaultKind.MISSING_KEY, key=f"{outlet_id}.name"))
        for key, value in given.items():
            name = f"{outlet_id}.{key}"
            if key in _TEXT_KEYS:
                if not isinstance(value, str) or not value.strip():
                    faults.append(Fault(shown, line, FaultKind.WRONG_TYPE, key=name, detail="a text"))
            elif key not in _LIST_KEYS:
                faults.append(Fault(shown, line, FaultKind.UNKNOWN_KEY, key=name))
            elif not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
                faults.append(Fault(shown, line, FaultKind.WRONG_TYPE, key=name, detail="a list of texts"))
    return faults


def _line(text: str, key: str) -> int | None:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*(?:\[\s*[\"']?(?:[\w-]+\.)?)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\])", line):
            return number
    return None
