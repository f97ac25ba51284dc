from __future__ import annotations

import asyncio
import threading

import pytest

from bot.chat.scheduling.executor import FairExecutor
from bot.errors import QueueFull


class Held:
    """Work that goes on until it is let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._go = threading.Event()

    def __call__(self) -> str:
        self._loop.call_soon_threadsafe(self.begun.set)
        assert self._go.wait(20)
        return "held"

    def let_go(self) -> None:
        self._go.set()


async def hold(threads: FairExecutor, author: str) -> tuple[Held, asyncio.Task[str]]:
    held = Held()
    task = asyncio.create_task(threads.run_fair(author, held))
    await held.begun.wait()
    return held, task


async def queue(
    threads: FairExecutor, author: str, done: list[str], name: str
) -> asyncio.Task[None]:
    task = asyncio.create_task(threads.run_fair(author, lambda: done.append(name)))
    # As far as it gets without a thread.
    await asyncio.sleep(0)
    return task


async def test_what_is_slow_holds_up_nobody_else():
    threads = FairExecutor()
    held, slow = await hold(threads, "ana")
    assert [await threads.run_fair("ben", lambda number=number: number) for number in range(5)] == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert not slow.done()
    held.let_go()
    assert await slow == "held"


async def test_of_one_person_one_question_is_answered_at_a_time():
    threads, done = FairExecutor(), []
    held, _ = await hold(threads, "ana")
    waiting = [await queue(threads, "ana", done, name) for name in ("second", "third")]
    await threads.run_fair("ben", lambda: done.append("ben's"))
    held.let_go()
    await asyncio.gather(*waiting)
    assert done == ["ben's", "second", "third"]


async def test_a_full_queue_says_so_and_drains_in_order():
    threads, done = FairExecutor(max_concurrent=1, max_waiting=3), []
    held, _ = await hold(threads, "ana")
    waiting = [await queue(threads, author, done, author) for author in ("ben", "cy", "dora")]
    with pytest.raises(QueueFull):
        await threads.run_fair("ed", lambda: done.append("ed"))
    held.let_go()
    await asyncio.gather(*waiting)
    await threads.run_fair("ed", lambda: done.append("ed"))
    assert done == ["ben", "cy", "dora", "ed"]


async def test_nobody_fills_the_queue_alone():
    threads, done = FairExecutor(max_concurrent=1, max_waiting=3, max_waiting_per_author=2), []
    held, _ = await hold(threads, "ana")
    waiting = [await queue(threads, "ana", done, name) for name in ("second", "third")]
    with pytest.raises(QueueFull):
        await threads.run_fair("ana", lambda: done.append("fourth"))
    waiting.append(await queue(threads, "ben", done, "ben's"))
    held.let_go()
    await asyncio.gather(*waiting)
    assert done == ["ben's", "second", "third"]


async def test_six_hundred_may_wait_and_of_one_person_thirty():
    threads, done = FairExecutor(), []
    held = [await hold(threads, name) for name in ("ana", "ben", "cy")]
    own = [await queue(threads, "ana", done, "ana's") for _ in range(30)]
    with pytest.raises(QueueFull):
        await threads.run_fair("ana", lambda: done.append("one more"))
    others = [await queue(threads, f"person {number}", done, "another's") for number in range(570)]
    with pytest.raises(QueueFull):
        await threads.run_fair("dora", lambda: done.append("one more"))
    for work, _ in held:
        work.let_go()
    await asyncio.gather(*own, *others)
    assert sorted(done) == ["ana's"] * 30 + ["another's"] * 570


async def test_people_take_turns_however_many_questions_one_has():
    threads, done = FairExecutor(max_concurrent=1), []
    held, _ = await hold(threads, "ana")
    waiting = [
        await queue(threads, author, done, f"{author}{number}")
        for author in ("ben", "cy")
        for number in range(3)
    ]
    waiting.append(await queue(threads, "dora", done, "dora0"))
    held.let_go()
    await asyncio.gather(*waiting)
    assert done == ["ben0", "cy0", "dora0", "ben1", "cy1", "ben2", "cy2"]


async def test_a_room_that_asks_all_at_once_is_answered():
    threads, done = FairExecutor(), []
    everybody = [
        threads.run_fair(f"person {number % 20}", lambda number=number: done.append(number))
        for number in range(500)
    ]
    await asyncio.gather(*everybody)
    assert sorted(done) == list(range(500))
    for person in range(20):
        own = [number for number in done if number % 20 == person]
        assert own == sorted(own)


async def test_a_system_that_gives_no_more_threads_keeps_nobody_waiting(monkeypatch):
    threads, done = FairExecutor(max_concurrent=1), []
    held, first = await hold(threads, "ana")
    waiting = [await queue(threads, author, done, author) for author in ("ana", "ana", "ben")]

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        held.let_go()
        await first
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert outcomes == [None] * 3
    assert sorted(done) == ["ana", "ana", "ben"]


async def test_who_gives_up_waiting_gives_up_the_turn():
    threads, done = FairExecutor(max_concurrent=1, max_waiting=1), []
    held, _ = await hold(threads, "ana")
    given_up = await queue(threads, "ben", done, "ben's")
    given_up.cancel()
    await asyncio.wait([given_up])
    waiting = await queue(threads, "cy", done, "cy's")
    held.let_go()
    await waiting
    assert done == ["cy's"]


async def test_who_gives_up_just_as_the_turn_comes_is_not_answered():
    threads, done, loop = FairExecutor(max_concurrent=1), [], asyncio.get_running_loop()
    waiting: list[asyncio.Task[None]] = []
    begun, go = asyncio.Event(), threading.Event()

    def last_of_all_gives_up() -> None:
        loop.call_soon_threadsafe(begun.set)
        assert go.wait(20)
        loop.call_soon_threadsafe(waiting[0].cancel)

    first = asyncio.create_task(threads.run_fair("ana", last_of_all_gives_up))
    await begun.wait()
    waiting += [await queue(threads, author, done, author) for author in ("ben", "cy")]
    go.set()
    await asyncio.gather(first, waiting[1])
    assert waiting[0].cancelled()
    assert done == ["cy"]


async def test_who_gives_up_an_answer_under_way_is_followed_when_it_is_done():
    threads, done = FairExecutor(max_concurrent=1), []
    held, task = await hold(threads, "ana")
    task.cancel()
    await asyncio.wait([task])
    waiting = await queue(threads, "ben", done, "ben's")
    assert done == []
    held.let_go()
    await waiting
    assert done == ["ben's"]


@pytest.mark.parametrize("error", [ZeroDivisionError, StopIteration, SystemExit])
async def test_what_fails_fails_where_it_is_waited_for(error):
    def fail() -> None:
        raise error

    threads = FairExecutor()
    with pytest.raises(RuntimeError if error is StopIteration else error):
        await threads.run_fair("ana", fail)
    assert await threads.run_fair("ana", lambda: "answered") == "answered"


async def test_what_is_done_aside_takes_nobodys_turn():
    threads, held = FairExecutor(max_concurrent=1, max_waiting=0), Held()
    aside = asyncio.create_task(threads.run_detached(held))
    await held.begun.wait()
    assert await threads.run_fair("ana", lambda: "answered") == "answered"
    held.let_go()
    assert await aside == "held"


async def test_a_system_that_gives_no_threads_is_busy(monkeypatch):
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    threads = FairExecutor()
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(QueueFull):
            await threads.run_fair("ana", lambda: "answered")
    assert await threads.run_fair("ana", lambda: "answered") == "answered"


async def test_closing_waits_for_nothing():
    threads, done = FairExecutor(max_concurrent=1), []
    held, first = await hold(threads, "ana")
    waiting = await queue(threads, "ben", done, "ben's")
    assert threads.close()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    held.let_go()
    await first
    assert done == []
    assert not threads.close()
