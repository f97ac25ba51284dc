"""Reads conversation files, with every fault at once."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
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


def _is_text(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, str)


def _is_bool(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, bool)


def _day(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _is_list_of_texts(value: Any) -> bool:  # noqa: ANN401 - TOML gives any type
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_Key = tuple[Callable[[Any], bool], str]
_EXPECTED: dict[str, _Key] = {
    "reply": (_is_text, "a text"),
    "contains": (_is_list_of_texts, "a list of texts"),
    "lacks": (_is_list_of_texts, "a list of texts"),
    "passage": (_is_text, "a passage id"),
    "cites": (_is_list_of_texts, "a list of outlets"),
    "nearest": (_is_text, "an outlet"),
    "origin": (_is_text, "an outlet"),
    "abstains": (_is_bool, "true or false"),
    "fact": (_is_text, "a text"),
    "private": (_is_bool, "true or false"),
    "silent": (_is_bool, "true or false"),
    "error": (_is_bool, "true or false"),
}
_EARLIER_TURN: _Key = (
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "the number of an earlier turn, from 1",
)
_EARLIER_KEYS = ("to", "edits", "deletes", "looks")
_ACTS = ("says", "does", "clicks", "deletes", "looks")
_TURN: dict[str, _Key] = _EXPECTED | {
    "author": (_is_text, "a name"),
    "says": (_is_text, "a text"),
    "does": (lambda value: value in COMMANDS, f"one of {', '.join(COMMANDS)}"),
    "with": (_is_text, "a text"),
    "clicks": (_is_text, "the label of a button, or of what is chosen from a list"),
    "via": (lambda value: value in CHANNELS_OF_ENTRY, f"one of {', '.join(CHANNELS_OF_ENTRY)}"),
    "channel": (_is_text, "a name"),
    "thread": (_is_text, "a name"),
    "moderator": (_is_bool, "true or false"),
    "privately": (_is_bool, "true or false"),
    "outlet": (_is_text, "an outlet"),
    "since": (_is_text, "a day"),
    **dict.fromkeys(_EARLIER_KEYS, _EARLIER_TURN),
    "language": (lambda value: value in LANGUAGES, f"one of {', '.join(LANGUAGES)}"),
}
_SWAP: dict[str, _Key] = {
    "before": (lambda value: isinstance(value, int) and value > 0, "the number of a turn, from 1"),
    "file": (_is_text, "a file of the corpus"),
    "text": (_is_text, "a text"),
    "hex": (
        lambda value: _is_text(value) and bool(re.fullmatch(r"(?:[0-9a-fA-F]{2}\s*)*", value)),
        "bytes as pairs of hexadecimal digits",
    ),
    "remove": (_is_bool, "true or false"),
}
_FILE: dict[str, _Key] = {
    "title": (_is_text, "a text"),
    "corpus": (_is_text, "a folder"),
    "today": (_day, "a date such as 2025-06-15, without quotation marks"),
    "turn": (lambda value: isinstance(value, list), "tables [[turn]]"),
    "swap": (lambda value: isinstance(value, list), "tables [[swap]]"),
}


def read_conversation(path: Path) -> Conversation:
    """Read a conversation file; raises Faults with all that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        given = tomllib.loads(text)
    except FileNotFoundError as error:
        raise Faults((Fault(str(path), None, FaultKind.MISSING),)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Faults((Fault(str(path), None, FaultKind.UNREADABLE),)) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise Faults(
            (Fault(str(path), int(line[1]) if line else None, FaultKind.SYNTAX, detail=str(error)),)
        ) from error
    turns, swaps = _lines_of_tables(text, "turn"), _lines_of_tables(text, "swap")
    faults = _check(path, 1, given, _FILE, ("title", "turn"))
    if not faults:
        for position, turn in enumerate(given["turn"]):
            faults += _turn_faults(path, turns[position], position, turn)
        for position, swap in enumerate(given.get("swap", [])):
            faults += _check(path, swaps[position], swap, _SWAP, ("before", "file"))
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


def _lines_of_tables(text: str, name: str) -> list[int]:
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip().startswith(f"[[{name}]]")
    ]


def _check(
    path: Path, line: int, given: dict[str, Any], keys: dict[str, _Key], needed: tuple[str, ...]
) -> list[Fault]:
    faults = []
    for key, value in given.items():
        if key not in keys:
            faults.append(Fault(str(path), line, FaultKind.UNKNOWN_KEY, key=key))
        elif not keys[key][0](value):
            faults.append(
                Fault(str(path), line, FaultKind.WRONG_VALUE, key=key, detail=keys[key][1])
            )
    faults += [
        Fault(str(path), line, FaultKind.MISSING_KEY, key=key) for key in needed if key not in given
    ]
    return faults


def _turn_faults(path: Path, line: int, position: int, turn: dict[str, Any]) -> list[Fault]:
    faults = _check(path, line, turn, _TURN, ("author",))
    if sum(key in turn for key in _ACTS) != 1:
        faults.append(
            Fault(
                str(path),
                line,
                FaultKind.MISSING_KEY,
                key=f"{', '.join(_ACTS[:-1])} or {_ACTS[-1]}",
            )
        )
    late = [
        key for key in _EARLIER_KEYS if _EARLIER_TURN[0](turn.get(key)) and turn[key] > position
    ]
    faults += [
        Fault(str(path), line, FaultKind.WRONG_VALUE, key=key, detail=_EARLIER_TURN[1])
        for key in late
    ]
    if "with" in turn and turn.get("does") not in COMMANDS_WITH_TEXT:
        faults.append(
            Fault(
                str(path),
                line,
                FaultKind.WRONG_VALUE,
                key="with",
                detail=f"only where a turn does {' or '.join(COMMANDS_WITH_TEXT)}",
            )
        )
    if ("outlet" in turn or "since" in turn) and turn.get("via") != "slash":
        faults.append(
            Fault(
                str(path),
                line,
                FaultKind.WRONG_VALUE,
                key="via",
                detail="'slash' where outlet or since is given",
            )
        )
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
