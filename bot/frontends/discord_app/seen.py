"""Which messages were seen and which questions taken up, so that none is lost or answered twice over a lost connection or a restart."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import discord

from bot.frontends.discord_app.notes import write_note

_log = logging.getLogger(__name__)

REMEMBERED = 10_000
"""Questions of which is known that they were taken up."""
KEPT = 500
"""How many of those are kept over a restart."""
OLDEST = dt.timedelta(hours=24)
"""Questions from before that are not looked for, and need not be remembered."""
DIRECT = 100
"""Channels of direct messages that are known: Discord does not tell which there are."""
DIRECT_FOR = dt.timedelta(days=30)
"""How long one is known in which nothing is said."""
ENDS = 2
"""A question is not taken up again after so many processes that ended, not in order, while it was being answered: it may be what ends them."""
_EVERY = 5.0
"""Seconds between two writings."""
_HOUR = 3600.0
_MARGIN = 10_000 << 22
"""Ten seconds between two ids of Discord: in that time messages of different channels may come in another order than they were sent."""


class Taken(Enum):
    """Whether a question is to be answered."""

    FRESH = auto()
    BEFORE = auto()
    """It was taken up before."""
    TOO_OFTEN = auto()
    """Processes have ended over it."""


class Seen:
    """What was seen of Discord's messages, by ids, which grow with time. Belongs to one event loop."""

    def __init__(self, kept: Kept) -> None:
        """Take what an earlier process knew."""
        self._taken: OrderedDict[int, int] = OrderedDict(_paired(kept.answered, kept.servers, 0))
        """By question, its server."""
        self._direct: OrderedDict[int, int] = OrderedDict(_paired(kept.direct, kept.spoke, kept.mark))
        """By channel, the newest message."""
        self._under_way: set[int] = set()
        self._ends = Counter(dict(kept.ends))
        self._ends.update(kept.under_way)
        self._before = kept.mark
        self._newest: dict[int, int] = {}
        self._since: dict[int, int] = {}

    def message(self, shard: int, message: int, direct: int | None = None) -> None:
        """A message came by a shard; `direct` is the channel of one that was sent to us alone."""
        self._newest[shard] = max(message, self._newest.get(shard, 0))
        if direct is not None:
            self._direct[direct] = message
            self._direct.move_to_end(direct)
            while len(self._direct) > DIRECT:
                self._direct.popitem(last=False)

    def connected(self, shard: int) -> None:
        """A shard begins anew: Discord tells it nothing of what was said since it heard something last."""
        self._since[shard] = self._newest.get(shard, self._before)

    def out_of_reach(self, shard: int) -> None:
        """A server of a shard can't be heard from now on; what the shard missed before that, where it did, still counts."""
        self._since[shard] = self._since.get(shard) or self._newest.get(shard, 0)

    def gap(self, shard: int) -> int | None:
        """Messages after this one may have been missed by a shard; None before there was anything to miss."""
        since = self._since.get(shard, 0)
        return max(0, since - _MARGIN) if since else None

    @property
    def direct(self) -> tuple[int, ...]:
        """Channels of direct messages, the newest last."""
        return tuple(self._direct)

    @contextmanager
    def take(self, question: int, server: int = 0) -> Iterator[Taken]:
        """Whether a question is to be answered; the `server` is 0 for a direct message."""
        if question in self._taken:
            yield Taken.BEFORE
            return
        self._taken[question] = server
        self._under_way.add(question)
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        yield Taken.FRESH if self._ends[question] < ENDS else Taken.TOO_OFTEN
        # Not in case of being broken off: then the next start finds it unanswered.
        self._under_way.discard(question)
        del self._ends[question]

    def forget_server(self, server: int) -> None:
        """Forget the questions of a server."""
        for question in [question for question, its in self._taken.items() if its == server]:
            del self._taken[question]

    def forget_before(self, question: int, direct: int) -> bool:
        """Forget questions before one, and channels where nothing was said since a message.

        Returns whether there were any.
        """
        before = len(self._taken) + len(self._direct)
        taken = ((one, server) for one, server in self._taken.items() if one >= question)
        spoke = ((channel, one) for channel, one in self._direct.items() if one >= direct)
        self._taken, self._direct = OrderedDict(taken), OrderedDict(spoke)
        return len(self._taken) + len(self._direct) < before

    def kept(self, *, leaving: bool = False) -> Kept:
        """What the next process is to know; where this one is `leaving` in order, what it breaks off is not held against the questions."""
        # One shard may have missed what another has heard.
        mark = min(self._newest.values(), default=self._before)
        if self._under_way:
            mark = min(mark, min(self._under_way) - 1)
        answered = [one for one in self._taken if one not in self._under_way][-KEPT:]
        servers = tuple(self._taken[one] for one in answered)
        under_way = () if leaving else tuple(sorted(self._under_way))
        ends = tuple(sorted(self._ends.items())[-KEPT:])
        return Kept(mark, tuple(answered), self.direct, servers, tuple(self._direct.values()), ends, under_way)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known over a restart."""

    mark: int = 0
    """Everything up to this message was seen; 0: there was no earlier process."""
    answered: tuple[int, ...] = ()
    direct: tuple[int, ...] = ()
    servers: tuple[int, ...] = ()
    """On which server each question was asked; 0 in a direct message, and where it is not told."""
    spoke: tuple[int, ...] = ()
    """The newest message of each channel; where it is not told, the mark."""
    ends: tuple[tuple[int, int], ...] = ()
    """Questions, and how often a process ended without leaving in order while one was being answered."""
    under_way: tuple[int, ...] = ()
    """Questions that are being answered."""


def read_kept(file: Path) -> Kept:
    """What an earlier process kept; nothing where there is none, or it can't be read."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        answered, direct = _ids(told["answered"]), _ids(told["direct"])
        servers, spoke = _ids(told.get("servers", ())), _ids(told.get("spoke", ()))
        ends = tuple((int(question), int(many)) for question, many in told.get("ends", ()))
        return Kept(int(told["mark"]), answered, direct, servers, spoke, ends, _ids(told.get("under_way", ())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


def keep(file: Path, kept: Kept) -> None:
    """Write it down for the next process. Raises OSError."""
    write_note(file, json.dumps(asdict(kept)))


def _ids(told: Any) -> tuple[int, ...]:  # noqa: ANN401 - JSON gives any type
    return tuple(map(int, told))


def _paired(ids: tuple[int, ...], told: tuple[int, ...], otherwise: int) -> list[tuple[int, int]]:
    """Ids with what is told of each, as far as it is."""
    return list(zip(ids, (*told, *[otherwise] * len(ids)), strict=False))


Now = Callable[[], dt.datetime]


class Keeper:
    """Writes what is known to a file: now and then, and before a question is answered."""

    def __init__(self, seen: Seen, file: Path | None, now: Now = discord.utils.utcnow) -> None:
        self._seen = seen
        self._file = file
        self._now = now
        self._due = 0.0
        self._hourly: asyncio.TimerHandle | None = None
        self._writing = threading.Lock()
        self._made, self._written = 0, 0
        self._failing = False
        self._next: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def take(self, question: int, server: int = 0) -> AsyncIterator[Taken]:
        """Whether a question is to be answered. That it is being answered is written down before, as its answer may be the end of the process."""
        with self._seen.take(question, server) as taken:
            if taken is Taken.FRESH:
                await asyncio.shield(self.soon())
            yield taken
        if taken is not Taken.BEFORE:
            self.soon()

    def soon(self) -> asyncio.Task[None]:
        """The next writing, which all share that come while one is under way."""
        if self._next is None:
            self._next = asyncio.create_task(self._write_next())
        return self._next

    async def _write_next(self) -> None:
        async with self._turn:
            self._next = None
            if self._file is not None:
                await asyncio.to_thread(self._write, self._file, *self._newest())

    def changed(self) -> None:
        """Write it, aside, unless that was done just now: what a crash loses is found again on Discord."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._due:
            self._due = loop.time() + _EVERY
            self.soon()

    def forget_server(self, server: int) -> None:
        """Forget the questions of a server, in the file too."""
        self._seen.forget_server(server)
        self.soon()

    def keep(self) -> None:
        """Write it now, for the last time."""
        if self._hourly is not None:
            self._hourly.cancel()
        if self._file is not None:
            self._write(self._file, *self._newest(leaving=True))
            self._file = None

    def forget_old(self) -> None:
        """Forget what has been kept long enough, now and from then on once an hour."""
        if self._forget_old():
            self.soon()
        self._hourly = asyncio.get_running_loop().call_later(_HOUR, self.forget_old)

    def _forget_old(self) -> bool:
        now, snowflake = self._now(), discord.utils.time_snowflake
        return self._seen.forget_before(snowflake(now - OLDEST), snowflake(now - DIRECT_FOR))

    def _newest(self, *, leaving: bool = False) -> tuple[int, Kept]:
        self._forget_old()
        self._made += 1
        return self._made, self._seen.kept(leaving=leaving)

    def _write(self, file: Path, number: int, kept: Kept) -> None:
        with self._writing:
            if number < self._written:
                # What is newer overtook it.
                return
            try:
                keep(file, kept)
                self._written = number
                self._failing = False
            except OSError as error:
                if not self._failing:
                    _log.warning("What was answered can't be kept over a restart: %s", error)
                self._failing = True
