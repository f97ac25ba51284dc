"""Exchanges saved as tests: as a conversation file, or as a labelled question."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from bot.errors import WriteFailed
from bot.evaluation.labelled import LABELLED_NAME, METADATA_KIND
from bot.moderation.inbox import question_key
from bot.moderation.replay_report import ReplayConversations, ReplayedTest
from bot.private_files import write_whole

_MAX_SLUG_CHARS = 40
"""Letters of the question in the name of a file."""


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """A turn of an exchange, with what is to come back."""

    author: str
    """Stands for who spoke, and names nobody."""
    says: str
    """What was said; empty where "more" was clicked."""
    language: str
    question: str = ""
    """What it asked in full: an earlier question for "more"."""
    passage: str | None = None
    """Id of the passage to be answered with."""
    passage_text: str = ""
    fact: str | None = None
    """What is to be answered about an article itself."""
    abstains: bool = False
    """Whether it is not to be answered."""
    thread: bool = False
    """Whether it was said in a thread, whose people share a conversation."""
    replies: bool = False
    """Whether somebody else goes on from the answer before."""


@dataclass(frozen=True, slots=True)
class SavedExchange:
    """A question with the turns that led to it, oldest first, the question last."""

    turns: tuple[SavedTurn, ...]
    day: dt.date

    @property
    def last(self) -> SavedTurn:
        """The question itself."""
        return self.turns[-1]

    @property
    def name(self) -> str:
        """What files and lines of it are called: the same for the same words."""
        slug = "-".join(re.findall(r"[a-z0-9]+", self.last.question.casefold()))
        earlier = " ".join(turn.question for turn in self.turns[:-1])
        key = question_key(f"{earlier} {self.last.question}")
        return f"{slug[:_MAX_SLUG_CHARS].strip('-') or 'question'}-{key[:8]}"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A test as it is handed out."""

    name: str
    content: bytes


class SavedTests:
    """The folder with a team's tests; may be used by several threads."""

    def __init__(
        self, folder: Path | None = None, replay: ReplayConversations | None = None
    ) -> None:
        """Take the folder, and what plays the conversation files in it.

        It may be missing until something is saved, and None where none is set.
        """
        self.folder = folder
        self._replay = replay
        self._lock = threading.Lock()

    async def replay(self, folder: Path) -> tuple[ReplayedTest, ...]:
        """Play the conversation files."""
        return await self._replay(folder) if self._replay else ()

    def save_conversation(self, exchange: SavedExchange) -> None:
        """Write an exchange as a conversation file, where there is a folder; raises WriteFailed."""
        saved = conversation_file(exchange)
        with self._lock:
            self._write(saved.name, saved.content)

    def save_labelled(self, exchange: SavedExchange) -> None:
        """Add an exchange to the labelled questions, where there is a folder; raises WriteFailed.

        It takes the place of the same one, saved before.
        """
        if self.folder is None:
            return
        with self._lock:
            kept = [known for known in self._labelled_lines() if _id_of(known) != exchange.name]
            line = labelled_file(exchange).content.decode()
            self._write(LABELLED_NAME, "".join([*kept, line]).encode())

    def _labelled_lines(self) -> Sequence[str]:
        assert self.folder is not None
        file = self.folder / LABELLED_NAME
        try:
            text = file.read_bytes().decode()
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise WriteFailed(str(file), _reason(error)) from error
        return [line + "\n" for line in text.split("\n") if line.strip()]

    def _write(self, name: str, content: bytes) -> None:
        if self.folder is None:
            return
        file = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(file, content)
        except OSError as error:
            raise WriteFailed(str(file), _reason(error)) from error


def conversation_file(exchange: SavedExchange) -> SavedFile:
    """Write an exchange as a conversation file."""
    turns = [_conversation_turn(turn, number) for number, turn in enumerate(exchange.turns, 1)]
    content = dump_conversation(exchange.last.question, exchange.day, turns)
    return SavedFile(f"{exchange.name}.toml", content.encode())


def labelled_file(exchange: SavedExchange) -> SavedFile:
    """Write an exchange as a file of one labelled question."""
    line = json.dumps(labelled_row(exchange), ensure_ascii=False)
    return SavedFile(LABELLED_NAME, f"{line}\n".encode())


def dump_conversation(title: str, today: dt.date, turns: Sequence[Mapping[str, Any]]) -> str:
    """Write turns as the text of a conversation file."""
    # The library would write short turns into one line, which people find hard to change.
    tables = [f"[[turn]]\n{tomli_w.dumps(turn, multiline_strings=True)}" for turn in turns]
    head = tomli_w.dumps({"title": title, "today": today}, multiline_strings=True)
    return "\n".join([head, *tables])


def labelled_row(exchange: SavedExchange) -> dict[str, Any]:
    """Return an exchange as a labelled question."""
    last = exchange.last
    row: dict[str, Any] = {"id": exchange.name, "text": last.question, "gold": []}
    if last.fact is not None:
        row |= {"kind": METADATA_KIND, "answers": [last.fact]}
    elif last.passage is not None:
        article, _, number = last.passage.rpartition("#")
        row["gold"] = [{"article": article, "paragraph": int(number)}]
    # A label takes no turn without an answer.
    history = [_history_turn(turn) for turn in exchange.turns[:-1] if turn.passage or turn.fact]
    return row | ({"history": history} if history else {})


def _conversation_turn(turn: SavedTurn, number: int) -> dict[str, Any]:
    said: dict[str, Any] = {"author": turn.author}
    said |= {"says": turn.says} if turn.says else {"does": "more"}
    if turn.thread:
        said["thread"] = "thread"
    if turn.replies:
        said |= {"via": "reply", "to": number - 1}
    if turn.language:
        said["language"] = turn.language
    if turn.fact is not None:
        said["fact"] = turn.fact
    elif turn.passage is not None:
        said["passage"] = turn.passage
    elif turn.abstains:
        said["abstains"] = True
    return said


def _history_turn(turn: SavedTurn) -> dict[str, Any]:
    answered = {"question": turn.question, "answer": turn.fact or turn.passage_text}
    return answered | ({"passage": turn.passage} if turn.passage else {})


def _id_of(line: str) -> object:
    try:
        row = json.loads(line)
    except ValueError:
        # It stays as it is; whoever reads the file is told of it.
        return None
    return row.get("id") if isinstance(row, dict) else None


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "" if isinstance(error, OSError) else error.reason
