"""The files that name outlets, read as tables: the one that comes with the bot, and a team's own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import Fault, FaultKind, Faults

_TEXT_KEYS = ("name", "country")
DECLINED = ("uk", "ru", "de")
"""Keys of names in languages that decline them."""
_LIST_KEYS = ("aliases", "strict", "short", "programmes", "domains", *DECLINED)
_FIELD = re.compile(r", (\w+) = ")
Tables = dict[str, dict[str, dict[str, Any]]]
"""Outlets by kind and id, as a file gives them."""


def one_a_line(text: str) -> Tables:
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
            lines.append(f'{comma}"{outlet_id}":{{"' + _FIELD.sub(r', "\1":', fields).replace(" = ", '":', 1))
    return msgspec.json.decode("{" + "".join(lines).removeprefix("},") + "}}", type=Tables)


def team_tables(path: Path) -> Tables:
    """What a team's own file says; raises Faults with everything wrong in it."""
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
