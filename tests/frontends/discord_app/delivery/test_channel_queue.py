from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.frontends.discord_app.delivery import channel_queue
from bot.frontends.discord_app.delivery.channel_queue import (
    MAX_CONCURRENT,
    MAX_QUEUE_LENGTH,
    NOTIFY_QUEUE_LENGTH,
    ChannelQueue,
    ChannelQueueFull,
)

GENERAL, OTHER = 1, 2


class Room:
    """Answers on their way to channels; each goes out when a test lets it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.outbox = ChannelQueue(lambda: self.now)
        self.going: list[str] = []
        self.gone: list[str] = []
        self.told: list[float] = []
        self.over: dict[str, asyncio.Event] = {}

    async def tell(self, seconds: float) -> None:
        self.told.append(seconds)

    async def _send(self, name: str, author: int, channel: int) -> None:
        async with self.outbox.slot(channel, author, self.tell):
            self.going.append(name)
            await self.over[name].wait()
        self.gone.append(name)

    def send(self, name: str, author: int, channel: int = GENERAL) -> asyncio.Task[None]:
        self.over[name] = asyncio.Event()
        return asyncio.create_task(self._send(name, author, channel))

    async def out(self, name: str) -> None:
        self.over[name].set()
        await settled()


async def settled() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


@pytest.fixture
def room() -> Room:
    return Room()


async def test_answers_to_one_person_keep_their_order(room):
    for name in ("first", "second", "third"):
        room.send(name, 7)
    await settled()
    assert room.going == ["first"]
    for name in ("first", "second", "third"):
        await room.out(name)
    assert room.gone == ["first", "second", "third"]


async def test_people_take_turns_and_a_few_answers_go_at_once(room):
    names = [f"{person}{number}" for person in "abcd" for number in range(3)]
    for name in names:
        room.send(name, ord(name[0]))
    await settled()
    assert room.going == ["a0", "b0", "c0"]
    while len(room.gone) < len(names):
        await room.out(room.going[len(room.gone)])
        assert len(room.going) - len(room.gone) <= MAX_CONCURRENT
    assert room.going == ["a0", "b0", "c0", "d0", "a1", "b1", "c1", "d1", "a2", "b2", "c2", "d2"]


async def test_one_channel_holds_up_no_other(room):
    for number in range(5):
        room.send(f"here{number}", number)
    room.send("there", 0, OTHER)
    await settled()
    assert room.going == ["here0", "here1", "here2", "there"]


async def test_who_gives_up_holds_up_nobody(room):
    tasks = [room.send(name, person) for name, person in (("a", 1), ("b", 1), ("c", 1))]
    await settled()
    tasks[1].cancel()
    await room.out("a")
    assert room.going == ["a", "c"]
    tasks[2].cancel()
    await settled()
    room.send("d", 1)
    await settled()
    assert room.going == ["a", "c", "d"]


async def test_who_gives_up_as_the_turn_comes_passes_it_on(room):
    tasks = [room.send(name, 1) for name in ("a", "b", "c")]
    await settled()
    room.over["a"].set()
    await asyncio.sleep(0)
    tasks[1].cancel()
    await settled()
    assert room.going[-1] == "c"


async def crowded(room: Room, waiting: int, seconds_each: float) -> list[asyncio.Task[None]]:
    """A channel that takes an answer in so many seconds, and in which some wait."""
    tasks = [room.send(f"early{number}", 0) for number in range(10)]
    await settled()
    for number in range(10):
        room.now += seconds_each
        await room.out(f"early{number}")
        if number == 0:
            tasks += [room.send(f"late{number}", number % 50) for number in range(waiting)]
            await settled()
    return tasks


async def test_a_channel_where_many_wait_long_is_told_once_in_a_while(room):
    await crowded(room, NOTIFY_QUEUE_LENGTH + 20, 1.0)
    room.send("newcomer", 99)
    room.send("another", 98)
    await settled()
    [seconds] = room.told
    assert 15 < seconds < 60
    room.now += channel_queue._NOTIFY_INTERVAL_SECONDS
    room.send("later", 97)
    await settled()
    assert len(room.told) == 2


@pytest.mark.parametrize(("waiting", "seconds_each"), [(NOTIFY_QUEUE_LENGTH + 20, 0.01), (8, 1.0)])
async def test_nobody_is_told_where_it_is_quick_or_few_wait(room, waiting, seconds_each):
    await crowded(room, waiting, seconds_each)
    room.send("newcomer", 99)
    await settled()
    assert room.told == []


async def test_many_who_ask_at_the_same_moment_are_told_once_it_takes_long(room, monkeypatch):
    monkeypatch.setattr(channel_queue, "_CHECK_AFTER_SECONDS", 0.01)
    for number in range(60):
        room.send(str(number), number)
    await settled()
    room.now = 5.0
    while not room.told:  # noqa: ASYNC110 - a timer of its own tells it
        await asyncio.sleep(0.001)
    assert len(room.told) == 1


async def test_at_most_300_answers_wait_for_a_channel(room):
    tasks = await crowded(room, 310, 1.0)
    tasks += [room.send(f"more{number}", 1000 + number) for number in range(20)]
    await settled()
    refused = [task for task in tasks if task.done() and task.exception()]
    waiting = len(tasks) - len(refused) - len(room.going)
    assert waiting == 300
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError, ChannelQueueFull):
            await task


async def test_it_stays_bounded(room):
    tasks = await crowded(room, MAX_QUEUE_LENGTH + 30, 1.0)
    more = [room.send(f"more{number}", 1000 + number) for number in range(10)]
    await settled()
    refused = [task.exception() for task in (*tasks, *more) if task.done() and task.exception()]
    assert refused
    assert all(isinstance(one, ChannelQueueFull) for one in refused)
    assert sum(one.should_notify for one in refused) + len(room.told) == 1
    assert len(tasks) + len(more) - len(refused) - len(room.going) <= MAX_QUEUE_LENGTH
    for task in (*tasks, *more):
        task.cancel()
        with suppress(asyncio.CancelledError, ChannelQueueFull):
            await task
    # Nothing of it is left to slow anybody down.
    room.send("fresh", 7)
    await settled()
    assert room.going[-1] == "fresh"
