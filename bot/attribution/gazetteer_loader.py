"""The gazetteer as its tables have it: each outlet with the ways to write its name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from importlib import resources
from pathlib import Path

from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling
from bot.attribution.inflection import inflector
from bot.attribution.outlet_tables import (
    INFLECTED_LANGUAGES,
    OutletTables,
    parse_shipped_toml,
    read_team_file,
)

_AGENCY_KINDS = ("agency", "state")


def load_gazetteer(team_file: Path | None = None) -> Gazetteer:
    """Return the outlets that come with the bot, and a team's own over them.

    Raises Faults with everything wrong in the team's file.
    """
    spellings = _read_spellings(
        parse_shipped_toml(
            resources.files("bot.attribution").joinpath("outlets.toml").read_text(encoding="utf-8")
        )
    )
    if team_file is not None:
        team_outlets = read_team_file(team_file)
        team_ids = {outlet_id for outlets in team_outlets.values() for outlet_id in outlets}
        spellings = _read_spellings(team_outlets) + [
            spelling for spelling in spellings if spelling.outlet.id not in team_ids
        ]
    return Gazetteer(spellings)


def _read_spellings(tables: OutletTables) -> list[OutletSpelling]:
    found: list[OutletSpelling] = []
    for kind, outlets in tables.items():
        for outlet_id, given in outlets.items():
            outlet = Outlet(outlet_id, given["name"], kind)
            bare = outlet.name.removeprefix("The ")
            strict, short = given.get("strict", ()), given.get("short", ())
            names: dict[str, None] = {
                bare: None,
                **dict.fromkeys([*given.get("aliases", ()), *given.get("programmes", ())]),
            }
            # "National" alone, of "The National", is a word: only with its article is it a name.
            common = bare if bare != outlet.name and " " not in bare else None
            if common is not None and common not in strict:
                del names[common]
                found += [
                    OutletSpelling(f"{article} {common}", outlet, Ambiguity.NEEDS_CUE)
                    for article in ("the", "The")
                ]
            found += [
                OutletSpelling(name, outlet, Ambiguity.NONE) for name in names if name not in strict
            ]
            found += [OutletSpelling(name, outlet, Ambiguity.NEEDS_CUE) for name in strict]
            # The Arabic article begins a name in small letters too: al-Manar.
            found += [
                OutletSpelling(f"a{name[1:]}", outlet, Ambiguity.NONE)
                for name in names
                if name.startswith(("Al-", "An-")) and name not in strict
            ]
            found += [OutletSpelling(name, outlet, Ambiguity.SHORT_NAME) for name in short]
            if kind in _AGENCY_KINDS:
                # As a credit has it: REUTERS.
                found += [
                    OutletSpelling(name.upper(), outlet, Ambiguity.NONE)
                    for name in names
                    if name not in strict and not name.isupper()
                ]
            for code in INFLECTED_LANGUAGES:
                if code in given:
                    found += _inflected_spellings(outlet, given[code], code, strict)
    # "The Times" must not hide "Times of India".
    after_article = {
        spelling.text[4:] for spelling in found if spelling.text.startswith(("The ", "the "))
    }
    longer = [
        spelling
        for spelling in found
        if " " in spelling.text and spelling.text.partition(" ")[0] in after_article
    ]
    found += [
        spelling._replace(text=f"{article} {spelling.text}")
        for spelling in longer
        for article in ("The", "the")
    ]
    # An apostrophe is typed or set.
    return found + [
        spelling._replace(text=spelling.text.replace("'", "’"))
        for spelling in found
        if "'" in spelling.text
    ]


def _inflected_spellings(
    outlet: Outlet, names: Iterable[str], code: str, strict: Container[str]
) -> Iterator[OutletSpelling]:
    """Yield the names with the forms that a language declines them to."""
    for name in names:
        sureness = Ambiguity.NEEDS_CUE if name in strict else Ambiguity.NONE
        for form in (name, *inflector(code).inflect(name)):
            yield OutletSpelling(form, outlet, sureness)
