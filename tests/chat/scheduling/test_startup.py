"""Questions that come before the articles are read."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from bot.chat.messages.request_reply import (
    Audience,
    Line,
    ProgressCallback,
    Reply,
    Request,
    Style,
    ignore_progress,
)
from bot.chat.scheduling import startup
from bot.chat.scheduling.executor import FairExecutor
from bot.chat.scheduling.rate_limits import RateLimiter
from bot.chat.scheduling.startup import StartupGate
from bot.errors import EmptyCorpus
from tests.conftest import Clock

STILL = "I'm still reading the articles ({}). Please ask again in a few minutes."
BUSY = "I'm getting more questions than I can answer at once. Please ask again in a moment."


class Echo:
    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        progress(1, 1)
        return Reply((Line(f"heard: {request.text}"),))

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        return (author, typed, str(outlets))


class Articles:
    """Read when a test lets them, as far as it says."""

    def __init__(self, error: Exception | None = None) -> None:
        self._go = threading.Event()
        self._error = error
        self.begun = asyncio.Event()
        self.tell: ProgressCallback = ignore_progress

    def make(self, loop: asyncio.AbstractEventLoop) -> Callable[[ProgressCallback], Echo]:
        def read(tell: ProgressCallback) -> Echo:
            self.tell = tell
            loop.call_soon_threadsafe(self.begun.set)
            assert self._go.wait(20)
            if self._error:
                raise self._error
            return Echo()

        return read

    def end(self) -> None:
        self._go.set()


async def opened(
    articles: Articles, patience: float = 20.0, clock: Clock | None = None
) -> tuple[StartupGate, asyncio.Task[None]]:
    desk = StartupGate(
        articles.make(asyncio.get_running_loop()),
        FairExecutor(),
        patience,
        RateLimiter(0, 0, clock or Clock()),
    )
    opening = asyncio.create_task(desk.open())
    await articles.begun.wait()
    return desk, opening


async def test_who_asks_before_is_told_how_far_it_is_and_answered_after():
    articles, told = Articles(), []
    desk, opening = await opened(articles)
    asked = asyncio.create_task(
        desk.handle(Request("ana", "1", "who?"), lambda *far: told.append(far))
    )
    await asyncio.sleep(0)
    assert told == [(0, 0)]
    articles.tell(3, 10)
    while len(told) < 2:  # noqa: ASYNC110 - another thread tells it
        await asyncio.sleep(0.001)
    assert told[1] == (3, 10)
    assert not asked.done()
    articles.end()
    await opening
    assert (await asked).text == "heard: who?"
    assert (await desk.handle(Request("ana", "1", "and when?"))).text == "heard: and when?"


async def test_who_comes_later_is_told_how_far_it_is_by_then():
    articles, told = Articles(), []
    desk, opening = await opened(articles)
    articles.tell(3, 10)
    await asyncio.sleep(0)
    asked = asyncio.create_task(
        desk.handle(Request("ana", "1", "who?"), lambda *far: told.append(far))
    )
    await asyncio.sleep(0)
    assert told == [(3, 10)]
    articles.end()
    await asyncio.gather(opening, asked)


@pytest.mark.parametrize(
    ("far", "said"), [((0, 0), "just started"), ((3, 1200), "3 of 1,200 articles")]
)
async def test_nobody_waits_for_ever(far, said):
    articles = Articles()
    desk, opening = await opened(articles, patience=0.0)
    articles.tell(*far)
    await asyncio.sleep(0)
    assert await desk.handle(Request("ana", "1", "who?")) == Reply(
        (Line(STILL.format(said), Style.ERROR),), private=True, error=True
    )
    articles.end()
    await opening


async def test_too_many_do_not_wait(monkeypatch):
    monkeypatch.setattr(startup, "MAX_WAITING", 2)
    articles, clock = Articles(), Clock()
    desk, opening = await opened(articles, clock=clock)
    waiting = [
        asyncio.create_task(desk.handle(Request(name, "1", name))) for name in ("ana", "ben")
    ]
    await asyncio.sleep(0)
    refused = await desk.handle(Request("cy", "1", "who?"))
    assert (refused.text, refused.audience) == (BUSY, Audience.AUTHOR)
    # Said once a person and minute.
    assert [
        (await desk.handle(Request(name, "1", "who?"))).audience for name in ("cy", "dora")
    ] == [Audience.NONE, Audience.AUTHOR]
    clock.now = 60.0
    assert (await desk.handle(Request("cy", "1", "who?"))).audience is Audience.AUTHOR
    articles.end()
    await opening
    assert [(await one).text for one in waiting] == ["heard: ana", "heard: ben"]


async def test_what_keeps_it_from_opening_is_raised():
    articles = Articles(EmptyCorpus("corpus"))
    _, opening = await opened(articles)
    articles.end()
    with pytest.raises(EmptyCorpus):
        await opening


async def test_nothing_is_offered_before_it_is_open():
    articles = Articles()
    desk, opening = await opened(articles)
    assert await desk.complete_question("ana", "wh") == ()
    articles.end()
    await opening
    assert await desk.complete_question("ana", "wh", outlets=True) == ("ana", "wh", "True")
