"""Questions that were asked while there was no connection.

After a new gateway session, Discord tells nothing of them by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

import aiohttp
import discord

from bot.frontends.discord_app.clocks import Now
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.state.seen_messages import MAX_AGE, SeenMessages

_log = logging.getLogger(__name__)

MAX_CHANNELS = 50
"""Of a server, those where something was said last."""
MAX_MESSAGES = 500
"""Messages of a channel, the newest."""
MAX_QUESTIONS = 100
"""Of those, the newest."""
DM_SHARD = 0
"""The shard that hears direct messages."""

IsAddressed = Callable[[discord.Message], bool]
AnswerMessage = Callable[[discord.Message], Awaitable[None]]


class Backlog:
    """Answers missed questions channel by channel, in their order, one after the other."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        seen: SeenMessages,
        is_addressed: IsAddressed,
        answer: AnswerMessage,
        now: Now,
    ) -> None:
        self._client = client
        self._seen = seen
        self._is_addressed = is_addressed
        self._answer = answer
        self._now = now
        self._shard_of_caught_up_guild: dict[int, int] = {}
        """The shards of the servers that were caught up with since they came back, by server."""

    def shard_connected(self, shard: int) -> None:
        """A shard has a new session: with all of its servers there is something to catch up."""
        self._seen.shard_connected(shard)
        self._shard_of_caught_up_guild = {
            guild: its for guild, its in self._shard_of_caught_up_guild.items() if its != shard
        }

    def guild_unavailable(self, guild: discord.Guild) -> None:
        """Note that a server is out of reach: there will be something to catch up."""
        self.forget_server(guild.id)
        self._seen.guild_unavailable(guild.shard_id)

    def forget_server(self, server: int) -> None:
        """Forget whether a server was caught up with."""
        self._shard_of_caught_up_guild.pop(server, None)

    async def catch_up_guild(self, guild: discord.Guild) -> None:
        """Catch up with a server that has come back, once."""
        if guild.id in self._shard_of_caught_up_guild:
            return
        self._shard_of_caught_up_guild[guild.id] = guild.shard_id
        since = self._gap_start(guild.shard_id)
        if since is None:
            # Nothing was missed yet; from here on it may be.
            self._seen.note_message(guild.shard_id, self._newest_message(guild))
            return
        channels = [
            channel
            for channel in _channels(guild)
            if (channel.last_message_id or 0) > since and _is_readable(channel, guild)
        ]
        channels.sort(key=lambda channel: channel.last_message_id or 0, reverse=True)
        await self._catch_up(channels[:MAX_CHANNELS], since)

    async def catch_up_dms(self) -> None:
        """Catch up with direct messages."""
        since = self._gap_start(DM_SHARD)
        if since is not None:
            await self._catch_up(
                [
                    self._client.get_partial_messageable(
                        dm_channel, type=discord.ChannelType.private
                    )
                    for dm_channel in self._seen.dm_channels
                ],
                since,
            )

    def _newest_message(self, guild: discord.Guild) -> int:
        known = (channel.last_message_id or 0 for channel in _channels(guild))
        return max(known, default=0) or discord.utils.time_snowflake(self._now())

    def _gap_start(self, shard: int) -> int | None:
        gap = self._seen.gap_start(shard)
        return (
            None if gap is None else max(gap, discord.utils.time_snowflake(self._now() - MAX_AGE))
        )

    async def _catch_up(self, channels: Iterable[discord.abc.Messageable], since: int) -> None:
        for channel in channels:
            try:
                questions = await with_retries(partial(self._questions, channel, since))
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                _log.warning("Can't read what was said in %s in the meantime: %s", channel, error)
                continue
            for question in questions:
                await self._answer(question)

    async def _questions(
        self, channel: discord.abc.Messageable, since: int
    ) -> list[discord.Message]:
        """Return what was asked of us there and has no reply of ours."""
        assert self._client.user is not None
        me, asked, replied = self._client.user.id, [], set()
        async for message in channel.history(
            limit=MAX_MESSAGES, after=discord.Object(since), oldest_first=False
        ):
            if message.author.id == me and message.reference is not None:
                replied.add(message.reference.message_id)
            elif self._is_addressed(message) and message.id not in replied:
                asked.append(message)
        return asked[:MAX_QUESTIONS][::-1]


def _channels(
    guild: discord.Guild,
) -> Iterator[discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread]:
    yield from guild.text_channels
    yield from guild.voice_channels
    yield from guild.stage_channels
    yield from guild.threads


def _is_readable(channel: discord.abc.GuildChannel | discord.Thread, guild: discord.Guild) -> bool:
    may = channel.permissions_for(guild.me)
    return may.view_channel and may.read_message_history
