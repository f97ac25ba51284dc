"""The settings of `config.toml`, read once by `cli` and handed down as plain values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import Fault, FaultKind, Faults
from bot.index.engines import AUTO, ENGINES

_MESSAGE_CONTENT_NEEDED = (
    "discord.message_content = true beside it, or Discord keeps the text of messages back"
)

_RENAMED_VALUES = {("index.engine", "bm25s"): "'sparse', which it is called now"}
"""What is expected in place of values that were good once."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a team can set; the defaults hold for keys that it leaves out."""

    corpus: Path
    outlets: Path | None
    engine: str
    min_confidence: float
    conversation_minutes: float
    conversation_turns: int
    moderator_roles: tuple[str, ...]
    servers: tuple[int, ...]
    message_content: bool
    listen: tuple[str, ...]
    threads: tuple[str, ...]
    data: Path
    person_per_minute: int
    channel_per_minute: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of the file: its value when left out, and what a value must be, in words and as a test."""

    default: Any
    expected: str
    is_valid: Callable[[Any], bool]


def _number_between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    )


def _integer_between(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    )


def _is_nonempty_text(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, str) and bool(value)


def _is_list_of_texts(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, list) and all(_is_nonempty_text(name) for name in value)


def _is_bool(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, bool)


def _is_list_of_ids(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, list) and all(
        re.fullmatch(r"[1-9][0-9]{14,19}", str(item)) for item in value
    )


SETTINGS: dict[str, Setting] = {
    "corpus.path": Setting("corpus", "a folder", _is_nonempty_text),
    "outlets.path": Setting(None, "a file", _is_nonempty_text),
    "index.engine": Setting(
        AUTO, f"one of {', '.join(map(repr, ENGINES))}", lambda value: value in ENGINES
    ),
    "answer.min_confidence": Setting(0.4, "a number from 0 to 1", _number_between(0, 1)),
    "conversation.minutes": Setting(15, "a number from 0 to 1440", _number_between(0, 1440)),
    "conversation.turns": Setting(6, "a whole number from 0 to 50", _integer_between(0, 50)),
    "discord.moderator_roles": Setting(
        [], "a list of role names or ids, in quotes", _is_list_of_texts
    ),
    "discord.servers": Setting([], "a list of server ids", _is_list_of_ids),
    "discord.message_content": Setting(default=False, expected="true or false", is_valid=_is_bool),
    "discord.listen": Setting([], "a list of channel names or ids, in quotes", _is_list_of_texts),
    "discord.threads": Setting([], "a list of channel names or ids, in quotes", _is_list_of_texts),
    "manners.person_per_minute": Setting(
        60, "a whole number from 0 to 6000", _integer_between(0, 6000)
    ),
    "manners.channel_per_minute": Setting(
        600, "a whole number from 0 to 60000", _integer_between(0, 60_000)
    ),
    "data.path": Setting("data", "a folder", _is_nonempty_text),
}


def read_config(path: Path) -> Config:
    """Read the settings.

    Raises Faults with everything that is wrong with the file, each fault with its key.
    """
    text = _read_text(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Faults(
            (Fault(str(path), _line_of_error(error), FaultKind.SYNTAX, detail=str(error)),)
        ) from error
    given = _flatten(tables)
    faults = []
    for name, value in given.items():
        line = _line_of_key(text, name)
        if name not in SETTINGS:
            faults.append(Fault(str(path), line, FaultKind.UNKNOWN_KEY, key=name))
        elif not SETTINGS[name].is_valid(value):
            expected = _RENAMED_VALUES.get((name, str(value)), SETTINGS[name].expected)
            faults.append(Fault(str(path), line, FaultKind.WRONG_VALUE, key=name, detail=expected))
    if given.get("discord.listen") and given.get("discord.message_content") is not True:
        faults.append(
            Fault(
                str(path),
                _line_of_key(text, "discord.listen"),
                FaultKind.WRONG_VALUE,
                key="discord.listen",
                detail=_MESSAGE_CONTENT_NEEDED,
            )
        )
    if faults:
        raise Faults(tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    values = {name: given.get(name, key.default) for name, key in SETTINGS.items()}
    base = path.parent
    return Config(
        corpus=base / values["corpus.path"],
        outlets=base / values["outlets.path"] if values["outlets.path"] else None,
        engine=values["index.engine"],
        min_confidence=float(values["answer.min_confidence"]),
        conversation_minutes=float(values["conversation.minutes"]),
        conversation_turns=values["conversation.turns"],
        moderator_roles=tuple(values["discord.moderator_roles"]),
        servers=tuple(map(int, values["discord.servers"])),
        message_content=values["discord.message_content"],
        listen=tuple(values["discord.listen"]),
        threads=tuple(values["discord.threads"]),
        data=base / values["data.path"],
        person_per_minute=values["manners.person_per_minute"],
        channel_per_minute=values["manners.channel_per_minute"],
    )


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Faults((Fault(str(path), None, FaultKind.MISSING),)) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Faults((Fault(str(path), line, FaultKind.NOT_UTF8),)) from error
    except OSError as error:
        raise Faults(
            (Fault(str(path), None, FaultKind.UNREADABLE, detail=error.strerror or ""),)
        ) from error


def _flatten(tables: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            flat[name] = value
    return flat


def _line_of_error(error: tomllib.TOMLDecodeError) -> int | None:
    # Python 3.11 gives the line in the message alone.
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else None


def _line_of_key(text: str, name: str) -> int | None:
    """The line of a dotted key: in its table, or written out with its dots."""
    table, _, key = name.rpartition(".")
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            current = header[1]
        elif assigned := re.match(r"\s*([\w.\-\"']+)\s*=", line):
            here = assigned[1].strip("\"'")
            if (current, here) == (table, key) or (not current and here == name):
                return number
    return None
