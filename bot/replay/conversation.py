"""Conversations written down as plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from bot.chat.i18n import DEFAULT_LANGUAGE
from bot.chat.messages.commands import Command

CHANNELS_OF_ENTRY = ("mention", "reply", "direct", "slash", "menu")
COMMANDS = {
    verb.value: verb
    for verb in (
        Command.RELOAD,
        Command.LIST,
        Command.STATUS,
        Command.HELP,
        Command.SOURCES,
        Command.MORE,
        Command.ARTICLES,
        Command.ARTICLE,
        Command.OUTLETS,
    )
}

COMMANDS_WITH_TEXT = (Command.ARTICLES, Command.ARTICLE)
"""What is done with a text."""

DEFAULT_TODAY = dt.date(2025, 6, 15)
"""The day of a conversation whose file names none: it goes alike whenever it is played."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come back; None and empty expect nothing."""

    reply: str | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    passage: str | None = None
    cites: tuple[str, ...] | None = None
    nearest: str | None = None
    origin: str | None = None
    abstains: bool | None = None
    fact: str | None = None
    private: bool | None = None
    silent: bool | None = None
    error: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody says, does or clicks, and what must come of it."""

    line: int
    author: str
    expected: Expected
    says: str | None = None
    does: Command | None = None
    what: str = ""
    """`with` in the file: what it is done with, such as the name of an article."""
    clicks: str | None = None
    via: str = "mention"
    channel: str = "general"
    thread: str | None = None
    """A thread of the channel, whose people share a conversation."""
    moderator: bool = False
    privately: bool = False
    """Asks for a private answer."""
    outlet: str = ""
    since: str = ""
    """Options of a question that is asked by command: what alone may answer."""
    language: str = DEFAULT_LANGUAGE
    """In which the person is answered."""
    to: int | None = None
    """The turn, counted from 1, whose answer it replies to."""
    edits: int | None = None
    """The turn whose question is changed into what this one says."""
    deletes: int | None = None
    """The turn whose question is deleted."""
    looks: int | None = None
    """The turn whose answer is looked at, as it stands by now."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change of a corpus file before a step."""

    before: int
    """The step, counted from 1."""
    file: str
    content: bytes | None
    """None removes the file."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole file."""

    path: Path
    title: str
    corpus: str | None
    """A folder beside the file; None for the shipped corpus."""
    steps: tuple[Step, ...]
    swaps: tuple[FileChange, ...] = ()
    today: dt.date = DEFAULT_TODAY
    """The day on which it takes place, for "last week"."""
