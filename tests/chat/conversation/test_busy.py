"""The desk when much is asked of it, and while it reads."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Audience, Line, Reply, Request, Style
from bot.chat.rendering import corpus_admin
from bot.chat.scheduling.executor import FairExecutor
from bot.errors import BuildStopped, LoadReport
from bot.library import Library, Snapshot
from bot.question_answer import Answer, Question
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR, make_desk

LIGHTHOUSE = Path(__file__).parents[2] / "conversations" / "lighthouse"
SLOW = "who will repair the lighthouse of Orrin?"
QUICK = "who is the keeper of the lighthouse?"
BUSY = "I'm getting more questions than I can answer at once. Please ask again in a moment."
FULL = "What was read couldn't be saved in the data folder (No space left on device), so the next start will take longer."

Progress = Callable[[int, int], None]
Build = Callable[[Progress, Snapshot | None], Snapshot]


class Slow(Library):
    """Takes its time over one question, until it is let go."""

    def hold(self) -> None:
        self.loop, self.begun, self.go, self.answered = (
            asyncio.get_running_loop(),
            asyncio.Event(),
            threading.Event(),
            [],
        )

    def ask(self, question: Question) -> Answer:
        if question.text == SLOW:
            self.loop.call_soon_threadsafe(self.begun.set)
            assert self.go.wait(20)
        self.answered.append(question.text)
        return super().ask(question)


class Room:
    """A desk with few threads."""

    def __init__(self, library: Library, threads: FairExecutor) -> None:
        self.library = library
        self.now = 0.0
        self.desk = make_desk(library, dt.date(2025, 6, 15), lambda: self.now, executor=threads)

    def say(self, text: str, author: str = "ana") -> asyncio.Task[Reply]:
        return asyncio.create_task(self.desk.handle(Request(author, author, text)))

    async def do(self, verb: Command, tell: Progress = lambda *_: None, text: str = "") -> Reply:
        return await self.desk.handle(Request("mo", "mo", text, verb, is_moderator=True), tell)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIGHTHOUSE, tmp_path / "corpus"))


@pytest.fixture
def source(folder: Path) -> SnapshotBuilder:
    return SnapshotBuilder(folder, ATTRIBUTOR, 0.3)


async def held(source: SnapshotBuilder, threads: FairExecutor) -> tuple[Room, asyncio.Task[Reply]]:
    library = Slow(source.build)
    library.hold()
    room = Room(library, threads)
    slow = room.say(SLOW)
    await library.begun.wait()
    return room, slow


async def test_a_slow_question_keeps_nobody_waiting(source):
    room, slow = await held(source, FairExecutor(max_concurrent=2))
    assert "The keeper, Ada Finch" in (await room.say(QUICK, "ben")).text
    assert (
        await room.do(Command.STATUS)
    ).text == "Answering from 3 articles (8 passages), read less than a minute ago."
    assert (
        await room.do(Command.RELOAD)
    ).text == "Reloaded: 3 articles, 8 passages.\n\nNothing has changed."
    assert not slow.done()
    room.library.go.set()
    assert (await slow).shown.passage.id == "repair#0"


async def test_a_full_queue_is_said_in_private_and_drains_in_order(source):
    room, slow = await held(source, FairExecutor(max_concurrent=1, max_waiting=2))
    waiting = [room.say(f"{QUICK} {author}", author) for author in ("ben", "cy")]
    full = Reply((Line(BUSY, Style.ERROR),), private=True, error=True)
    assert await room.say(QUICK, "dora") == replace(full, audience=Audience.AUTHOR)
    assert [(await room.say(QUICK, author)).audience for author in ("dora", "eve")] == [
        Audience.NONE,
        Audience.AUTHOR,
    ]
    room.now = 59.0
    assert (await room.say(QUICK, "dora")).audience is Audience.NONE
    room.now = 60.0
    assert (await room.say(QUICK, "dora")).audience is Audience.AUTHOR
    room.library.go.set()
    await asyncio.gather(slow, *waiting)
    assert room.library.answered == [SLOW, f"{QUICK} ben", f"{QUICK} cy"]
    assert not (await room.say(QUICK, "dora")).error


async def test_one_person_does_not_fill_the_queue(source):
    room, slow = await held(
        source, FairExecutor(max_concurrent=1, max_waiting=3, max_waiting_per_author=1)
    )
    mine, more, others = (
        room.say(QUICK),
        room.say(f"{QUICK} now"),
        room.say(f"{QUICK} please", "ben"),
    )
    assert (await more).text == BUSY
    room.library.go.set()
    await asyncio.gather(slow, mine, others)
    assert room.library.answered == [SLOW, f"{QUICK} please", QUICK]


async def test_a_question_that_nobody_waits_for_any_more_is_not_asked(source):
    room, slow = await held(source, FairExecutor(max_concurrent=1))
    given_up, waiting = room.say(f"{QUICK} now", "ben"), room.say(QUICK, "cy")
    await asyncio.sleep(0)
    given_up.cancel()
    room.library.go.set()
    await asyncio.gather(slow, waiting)
    assert room.library.answered == [SLOW, QUICK]


def stopping(source: SnapshotBuilder) -> Build:
    def build(progress: Progress, served: Snapshot | None) -> Snapshot:
        if served is not None:
            raise BuildStopped
        return source.build(progress)

    return build


async def test_a_reload_that_was_stopped_leaves_the_articles_from_before(source):
    room = Room(Library(stopping(source)), FairExecutor())
    assert await room.do(Command.RELOAD) == Reply(
        (
            Line("The reload failed. I'm still answering from the earlier articles.", Style.ERROR),
            Line(
                "Something outside the bot stopped the reading of the articles; most likely the machine ran out of memory.",
                Style.ERROR,
            ),
        ),
        private=True,
        error=True,
    )
    assert "The keeper, Ada Finch" in (await room.say(QUICK)).text


async def test_what_could_not_be_kept_is_said_with_the_reload_and_the_status(source):
    room = Room(
        Library(
            lambda *_: replace(
                source.build(), report=LoadReport(cache_error="No space left on device")
            )
        ),
        FairExecutor(),
    )
    trouble = Line(FULL, Style.ERROR)
    assert await room.do(Command.RELOAD) == Reply(
        (Line("Reloaded: 3 articles, 8 passages."), Line("Nothing has changed."), trouble)
    )
    assert await room.do(Command.STATUS) == Reply(
        (Line("Answering from 3 articles (8 passages), read less than a minute ago."), trouble)
    )


async def test_a_reload_tells_how_far_it_is_on_the_event_loop(source):
    told: list[tuple[int, int, bool]] = []

    def build(progress: Progress, served: Snapshot | None) -> Snapshot:
        if served is not None:
            for done in (0, 1, 3):
                progress(done, 3)
        return served or source.build()

    room = Room(Library(build), FairExecutor())
    here = threading.current_thread()
    await room.do(
        Command.RELOAD,
        lambda done, whole: told.append((done, whole, threading.current_thread() is here)),
    )
    assert told == [(0, 3, True), (1, 3, True), (3, 3, True)]


async def test_the_status_says_how_far_a_reload_is(source):
    loop, begun, go = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def build(progress: Progress, served: Snapshot | None) -> Snapshot:
        if served is not None:
            loop.call_soon_threadsafe(begun.set)
            assert go.wait(20)
            progress(1200, 10_000)
            read.append(room.library.reload_progress)
        return served or source.build()

    read: list[tuple[int, int] | None] = []
    room, told = Room(Library(build), FairExecutor()), asyncio.Event()
    reloading = asyncio.create_task(room.do(Command.RELOAD, lambda *_: told.set()))
    await begun.wait()
    serving = Line("Answering from 3 articles (8 passages), read less than a minute ago.")
    assert await room.do(Command.STATUS) == Reply(
        (
            serving,
            Line(
                "A reload is under way (just started). Until it is done, I answer from the earlier articles."
            ),
        )
    )
    assert (
        await room.do(Command.RELOAD)
    ).text == "A reload is already running. Its result will follow soon."
    assert room.library.reload_progress == (0, 0)
    go.set()
    await reloading
    assert told.is_set()
    assert read == [(1200, 10_000)]
    assert await room.do(Command.STATUS) == Reply((serving,))


def test_how_far_a_reload_is_in_words(source):
    status = corpus_admin.status_reply(translations(), source.build(), 0.0, (1200, 10_000))
    assert (
        status.blocks[1].text
        == "A reload is under way (1,200 of 10,000 articles). Until it is done, I answer from the earlier articles."
    )
