"""The settings of `config.toml`, read once by `cli` and handed down as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import msgspec

from bot.errors import Fault, FaultKind, Faults
from bot.index.engines import AUTO, ENGINES
from bot.schema import Shape, TableSchema, line_of_key, one_of, parse_toml, read_text, shape

_MESSAGE_CONTENT_NEEDED = (
    "discord.message_content = true as well, or Discord withholds the text of messages"
)

_TIME_ZONE = "the name of a time zone, such as Europe/Kyiv"

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
    digest_channel: str
    """Name or id; empty for none."""
    time_zone: str
    """An IANA name; empty for that of the machine."""
    log_channel: str
    """Name or id; empty for none."""
    replay: Path | None
    data: Path
    data_days: int
    person_per_minute: int
    channel_per_minute: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of the file: its value when left out, and what a value must be."""

    default: Any
    shape: Shape


_Name = Annotated[str, msgspec.Meta(min_length=1)]
_ServerId = (
    Annotated[int, msgspec.Meta(ge=10**14)]
    | Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{14,19}\Z")]
)
_CHANNELS = shape(list[_Name], "a list of channel names or ids, in quotes")

SETTINGS: dict[str, Setting] = {
    "corpus.path": Setting("corpus", shape(_Name, "a folder")),
    "outlets.path": Setting(None, shape(_Name, "a file")),
    "index.engine": Setting(AUTO, one_of(ENGINES, f"one of {', '.join(map(repr, ENGINES))}")),
    "answer.min_confidence": Setting(0.4, shape(float, "a number from 0 to 1", ge=0, le=1)),
    "conversation.minutes": Setting(15, shape(float, "a number from 0 to 1440", ge=0, le=1440)),
    "conversation.turns": Setting(6, shape(int, "a whole number from 0 to 50", ge=0, le=50)),
    "discord.moderator_roles": Setting(
        [], shape(list[_Name], "a list of role names or ids, in quotes")
    ),
    "discord.servers": Setting([], shape(list[_ServerId], "a list of server ids")),
    "discord.message_content": Setting(default=False, shape=shape(bool, "true or false")),
    "discord.listen": Setting([], _CHANNELS),
    "discord.threads": Setting([], _CHANNELS),
    "discord.digest_channel": Setting(None, shape(_Name, "the name or id of a channel, in quotes")),
    "discord.time_zone": Setting(None, shape(_Name, _TIME_ZONE)),
    "discord.log_channel": Setting(None, shape(_Name, "the name or id of a channel, in quotes")),
    "replay.folder": Setting(None, shape(_Name, "a folder")),
    "manners.person_per_minute": Setting(
        60, shape(int, "a whole number from 0 to 6000", ge=0, le=6000)
    ),
    "manners.channel_per_minute": Setting(
        600, shape(int, "a whole number from 0 to 60000", ge=0, le=60_000)
    ),
    "data.path": Setting("data", shape(_Name, "a folder")),
    "data.days": Setting(365, shape(int, "a whole number from 1 to 365", ge=1, le=365)),
}
_SCHEMA = TableSchema({name: setting.shape for name, setting in SETTINGS.items()})


def read_config(path: Path) -> Config:
    """Read the settings.

    Raises Faults with everything that is wrong with the file, each fault with its key.
    """
    text = read_text(path)
    given = _flatten(parse_toml(text, str(path)))

    def line_of(name: str) -> int | None:
        return line_of_key(text, *name.split("."))

    faults = [
        replace(fault, detail=_RENAMED_VALUES.get((fault.key, str(given[fault.key])), fault.detail))
        for fault in _SCHEMA.faults(given, str(path), line_of)
    ]
    if given.get("discord.listen") and given.get("discord.message_content") is not True:
        key = "discord.listen"
        faults.append(
            Fault(str(path), line_of(key), FaultKind.WRONG_VALUE, key, _MESSAGE_CONTENT_NEEDED)
        )
    zone = given.get("discord.time_zone")
    if isinstance(zone, str) and not _is_time_zone(zone):
        key = "discord.time_zone"
        faults.append(Fault(str(path), line_of(key), FaultKind.WRONG_VALUE, key, _TIME_ZONE))
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
        digest_channel=values["discord.digest_channel"] or "",
        time_zone=values["discord.time_zone"] or "",
        log_channel=values["discord.log_channel"] or "",
        replay=base / values["replay.folder"] if values["replay.folder"] else None,
        data=base / values["data.path"],
        data_days=values["data.days"],
        person_per_minute=values["manners.person_per_minute"],
        channel_per_minute=values["manners.channel_per_minute"],
    )


def _is_time_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - most settings do without

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _flatten(tables: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tables.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            flat[name] = value
    return flat
