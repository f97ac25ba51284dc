"""Answers of the last days are edited where the articles say something else by now: one by one, the newest first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.frontends.discord_app.delivery import Pause
from bot.frontends.discord_app.in_place import tell_anew
from bot.frontends.discord_app.questions import Questions

if TYPE_CHECKING:
    from bot.chat.amending import Amendment, Amendments
    from bot.chat.late_desk import Handles
    from bot.store.answers import Given

_log = logging.getLogger(__name__)

BETWEEN = 1.0
"""Seconds between two edits: they take nobody's turn who asks meanwhile."""


class Amending:
    """Amends what is to be amended, in a task of its own."""

    def __init__(
        self,
        client: discord.Client,
        desk: Handles,
        questions: Questions,
        reads: Callable[[int], Awaitable[bool]],
        pause: Pause,
    ) -> None:
        """Take what tells whether a person may be told anything directly."""
        self._reads = reads
        self._client = client
        self._desk = desk
        self._questions = questions
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    def see_to_it(self) -> None:
        """Begin to amend, if there may be something to amend and nobody is at it."""
        amendments = self._desk.amendments
        if amendments is not None and amendments.due and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._work(amendments))

    def stop(self) -> None:
        """Leave the rest for the next start."""
        if self._task is not None:
            self._task.cancel()

    async def _work(self, amendments: Amendments) -> None:
        while amendments.due:
            amendments.begin()
            try:
                await self._amend_all(amendments)
            except Exception:  # noqa: BLE001 - whatever it is, the next reload is to be followed again
                _log.exception("Answers could not be amended")

    async def _amend_all(self, amendments: Amendments) -> None:
        # What can't be edited now is tried again after the next reload or start.
        async for made in amendments.pending():
            async with self._questions.as_it_is(int(made.given.question)):
                await self._amend(made, amendments)
            await self._pause(BETWEEN)

    async def _amend(self, made: Amendment, amendments: Amendments) -> None:
        given = made.given
        there = await self._desk.answered(given.question)
        if there is None or there.at != given.at:
            # It was deleted meanwhile, or answered anew, from what the articles say by now.
            return
        if self._is_direct(given) and not await self._reads(int(given.author)):
            return
        try:
            messages = await tell_anew(self._client, given, made.reply, made.reply.again, pause=self._pause)
        except discord.NotFound:
            await self._desk.forget(given.question)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("An answer in channel %s could not be amended: %s", given.channel, error)
        else:
            amendments.amended(made)
            if tuple(messages) != given.messages:
                self._desk.given(given.question, given.channel, messages)

    def _is_direct(self, given: Given) -> bool:
        """Whether an answer stands in a direct message, as far as it is known."""
        there = self._client.get_channel(int(given.channel))
        return not given.server and not isinstance(there, discord.abc.GuildChannel | discord.Thread)
