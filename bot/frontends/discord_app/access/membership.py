"""Who shares a guild with the bot: looked up one person at a time, and cached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

import aiohttp
import discord
from cachetools import TLRUCache

from bot.frontends.discord_app.delivery.retry import with_retries

_log = logging.getLogger(__name__)

MEMBER_SECONDS = 300.0
"""Seconds that a member is cached: a person who left is answered for so long."""
NOT_MEMBER_SECONDS = 300.0
"""Seconds that a non-member is cached: a person who joins should not wait long."""
MAX_PEOPLE = 10_000
"""People who are cached."""


class MembershipStatus(Enum):
    """What is known of somebody."""

    MEMBER = auto()
    NOT_MEMBER = auto()
    UNKNOWN = auto()
    """Discord does not say at the moment."""


@dataclass(frozen=True, slots=True)
class _CachedMembership:
    guild_id: int | None
    """Where somebody is a member; None: nowhere."""
    until: float


class Membership:
    """Looks up members one by one: few bots get their list. Belongs to one event loop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: TLRUCache[int, _CachedMembership] = TLRUCache(
            MAX_PEOPLE, ttu=lambda _person, known, _now: known.until, timer=clock
        )
        self._lookups: dict[int, asyncio.Task[MembershipStatus]] = {}

    def note_member(self, person: int, server: int, seconds_ago: float = 0.0) -> None:
        """Somebody acted in a server some seconds ago, as only its members can."""
        if seconds_ago < MEMBER_SECONDS:
            until = self._clock() - seconds_ago + MEMBER_SECONDS
            self._known[person] = _CachedMembership(server, until)

    def forget_server(self, server: int) -> None:
        """Forget who is a member of a server."""
        for person in list(self._known):
            # It may have expired since the list was made.
            known = self._known.get(person)
            if known is not None and known.guild_id == server:
                self._known.pop(person, None)

    async def status_of(
        self, person: int, guilds: Sequence[discord.Guild], max_wait_seconds: float
    ) -> MembershipStatus:
        """Return whether a person is a member of any guild; unknown after `max_wait_seconds`."""
        known = self._known.get(person)
        if known and (
            known.guild_id is None or any(guild.id == known.guild_id for guild in guilds)
        ):
            return (
                MembershipStatus.NOT_MEMBER if known.guild_id is None else MembershipStatus.MEMBER
            )
        task = self._lookups.get(person)
        if task is None:
            # One lookup serves several questions at once, and the next one if it takes too long.
            task = self._lookups[person] = asyncio.create_task(self._fetch_status(person, guilds))
            task.add_done_callback(lambda _: self._lookups.pop(person, None))
        done, _ = await asyncio.wait([task], timeout=max_wait_seconds)
        return task.result() if done else MembershipStatus.UNKNOWN

    async def _fetch_status(self, person: int, guilds: Sequence[discord.Guild]) -> MembershipStatus:
        failed = False
        for server in guilds:
            asked_at = self._clock()
            try:
                await with_retries(partial(server.fetch_member, person))
            except (discord.NotFound, discord.Forbidden):
                # No member; or the server is none of ours any more.
                continue
            except (discord.HTTPException, aiohttp.ClientError, OSError):
                _log.warning(
                    "Server %d does not say whether somebody is a member", server.id, exc_info=True
                )
                failed = True
            else:
                self.note_member(person, server.id, self._clock() - asked_at)
                return MembershipStatus.MEMBER
        if failed:
            return MembershipStatus.UNKNOWN
        self._known[person] = _CachedMembership(None, self._clock() + NOT_MEMBER_SECONDS)
        return MembershipStatus.NOT_MEMBER
