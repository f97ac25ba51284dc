"""Checks of the TOML and JSON that people write: each fault with its file, line and key.

The words of a fault are ours: those of the libraries that parse and convert say nothing to a
newsroom.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec

from bot.errors import Fault, FaultKind, Faults

Shape = Any
"""What a value must be: a type, annotated with limits and the words for it."""
_TOML_TYPES = (dt.date, dt.datetime)
"""Types of TOML beyond those of JSON: text in quotes is none of them."""


def shape(kind: Any, expected: str, **limits: Any) -> Shape:  # noqa: ANN401 - any type
    """Return a type with what is expected in words, and limits as `msgspec.Meta` names them."""
    return Annotated[kind, msgspec.Meta(description=expected, **limits)]


def one_of(names: Iterable[str], expected: str) -> Shape:
    """Return the shape of a text that is one of some."""
    return shape(str, expected, pattern=rf"\A(?:{'|'.join(map(re.escape, names))})\Z")


TEXT: Shape = Annotated[str, msgspec.Meta(pattern=r"\A[^\ud800-\udfff]*\Z")]
"""A text; half of a surrogate pair can stand in JSON, but is none."""
NONBLANK: Shape = Annotated[str, msgspec.Meta(pattern=r"\A(?=\s*\S)[^\ud800-\udfff]*\Z")]
"""A text that says something."""


def expected_of(wanted: Shape) -> str:
    """Return what is expected, in words."""
    words: str = wanted.__metadata__[-1].description
    return words


def fits(value: Any, wanted: Shape) -> bool:  # noqa: ANN401 - TOML and JSON give any type
    """Return whether a value has a shape."""
    try:
        msgspec.convert(value, wanted, builtin_types=_TOML_TYPES)
    except msgspec.ValidationError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class TableSchema:
    """What a table may hold."""

    keys: Mapping[str, Shape]
    required: Collection[str] = ()
    wrong: FaultKind = FaultKind.WRONG_VALUE
    """The kind of fault that a value of another shape is."""

    def faults(
        self,
        table: Mapping[str, Any],
        path: str,
        line_of: Callable[[str], int | None],
        prefix: str = "",
    ) -> Iterator[Fault]:
        """Yield the faults of a table; `prefix` stands before its keys where they are told."""
        for key, value in table.items():
            if key not in self.keys:
                yield Fault(path, line_of(key), FaultKind.UNKNOWN_KEY, prefix + key)
            elif not fits(value, self.keys[key]):
                expected = expected_of(self.keys[key])
                yield Fault(path, line_of(key), self.wrong, prefix + key, expected)
        for key in self.required:
            if key not in table:
                yield Fault(path, line_of(key), FaultKind.MISSING_KEY, prefix + key)


def read_text(path: Path) -> str:
    """Read a file of text; raises Faults where it can't be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Faults((Fault(str(path), None, FaultKind.MISSING),)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Faults((Fault(str(path), line, FaultKind.NOT_UTF8),)) from error
    except OSError as error:
        unread = Fault(str(path), None, FaultKind.UNREADABLE, detail=error.strerror or "")
        raise Faults((unread,)) from error


def parse_toml(text: str, path: str) -> dict[str, Any]:
    """Parse TOML; raises Faults with the line where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Python 3.11 gives the line in the message alone.
        line = re.search(r"at line (\d+)", str(error))
        broken = Fault(path, int(line[1]) if line else None, FaultKind.SYNTAX, detail=str(error))
        raise Faults((broken,)) from error


def line_of_key(text: str, *key: str) -> int | None:
    """Return the line of TOML on which a key or its table stands first, given part by part."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[?([^\]]+)\]", line):
            here = table = _key_parts(header[1])
        elif assigned := re.match(r"\s*([^\s=#][^=#]*?)\s*=", line):
            here = (*table, *_key_parts(assigned[1]))
        else:
            continue
        if here[: len(key)] == key:
            return number
    return None


def parse_json(text: str, path: str, line: int | None = None) -> Any:  # noqa: ANN401 - JSON gives any type
    """Parse JSON; raises Faults with the line, by default the one that the parser tells."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        broken = Fault(path, line or error.lineno, FaultKind.SYNTAX, detail=error.msg)
        raise Faults((broken,)) from error
    except (ValueError, RecursionError) as error:
        raise Faults((Fault(path, line, FaultKind.SYNTAX),)) from error


def read_json_lines(path: Path) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """Read the objects of a file by line, and the faults of lines that are none.

    Raises Faults where the file can't be read.
    """
    rows: list[tuple[int, dict[str, Any]]] = []
    faults: list[Fault] = []
    # By line feeds alone: JSON may hold the other line ends of Unicode within a string.
    for line, item in enumerate(read_text(path).split("\n"), 1):
        if not item.strip():
            continue
        try:
            row = parse_json(item, str(path), line)
        except Faults as error:
            faults += error.faults
            continue
        if isinstance(row, dict):
            rows.append((line, row))
        else:
            faults.append(Fault(str(path), line, FaultKind.WRONG_TYPE, detail="an object"))
    return rows, faults


def _key_parts(key: str) -> tuple[str, ...]:
    parts: list[str] = re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s\"']+", key)
    return tuple(part.strip("\"'") for part in parts)
