"""Corrections of recent answers whose articles have changed: one by one, the newest first."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.ext import commands

from bot.frontends.discord_app.delivery.editing import edit_answer
from bot.frontends.discord_app.service import BylineService
from bot.frontends.discord_app.state.in_flight import InFlightQuestions

if TYPE_CHECKING:
    from bot.chat.conversation.corrections import Correction, Corrections
    from bot.store.records import AnswerRecord

_log = logging.getLogger(__name__)

EDIT_INTERVAL_SECONDS = 1.0
"""Seconds between two edits: they take nobody's turn who asks meanwhile."""


class CorrectionTask(commands.Cog):
    """Amends what is to be amended, in a task of its own."""

    def __init__(
        self, client: discord.Client, service: BylineService, in_flight: InFlightQuestions
    ) -> None:
        self._client = client
        self._service = service
        self._in_flight = in_flight
        self._task: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin where an earlier process has left off."""
        self.start_if_pending()

    async def cog_unload(self) -> None:
        """Leave the rest for the next start."""
        if self._task is not None:
            self._task.cancel()

    def start_if_pending(self) -> None:
        """Begin to amend, if there may be something to amend and nobody is at it."""
        corrections = self._service.chat.corrections
        if (
            corrections is not None
            and corrections.has_pending
            and (self._task is None or self._task.done())
        ):
            self._task = asyncio.create_task(self._run(corrections), name="corrections")

    async def _run(self, corrections: Corrections) -> None:
        while corrections.has_pending:
            corrections.mark_started()
            try:
                await self._correct_all(corrections)
            except Exception:  # noqa: BLE001 - whatever it is, the next reload is to be followed again
                _log.exception("Answers could not be amended")

    async def _correct_all(self, corrections: Corrections) -> None:
        # What can't be edited now is tried again after the next reload or start.
        async for correction in corrections.pending():
            async with self._in_flight.hold(int(correction.record.question)):
                await self._correct(correction, corrections)
            await self._service.sleep(EDIT_INTERVAL_SECONDS)

    async def _correct(self, correction: Correction, corrections: Corrections) -> None:
        record = correction.record
        current = await self._service.chat.find_answer(record.question)
        if current is None or current.at != record.at:
            # It was deleted meanwhile, or answered anew, from what the articles say by now.
            return
        if self._is_direct_message(record) and not await self._service.access.is_member(
            int(record.author)
        ):
            return
        try:
            messages = await edit_answer(
                self._client,
                record,
                correction.reply,
                correction.reply.reload_action,
            )
        except discord.NotFound:
            await self._service.chat.forget(record.question)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("An answer in channel %s could not be amended: %s", record.channel, error)
        else:
            corrections.mark_corrected(correction)
            if tuple(messages) != record.messages:
                self._service.chat.record_delivery(record.question, record.channel, messages)

    def _is_direct_message(self, record: AnswerRecord) -> bool:
        """Tell whether an answer stands in a direct message, as far as it is known."""
        there = self._client.get_channel(int(record.channel))
        return not record.server and not isinstance(
            there, discord.abc.GuildChannel | discord.Thread
        )
