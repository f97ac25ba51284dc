"""Collects the conversation files: each is played by every driver that can."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.chat.conversations import Conversations
from bot.chat.desk import Desk
from bot.library import Library, build_snapshot
from bot.replay.conversation import Conversation, read_conversation
from bot.replay.drivers import ConsoleDriver, DeskDriver
from bot.replay.play import EMBEDDED, corpus_copy, play

ROOT = Path(__file__).parent.parent


class Different(Exception):
    """A conversation did not go as written."""


def make_desk(folder: Path) -> Desk:
    attributor = Attributor(load_gazetteer())
    return Desk(Library(lambda: build_snapshot(folder, attributor, 0.5)), Conversations(900, 6), time.monotonic)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".toml" and file_path.parent.name == "conversations":
        return ConversationFile.from_parent(parent, path=file_path)
    return None


class ConversationFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        conversation = read_conversation(self.path)
        for kind in EMBEDDED:
            if kind.plays(conversation):
                yield Played.from_parent(self, name=kind.name, conversation=conversation, kind=kind)


class Played(pytest.Item):
    def __init__(self, *, conversation: Conversation, kind: type[DeskDriver | ConsoleDriver], **more: object) -> None:
        super().__init__(**more)
        self._conversation = conversation
        self._kind = kind

    def runtest(self) -> None:
        with corpus_copy(self._conversation, ROOT / "corpus") as folder:
            wrong = asyncio.run(play(self._conversation, self._kind(make_desk(folder)), folder))
        if wrong:
            raise Different("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        if isinstance(excinfo.value, Different):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.name}::{self.name}"
