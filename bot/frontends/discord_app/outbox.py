"""Whose answer goes out next: Discord takes about one message a second in a channel."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

AT_ONCE = 3
"""Answers on their way to one channel, each to somebody else: those to one person keep their order."""
MANY = 20
"""Answers that wait for one channel, from which on people are told, where the last of them takes so many seconds:"""
LONG = 15.0
MOST = 300
"""More than that do not wait: they would for minutes."""
_AGAIN = 30.0
"""Seconds after which a channel is told again."""
_PATIENCE = 3.0
"""Seconds after which an answer that waits looks whether that takes long."""
_RECENT = 10
"""Answers that tell how quickly they go out."""

Clock = Callable[[], float]
Tell = Callable[[float], Awaitable[None]]
"""Told about how many seconds the answers to a channel take."""


class Overfull(Exception):
    """Too much waits for a channel already; `say_so`: nobody there was told for a while."""

    def __init__(self, *, say_so: bool) -> None:
        super().__init__()
        self.say_so = say_so


class Outbox:
    """Lets answers go out channel by channel, people in turn. Belongs to one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: dict[int, _Line] = {}

    @asynccontextmanager
    async def turn(self, channel: int, author: int, tell: Tell) -> AsyncIterator[None]:
        """Wait until somebody's answer may go out to a channel. One of those who wait long is told how long that takes, for all.

        Raises Overfull.
        """
        line = self._lines.setdefault(channel, _Line(self._clock))
        await line.enter(author, tell)
        try:
            yield
        finally:
            line.leave(author)
            if line.empty:
                self._lines.pop(channel, None)


class _Line:
    """The answers to one channel."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._going: set[int] = set()
        self._waiting: OrderedDict[int, deque[asyncio.Future[None]]] = OrderedDict()
        self._many = 0
        self._gone = deque([clock()], maxlen=_RECENT)
        """When this line began, or when the last answers went out."""
        self._told = -_AGAIN

    @property
    def empty(self) -> bool:
        return not self._going and not self._many

    @property
    def seconds(self) -> float:
        """How long the last in the line waits, as answers went out of late."""
        return self._many * (self._clock() - self._gone[0]) / len(self._gone)

    async def enter(self, author: int, tell: Tell) -> None:
        if self._many >= MOST and self.seconds >= LONG:
            raise Overfull(say_so=self._say_so())
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(author, deque()).append(turn)
        self._many += 1
        self._call()
        try:
            if not turn.done():
                await asyncio.wait([turn], timeout=0 if self._long else _PATIENCE)
            if not turn.done() and self._say_so():
                await tell(self.seconds)
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self.leave(author)
            else:
                self._drop(author, turn)
            raise

    def leave(self, author: int) -> None:
        self._going.discard(author)
        self._gone.append(self._clock())
        if author in self._waiting:
            self._waiting.move_to_end(author)
        self._call()

    @property
    def _long(self) -> bool:
        return self._many >= MANY and self.seconds >= LONG

    def _say_so(self) -> bool:
        if not self._long or self._clock() - self._told < _AGAIN:
            return False
        self._told = self._clock()
        return True

    def _may_go(self, author: int) -> bool:
        return len(self._going) < AT_ONCE and author not in self._going

    def _call(self) -> None:
        for author in list(self._waiting):
            while author in self._waiting and self._may_go(author):
                turn = self._waiting[author][0]
                self._drop(author, turn)
                if not turn.cancelled():
                    self._going.add(author)
                    turn.set_result(None)

    def _drop(self, author: int, turn: asyncio.Future[None]) -> None:
        own = self._waiting.get(author, deque())
        if turn in own:
            own.remove(turn)
            self._many -= 1
            if not own:
                del self._waiting[author]
