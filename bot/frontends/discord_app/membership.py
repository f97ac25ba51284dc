"""Who shares a server with the bot: asked of Discord one person at a time, and kept for a while."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

import aiohttp
import discord

from bot.frontends.discord_app.delivery import Pause, deliver

_log = logging.getLogger(__name__)

INSIDE_FOR = 300.0
"""Seconds that a member is taken for one without another look: so long is answered who left."""
OUTSIDE_FOR = 300.0
"""The same for somebody who is none: who joins should not wait long."""
PEOPLE = 10_000
"""Of how many people that is kept."""


class Standing(Enum):
    """What is known of somebody."""

    INSIDE = auto()
    OUTSIDE = auto()
    UNKNOWN = auto()
    """Discord does not say at the moment."""


@dataclass(frozen=True, slots=True)
class _Known:
    server: int | None
    """Where somebody is a member; None: nowhere."""
    until: float


class Membership:
    """Knows members without their list, which Discord gives to few bots. Belongs to one event loop."""

    def __init__(self, clock: Callable[[], float], pause: Pause) -> None:
        self._clock = clock
        self._pause = pause
        self._known: OrderedDict[int, _Known] = OrderedDict()
        self._asking: dict[int, asyncio.Task[Standing]] = {}

    def met(self, person: int, server: int, ago: float = 0.0) -> None:
        """Somebody acted in a server some seconds ago, as only its members can."""
        if ago < INSIDE_FOR:
            self._keep(person, _Known(server, self._clock() - ago + INSIDE_FOR))

    def forget_server(self, server: int) -> None:
        """Forget who is a member of a server."""
        for person in [person for person, known in self._known.items() if known.server == server]:
            del self._known[person]

    async def standing(self, person: int, servers: Sequence[discord.Guild], patience: float) -> Standing:
        """Whether somebody is a member of any of the servers; unknown when that is not found out within some seconds."""
        known = self._known.get(person)
        if known and self._clock() < known.until and (known.server is None or any(one.id == known.server for one in servers)):
            return Standing.OUTSIDE if known.server is None else Standing.INSIDE
        task = self._asking.get(person)
        if task is None:
            # Who asks several things at once is looked for once; and a search that takes too long for one question serves the next.
            task = self._asking[person] = asyncio.create_task(self._look(person, servers))
            task.add_done_callback(lambda _: self._asking.pop(person, None))
        done, _ = await asyncio.wait([task], timeout=patience)
        return task.result() if done else Standing.UNKNOWN

    async def _look(self, person: int, servers: Sequence[discord.Guild]) -> Standing:
        failed = False
        for server in servers:
            asked_at = self._clock()
            try:
                await deliver(partial(server.fetch_member, person), self._pause)
            except (discord.NotFound, discord.Forbidden):
                # No member; or the server is none of ours any more.
                continue
            except (discord.HTTPException, aiohttp.ClientError, OSError):
                _log.warning("Server %d does not say whether person %d is a member", server.id, person, exc_info=True)
                failed = True
            else:
                self.met(person, server.id, self._clock() - asked_at)
                return Standing.INSIDE
        if failed:
            return Standing.UNKNOWN
        self._keep(person, _Known(None, self._clock() + OUTSIDE_FOR))
        return Standing.OUTSIDE

    def _keep(self, person: int, known: _Known) -> None:
        self._known[person] = known
        self._known.move_to_end(person)
        while len(self._known) > PEOPLE:
            self._known.popitem(last=False)
