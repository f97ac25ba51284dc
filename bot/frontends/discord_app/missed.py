"""Finds the questions that were asked while there was no connection: after a new session, Discord tells nothing of them by itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

import aiohttp
import discord

from bot.frontends.discord_app.delivery import Pause, deliver
from bot.frontends.discord_app.seen import OLDEST, Seen

_log = logging.getLogger(__name__)

CHANNELS = 50
"""Of a server, those where something was said last."""
READ = 500
"""Messages of a channel, the newest."""
QUESTIONS = 100
"""Of those, the newest."""
OF_DIRECT = 0
"""The shard that hears direct messages."""

Addressed = Callable[[discord.Message], bool]
Hear = Callable[[discord.Message], Awaitable[None]]
Now = Callable[[], dt.datetime]


class Missed:
    """Hears what was missed, channel by channel, in the order in which it was said, each question when the one before is answered."""

    def __init__(self, client: discord.AutoShardedClient, seen: Seen, addressed: Addressed, hear: Hear, pause: Pause, now: Now) -> None:
        self._client = client
        self._seen = seen
        self._addressed = addressed
        self._hear = hear
        self._pause = pause
        self._now = now
        self._up_to_date: dict[int, int] = {}
        """The shards of the servers that were caught up with since they came back, by server."""

    def connected(self, shard: int) -> None:
        """A shard has a new session: with all of its servers there is something to catch up."""
        self._seen.connected(shard)
        self._up_to_date = {guild: its for guild, its in self._up_to_date.items() if its != shard}

    def gone(self, guild: discord.Guild) -> None:
        """A server is out of reach: there will be something to catch up."""
        self.forget_server(guild.id)
        self._seen.out_of_reach(guild.shard_id)

    def forget_server(self, server: int) -> None:
        """Forget whether a server was caught up with."""
        self._up_to_date.pop(server, None)

    async def in_guild(self, guild: discord.Guild) -> None:
        """Catch up with a server that has come back, once."""
        if guild.id in self._up_to_date:
            return
        self._up_to_date[guild.id] = guild.shard_id
        since = self._since(guild.shard_id)
        if since is None:
            # Nothing was missed yet; from here on it may be.
            self._seen.message(guild.shard_id, self._newest(guild))
            return
        news = [channel for channel in _channels(guild) if (channel.last_message_id or 0) > since and _readable(channel, guild)]
        news.sort(key=lambda channel: channel.last_message_id or 0, reverse=True)
        await self._catch_up(news[:CHANNELS], since)

    async def in_direct(self) -> None:
        """Catch up with direct messages."""
        since = self._since(OF_DIRECT)
        if since is not None:
            await self._catch_up([self._client.get_partial_messageable(one, type=discord.ChannelType.private) for one in self._seen.direct], since)

    def _newest(self, guild: discord.Guild) -> int:
        known = (channel.last_message_id or 0 for channel in _channels(guild))
        return max(known, default=0) or discord.utils.time_snowflake(self._now())

    def _since(self, shard: int) -> int | None:
        gap = self._seen.gap(shard)
        return None if gap is None else max(gap, discord.utils.time_snowflake(self._now() - OLDEST))

    async def _catch_up(self, channels: Iterable[discord.abc.Messageable], since: int) -> None:
        for channel in channels:
            try:
                questions = await deliver(partial(self._questions, channel, since), self._pause)
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                _log.warning("What was said in %s meanwhile can't be read: %s", channel, error)
                continue
            for question in questions:
                await self._hear(question)

    async def _questions(self, channel: discord.abc.Messageable, since: int) -> list[discord.Message]:
        """What was asked of us there and has no reply of ours."""
        assert self._client.user is not None
        me, asked, replied = self._client.user.id, [], set()
        async for message in channel.history(limit=READ, after=discord.Object(since), oldest_first=False):
            if message.author.id == me and message.reference is not None:
                replied.add(message.reference.message_id)
            elif self._addressed(message) and message.id not in replied:
                asked.append(message)
        return asked[:QUESTIONS][::-1]


def _channels(guild: discord.Guild) -> Iterator[discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread]:
    yield from guild.text_channels
    yield from guild.voice_channels
    yield from guild.stage_channels
    yield from guild.threads


def _readable(channel: discord.abc.GuildChannel | discord.Thread, guild: discord.Guild) -> bool:
    may = channel.permissions_for(guild.me)
    return may.view_channel and may.read_message_history
