"""Whose answer goes out next: Discord takes about one message a second in a channel."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.chat.scheduling.fair_queue import FairQueue
from bot.frontends.discord_app.clocks import Clock

MAX_CONCURRENT = 3
"""Answers on their way to one channel, each to another person: one's own keep their order."""
NOTIFY_QUEUE_LENGTH = 20
"""Queue length from which on people are told about the delay, if it is as long as this:"""
NOTIFY_WAIT_SECONDS = 15.0
MAX_QUEUE_LENGTH = 300
"""Queue length beyond which answers are rejected: they would wait for minutes."""
_NOTIFY_INTERVAL_SECONDS = 30.0
"""Seconds after which a channel is told again."""
_CHECK_AFTER_SECONDS = 3.0
"""Seconds after which an answer that waits looks whether that takes long."""
_MEASURED_ANSWERS = 10
"""Answers that tell how quickly they go out."""

NotifyDelay = Callable[[float], Awaitable[None]]
"""Told about how many seconds the answers to a channel take."""


class ChannelQueueFull(Exception):
    """Too much waits for a channel already; `should_notify`: nobody there was told for a while."""

    def __init__(self, *, should_notify: bool) -> None:
        super().__init__()
        self.should_notify = should_notify


class ChannelQueue:
    """Lets answers go out channel by channel, people in turn. Belongs to one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._states: dict[int, _ChannelState] = {}

    @asynccontextmanager
    async def slot(self, channel: int, author: int, notify: NotifyDelay) -> AsyncIterator[None]:
        """Wait until an answer to `author` may go out to a channel.

        One of those who wait long is told by `notify` how long that takes, for all.

        Raises ChannelQueueFull.
        """
        state = self._states.setdefault(channel, _ChannelState(self._clock))
        await state.enter(author, notify)
        try:
            yield
        finally:
            state.leave(author)
            if state.is_empty:
                self._states.pop(channel, None)


class _ChannelState:
    """The answers to one channel."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: FairQueue[int, _QueuedAnswer] = FairQueue(MAX_CONCURRENT)
        self._finished = deque([clock()], maxlen=_MEASURED_ANSWERS)
        """When this queue began, or when the last answers went out."""
        self._notified_at = -_NOTIFY_INTERVAL_SECONDS

    @property
    def is_empty(self) -> bool:
        return self._queue.is_idle

    @property
    def estimated_wait(self) -> float:
        """Seconds that the last in the queue waits, as answers went out of late."""
        return len(self._queue) * (self._clock() - self._finished[0]) / len(self._finished)

    async def enter(self, author: int, notify: NotifyDelay) -> None:
        if len(self._queue) >= MAX_QUEUE_LENGTH and self.estimated_wait >= NOTIFY_WAIT_SECONDS:
            raise ChannelQueueFull(should_notify=self._should_notify())
        turn = _QueuedAnswer(author, asyncio.get_running_loop().create_future())
        self._queue.put(author, turn)
        self._admit_next()
        begun = turn.begun
        try:
            if not begun.done():
                await asyncio.wait([begun], timeout=0 if self._is_slow else _CHECK_AFTER_SECONDS)
            if not begun.done() and self._should_notify():
                await notify(self.estimated_wait)
            await begun
        except BaseException:
            if begun.done() and not begun.cancelled():
                self.leave(author)
            else:
                self._queue.discard(author, turn)
            raise

    def leave(self, author: int) -> None:
        self._finished.append(self._clock())
        self._queue.finish(author)
        self._admit_next()

    @property
    def _is_slow(self) -> bool:
        return (
            len(self._queue) >= NOTIFY_QUEUE_LENGTH and self.estimated_wait >= NOTIFY_WAIT_SECONDS
        )

    def _should_notify(self) -> bool:
        if not self._is_slow or self._clock() - self._notified_at < _NOTIFY_INTERVAL_SECONDS:
            return False
        self._notified_at = self._clock()
        return True

    def _admit_next(self) -> None:
        while (turn := self._queue.take()) is not None:
            if turn.begun.cancelled():
                self._queue.finish(turn.author)
            else:
                turn.begun.set_result(None)


@dataclass(frozen=True, eq=False, slots=True)
class _QueuedAnswer:
    """An answer that waits for its turn."""

    author: int
    begun: asyncio.Future[None]
