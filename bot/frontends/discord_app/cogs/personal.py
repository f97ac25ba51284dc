"""The commands about what is kept of somebody, and what is taken away when all of it is deleted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.reply_refs import PostedReply
from bot.frontends.discord_app.delivery.editing import delete_answer
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.service import BylineService

_log = logging.getLogger(__name__)
_tr = translations()


class PersonalCommands(commands.Cog):
    """What a person waits for, and what is kept of them; every answer is private."""

    def __init__(
        self,
        client: discord.Client,
        service: BylineService,
        forget_dm_channel: Callable[[int], object],
    ) -> None:
        """Take what forgets a channel of direct messages, by its id."""
        self._client = client
        self._service = service
        self._forget_dm_channel = forget_dm_channel
        self._tasks: set[asyncio.Task[None]] = set()
        service.on_person_removed.append(self.remove_person)

    @app_commands.command(name="watches", description=_tr("command.watches"))
    async def watches(self, interaction: discord.Interaction[Any]) -> None:
        """List what somebody waits for."""
        await self._service.answer_interaction(interaction, Command.WATCHES, private=True)

    @app_commands.command(name="privacy", description=_tr("command.privacy"))
    async def privacy(self, interaction: discord.Interaction[Any]) -> None:
        """Tell somebody what is kept of them."""
        await self._service.answer_interaction(interaction, Command.PRIVACY, private=True)

    def remove_person(self, person: int, answers: Sequence[PostedReply]) -> None:
        """Take away what is left of a person who was forgotten, aside."""
        task = asyncio.create_task(self._remove_person(person, answers))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _remove_person(self, person: int, answers: Sequence[PostedReply]) -> None:
        user = discord.Object(person, type=discord.User)
        try:
            direct = await with_retries(partial(self._client.create_dm, user))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("The channel of somebody who was forgotten is not known: %s", error)
        else:
            self._forget_dm_channel(direct.id)
        for posted in answers:
            await delete_answer(self._client, posted.channel, [posted.message])
