"""The files that name outlets, read as tables: the shipped one, and a team's own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import Fault, FaultKind, Faults

_TEXT_KEYS = ("name", "country")
INFLECTED_LANGUAGES = ("uk", "ru", "de")
"""Keys of names in languages that decline them."""
_LIST_KEYS = ("aliases", "strict", "short", "programmes", "domains", *INFLECTED_LANGUAGES)
_FIELD = re.compile(r", (\w+) = ")
OutletTables = dict[str, dict[str, dict[str, Any]]]
"""Outlets by kind and id, as a file gives them."""


def parse_shipped_toml(text: str) -> OutletTables:
    """What TOML says, in a fraction of the time that its own parser takes.

    Each outlet must have its own line, as in the shipped file.
    """
    lines = []
    for line in text.splitlines():
        if line.startswith("["):
            lines.append(f'}},"{line[1:-1]}":{{')
        elif line.endswith("}"):
            outlet_id, _, fields = line.partition(" = { ")
            comma = "" if lines[-1].endswith(":{") else ","
            lines.append(
                f'{comma}"{outlet_id}":{{"' + _FIELD.sub(r', "\1":', fields).replace(" = ", '":', 1)
            )
    return msgspec.json.decode("{" + "".join(lines).removeprefix("},") + "}}", type=OutletTables)


def read_team_file(path: Path) -> OutletTables:
    """What a team's own file says; raises Faults with everything wrong in it."""
    display_path = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Faults((Fault(display_path, None, FaultKind.MISSING),)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Faults((Fault(display_path, None, FaultKind.UNREADABLE),)) from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        raise Faults(
            (
                Fault(
                    display_path,
                    int(place[1]) if place else None,
                    FaultKind.SYNTAX,
                    detail=str(error),
                ),
            )
        ) from error
    faults = [
        fault
        for kind, outlets in tables.items()
        for fault in _faults_of_kind(display_path, text, kind, outlets)
    ]
    if faults:
        raise Faults(tuple(sorted(faults)))
    return tables


def _faults_of_kind(display_path: str, text: str, kind: str, outlets: Any) -> list[Fault]:  # noqa: ANN401 - TOML gives any type
    if not isinstance(outlets, dict):
        return [
            Fault(
                display_path,
                _line_of_key(text, kind),
                FaultKind.WRONG_TYPE,
                key=kind,
                detail="a table of outlets",
            )
        ]
    faults = []
    for outlet_id, given in outlets.items():
        line = _line_of_key(text, outlet_id)
        if not isinstance(given, dict):
            faults.append(
                Fault(
                    display_path,
                    line,
                    FaultKind.WRONG_TYPE,
                    key=outlet_id,
                    detail="a table with a name",
                )
            )
            continue
        if "name" not in given:
            faults.append(Fault(display_path, line, FaultKind.MISSING_KEY, key=f"{outlet_id}.name"))
        for key, value in given.items():
            name = f"{outlet_id}.{key}"
            if key in _TEXT_KEYS:
                if not isinstance(value, str) or not value.strip():
                    faults.append(
                        Fault(display_path, line, FaultKind.WRONG_TYPE, key=name, detail="a text")
                    )
            elif key not in _LIST_KEYS:
                faults.append(Fault(display_path, line, FaultKind.UNKNOWN_KEY, key=name))
            elif not isinstance(value, list) or not all(
                isinstance(item, str) and item.strip() for item in value
            ):
                faults.append(
                    Fault(
                        display_path, line, FaultKind.WRONG_TYPE, key=name, detail="a list of texts"
                    )
                )
    return faults


def _line_of_key(text: str, key: str) -> int | None:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(
            rf"\s*(?:\[\s*[\"']?(?:[\w-]+\.)?)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\])", line
        ):
            return number
    return None
