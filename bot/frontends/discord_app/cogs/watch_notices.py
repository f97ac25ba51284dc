"""People are told, once, when a question that they wait for is answered: in the background."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.ext import commands

from bot.chat.conversation.watches import watched_reply
from bot.chat.messages.request_reply import Reply
from bot.frontends.discord_app.access.channel_access import find_viewer
from bot.frontends.discord_app.delivery.outgoing_messages import build_message
from bot.frontends.discord_app.delivery.permissions import is_channel_closed
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.delivery.sending import post_message
from bot.frontends.discord_app.service import BylineService

if TYPE_CHECKING:
    from bot.chat.conversation.watches import WatchChecker
    from bot.question_answer import Answer
    from bot.store.records import Watch

_log = logging.getLogger(__name__)

CHECK_INTERVAL_SECONDS = 0.05
"""Seconds between two questions: ten times what most take, which is left to people."""
_UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)


class WatchNotices(commands.Cog):
    """Asks what people wait for after each reload, and tells them.

    At least once: who was told is noted afterwards. A process that ends in between tells again,
    and Discord leaves out what it has had a few minutes ago.
    """

    def __init__(self, client: discord.Client, service: BylineService) -> None:
        self._client = client
        self._service = service
        self._task: asyncio.Task[None] | None = None

    async def cog_unload(self) -> None:
        """Leave the rest for the next start."""
        if self._task is not None:
            self._task.cancel()

    def start_if_pending(self) -> None:
        """Begin to ask, if the articles are others and nobody is at it."""
        checker = self._service.chat.watch_checker
        if (
            checker is not None
            and checker.has_pending
            and (self._task is None or self._task.done())
        ):
            self._task = asyncio.create_task(self._run(checker), name="watches")

    async def _run(self, checker: WatchChecker) -> None:
        await self._client.wait_until_ready()
        while checker.has_pending:
            checker.mark_started()
            try:
                await self._check_all(checker)
            except Exception:  # noqa: BLE001 - whatever it is, the next reload is to be followed again
                _log.exception("What people wait for could not be looked at")

    async def _check_all(self, checker: WatchChecker) -> None:
        for watches in await checker.pending():
            answer = await checker.find_answer(watches[0].question)
            for watch in watches if answer is not None else ():
                try:
                    await self._tell(checker, watch, answer)
                except _UNREACHABLE as error:
                    # It is tried again after the next reload or start.
                    _log.warning("Somebody who waits for an answer could not be told: %s", error)
            await self._service.sleep(CHECK_INTERVAL_SECONDS)

    async def _tell(self, checker: WatchChecker, watch: Watch, answer: Answer | None) -> None:
        assert answer is not None
        member = None
        if watch.server:
            guild = self._client.get_guild(int(watch.server))
            if guild is None or not self._service.settings.serves_guild(guild.id):
                return
            member = await find_viewer(guild, int(watch.channel), int(watch.person))
            if member is None:
                await checker.drop(watch)
                return
        elif not await self._service.access.is_member(int(watch.person)):
            return
        reply = await checker.render(answer, watch.language, private=False)
        if not await checker.is_pending(watch):
            return
        sent = await self._send(watch, reply, member)
        if sent is not None:
            server = str(sent.guild.id) if sent.guild else ""
            await checker.finish(watch, reply, str(sent.channel.id), str(sent.id), server)

    async def _send(
        self, watch: Watch, reply: Reply, member: discord.Member | None
    ) -> discord.Message | None:
        """Send an answer directly, else to where the question stands; None where neither goes."""
        nonce = f"w{watch.id}"
        direct = (
            await with_retries(member.create_dm)
            if member
            else self._client.get_partial_messageable(int(watch.channel))
        )
        try:
            return await self._post(direct, watched_reply(reply, watch), watch, None, nonce)
        except discord.HTTPException as error:
            if not is_channel_closed(error):
                raise
        if member is None or watch.private:
            # What was asked in private is nobody else's.
            _log.info("Somebody who waits for an answer accepts no direct messages")
            return None
        channel = self._client.get_partial_messageable(int(watch.channel), guild_id=member.guild.id)
        named = watched_reply(reply, watch, member.display_name)
        return await self._post(channel, named, watch, await _question(channel, watch), nonce)

    async def _post(
        self,
        channel: discord.abc.Messageable,
        reply: Reply,
        watch: Watch,
        reference: discord.Message | None,
        nonce: str,
    ) -> discord.Message:
        outgoing = await build_message(reply, reply.reload_action, int(watch.person))
        return await with_retries(partial(post_message, channel, outgoing, reference, nonce))


async def _question(channel: discord.PartialMessageable, watch: Watch) -> discord.Message | None:
    """Return the message that asked, else the abstention; None where neither stands there."""
    for message in (watch.asked, watch.message):
        try:
            return await with_retries(partial(channel.fetch_message, int(message)))
        except (discord.NotFound, discord.Forbidden):
            continue
    return None
