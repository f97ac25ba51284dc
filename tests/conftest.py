"""Collects the conversation files: each is played by every driver that can."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import time
import weakref
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.chat.conversation.history import ConversationHistory
from bot.chat.conversation.service import ChatService
from bot.chat.scheduling.executor import FairExecutor
from bot.chat.scheduling.rate_limits import RateLimiter
from bot.library import Library
from bot.moderation.corpus_records import CorpusRecords
from bot.replay.conversation import DEFAULT_TODAY, Conversation
from bot.replay.conversation_reader import read_conversation
from bot.replay.drivers import ServiceDriver, TerminalDriver
from bot.replay.play import EMBEDDED_DRIVERS, corpus_copy, play
from bot.snapshot_builder import SnapshotBuilder
from bot.store.store import Store
from tests.discord_driver import DiscordDriver

ROOT = Path(__file__).parent.parent
ATTRIBUTOR = Attributor(load_gazetteer())
# How long an example takes says nothing about whether it is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
Player = Callable[[Path], Coroutine[None, None, list[str]]]


class Clock:
    """A clock that a test sets, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Tracked:
    """A text of which can be told whether anything still holds it, whatever keeps it."""

    class _Text(str):
        __slots__ = ("__weakref__",)

    def __init__(self, text: str) -> None:
        self._text: Tracked._Text | None = self._Text(text)
        self._reference = weakref.ref(self._text)

    def text(self) -> str:
        """The text, once: from then on only who was given it holds it."""
        text, self._text = self._text, None
        assert text is not None
        return text

    @property
    def is_kept(self) -> bool:
        gc.collect()
        return self._reference() is not None


class Different(Exception):
    """A conversation did not go as written."""


def make_library(
    folder: Path,
    min_confidence: float = 0.3,
    data: Path | None = None,
    *,
    may_be_empty: bool = False,
) -> Library:
    """A library of the articles in a folder, indexed in memory or in `data`."""
    build = SnapshotBuilder(folder, ATTRIBUTOR, min_confidence, data).build
    return Library(build, may_be_empty=may_be_empty)


def make_desk(
    articles: Path | Library,
    today: dt.date = DEFAULT_TODAY,
    clock: Callable[[], float] = time.monotonic,
    *,
    conversation_seconds: float = 900,
    executor: FairExecutor | None = None,
    limits: tuple[int, int] = (0, 0),
    store: Store | None = None,
    records: CorpusRecords | None = None,
) -> ChatService:
    """A service over articles; `limits` are what a person and a channel may ask in a minute."""
    return ChatService(
        articles if isinstance(articles, Library) else make_library(articles, may_be_empty=True),
        ConversationHistory(conversation_seconds, 6),
        executor or FairExecutor(),
        clock,
        lambda: today,
        RateLimiter(*limits, clock),
        store and (lambda: store),
        records,
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".toml" and file_path.parent.name == "conversations":
        return ConversationFile.from_parent(parent, path=file_path)
    return None


async def play_embedded(
    conversation: Conversation, kind: type[ServiceDriver | TerminalDriver], folder: Path
) -> list[str]:
    return await play(conversation, kind(make_desk(folder, conversation.today)), folder)


async def play_discord(conversation: Conversation, folder: Path) -> list[str]:
    async with DiscordDriver(make_desk(folder, conversation.today), folder.parent) as driver:
        return await play(conversation, driver, folder)


class ConversationFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        conversation = read_conversation(self.path)
        players: dict[str, Player] = {
            kind.name: partial(play_embedded, conversation, kind)
            for kind in EMBEDDED_DRIVERS
            if kind.plays(conversation)
        }
        players[DiscordDriver.name] = partial(play_discord, conversation)
        for name, player in players.items():
            yield Played.from_parent(self, name=name, conversation=conversation, player=player)


class Played(pytest.Item):
    def __init__(self, *, conversation: Conversation, player: Player, **more: object) -> None:
        super().__init__(**more)
        self._conversation = conversation
        self._player = player

    def runtest(self) -> None:
        with corpus_copy(self._conversation, ROOT / "corpus") as folder:
            wrong = asyncio.run(self._player(folder))
        if wrong:
            raise Different("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        if isinstance(excinfo.value, Different):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.name}::{self.name}"
