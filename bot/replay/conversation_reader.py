"""Reads conversation files, with every fault at once."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from bot.chat.i18n import LANGUAGES
from bot.errors import Fault, FaultKind, Faults
from bot.replay.conversation import (
    CHANNELS_OF_ENTRY,
    COMMANDS,
    COMMANDS_WITH_TEXT,
    DEFAULT_TODAY,
    Conversation,
    Expected,
    FileChange,
    Step,
)
from bot.schema import (
    Shape,
    TableSchema,
    expected_of,
    fits,
    one_of,
    parse_toml,
    read_text,
    shape,
)

_BOOL = shape(bool, "true or false")
_EXPECTED: dict[str, Shape] = {
    "reply": shape(str, "a text"),
    "contains": shape(list[str], "a list of texts"),
    "lacks": shape(list[str], "a list of texts"),
    "passage": shape(str, "a passage id"),
    "cites": shape(list[str], "a list of outlets"),
    "nearest": shape(str, "an outlet"),
    "origin": shape(str, "an outlet"),
    "abstains": _BOOL,
    "fact": shape(str, "a text"),
    "private": _BOOL,
    "silent": _BOOL,
    "error": _BOOL,
}
_EARLIER_TURN = shape(int, "the number of an earlier turn, from 1", gt=0)
_EARLIER_KEYS = ("to", "edits", "deletes", "looks")
_ACTS = ("says", "does", "clicks", "deletes", "looks")
_TURN = TableSchema(
    _EXPECTED
    | {
        "author": shape(str, "a name"),
        "says": shape(str, "a text"),
        "does": one_of(COMMANDS, f"one of {', '.join(COMMANDS)}"),
        "with": shape(str, "a text"),
        "clicks": shape(str, "the label of a button, or of what is chosen from a list"),
        "via": one_of(CHANNELS_OF_ENTRY, f"one of {', '.join(CHANNELS_OF_ENTRY)}"),
        "channel": shape(str, "a name"),
        "thread": shape(str, "a name"),
        "moderator": _BOOL,
        "privately": _BOOL,
        "outlet": shape(str, "an outlet"),
        "since": shape(str, "a day"),
        **dict.fromkeys(_EARLIER_KEYS, _EARLIER_TURN),
        "language": one_of(LANGUAGES, f"one of {', '.join(LANGUAGES)}"),
    },
    ("author",),
)
_SWAP = TableSchema(
    {
        "before": shape(int, "the number of a turn, from 1", gt=0),
        "file": shape(str, "a file of the corpus"),
        "text": shape(str, "a text"),
        "hex": shape(
            str,
            "bytes as pairs of hexadecimal digits",
            pattern=r"\A(?:[0-9a-fA-F]{2}\s*)*\Z",
        ),
        "remove": _BOOL,
    },
    ("before", "file"),
)
_FILE = TableSchema(
    {
        "title": shape(str, "a text"),
        "corpus": shape(str, "a folder"),
        "today": shape(dt.date, "a date such as 2025-06-15, without quotation marks"),
        "turn": shape(list[dict[str, Any]], "tables [[turn]]"),
        "swap": shape(list[dict[str, Any]], "tables [[swap]]"),
    },
    ("title", "turn"),
)


def read_conversation(path: Path) -> Conversation:
    """Read a conversation file; raises Faults with all that is wrong."""
    text = read_text(path)
    given = parse_toml(text, str(path))
    turns, swaps = (_lines_of_tables(text, name, given) for name in ("turn", "swap"))
    faults = [*_FILE.faults(given, str(path), lambda _: 1)]
    if not faults:
        for position, (turn, line) in enumerate(zip(given["turn"], turns, strict=True)):
            faults += _turn_faults(path, line, position, turn)
        for swap, line in zip(given.get("swap", []), swaps, strict=True):
            faults += _SWAP.faults(swap, str(path), partial(_same_line, line))
    if faults:
        raise Faults(tuple(faults))
    return Conversation(
        path,
        given["title"],
        given.get("corpus"),
        tuple(_step(turn, line) for turn, line in zip(given["turn"], turns, strict=True)),
        tuple(_swap(swap) for swap in given.get("swap", [])),
        given.get("today", DEFAULT_TODAY),
    )


def _lines_of_tables(text: str, name: str, given: dict[str, Any]) -> list[int]:
    """Return a line for each table of an array; the first of the file for one written inline."""
    lines = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip().startswith(f"[[{name}]]")
    ]
    tables = given.get(name, [])
    return lines or [1] * (len(tables) if isinstance(tables, list) else 0)


def _same_line(line: int, _key: str) -> int:
    """Return the line of a table, which stands for those of its keys."""
    return line


def _turn_faults(path: Path, line: int, position: int, turn: dict[str, Any]) -> list[Fault]:
    def wrong(key: str, detail: str) -> Fault:
        return Fault(str(path), line, FaultKind.WRONG_VALUE, key, detail)

    faults = [*_TURN.faults(turn, str(path), partial(_same_line, line))]
    if sum(key in turn for key in _ACTS) != 1:
        acts = f"{', '.join(_ACTS[:-1])} or {_ACTS[-1]}"
        faults.append(Fault(str(path), line, FaultKind.MISSING_KEY, acts))
    faults += [
        wrong(key, expected_of(_EARLIER_TURN))
        for key in _EARLIER_KEYS
        if fits(turn.get(key), _EARLIER_TURN) and turn[key] > position
    ]
    if "with" in turn and turn.get("does") not in COMMANDS_WITH_TEXT:
        faults.append(wrong("with", f"only where a turn does {' or '.join(COMMANDS_WITH_TEXT)}"))
    if ("outlet" in turn or "since" in turn) and turn.get("via") != "slash":
        faults.append(wrong("via", "'slash' where outlet or since is given"))
    return faults


def _step(turn: dict[str, Any], line: int) -> Step:
    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in turn.items()
        if key in _EXPECTED
    }
    rest = {key: value for key, value in turn.items() if key not in _EXPECTED}
    rest["what"] = rest.pop("with", "")
    if "does" in rest:
        rest["does"] = COMMANDS[rest["does"]]
    return Step(line=line, expected=Expected(**said), **rest)


def _swap(swap: dict[str, Any]) -> FileChange:
    if swap.get("remove"):
        content = None
    elif "hex" in swap:
        content = bytes.fromhex(swap["hex"])
    else:
        content = swap.get("text", "").encode()
    return FileChange(swap["before"], swap["file"], content)
