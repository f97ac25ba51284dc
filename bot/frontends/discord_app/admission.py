"""Who is let in: members of the servers that the bot serves, there and in direct messages."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.chat.message import Reply
from bot.chat.speech import Speech, speech
from bot.chat.words import sentence
from bot.frontends.discord_app.delivery import Pause
from bot.frontends.discord_app.doors import Doors
from bot.frontends.discord_app.locales import Locales
from bot.frontends.discord_app.membership import Membership, Standing
from bot.frontends.discord_app.once import Once
from bot.frontends.discord_app.responses import refuse

_log = logging.getLogger(__name__)

_PATIENCE = 1.8
"""Seconds that a command may wait to learn who somebody is: Discord waits three for an answer."""
_LONG_PATIENCE = 30.0
"""The same for a message."""
_FOR_EVER = float("inf")

Servers = Callable[[], Sequence[discord.Guild]]


class Admission:
    """Decides for messages, commands, clicks and everything else that comes in. Belongs to one event loop."""

    def __init__(
        self,
        doors: Doors,
        servers: Servers,
        locales: Locales,
        clock: Callable[[], float],
        pause: Pause,
        now: Callable[[], dt.datetime] = discord.utils.utcnow,
    ) -> None:
        """Take what gives all servers that the bot is in, and what tells the time."""
        self._now = now
        self._doors = doors
        self._servers = servers
        self._locales = locales
        self._pause = pause
        self._membership = Membership(clock, pause)
        self._logged = Once(_FOR_EVER, clock)

    async def lets_ask(self, message: discord.Message, say: Speech, tell: Callable[[Reply], Awaitable[object]]) -> bool:
        """Whether a message may be answered; who writes directly is told why not."""
        if message.guild is not None:
            return self.serves(message)
        refusal = await self._of_person(message.author.id, _LONG_PATIENCE, say)
        if refusal is not None:
            await tell(refusal)
        return refusal is None

    def serves(self, message: discord.Message) -> bool:
        """Whether a message comes from where we answer, or directly; of another server nobody is told but the log, once."""
        if message.guild is None:
            return True
        if self._doors.serves(message.guild.id):
            # Who wrote a message that is read later may have left since.
            ago = self._now() - (message.edited_at or message.created_at)
            self._membership.met(message.author.id, message.guild.id, max(0.0, ago.total_seconds()))
            return True
        if self._logged.first(message.guild.id):
            _log.warning("Questions in server %d are not answered: it is none of discord.servers", message.guild.id)
        return False

    def forget_server(self, server: int) -> None:
        """Forget who is a member of a server, and that its questions were refused."""
        self._membership.forget_server(server)
        self._logged.forget(server)

    async def of_interaction(self, interaction: discord.Interaction[Any]) -> Reply | None:
        """Why a command or click is not answered; None where it may be."""
        say = speech(self._locales.of_interaction(interaction))
        if interaction.guild_id is not None:
            # An app that somebody brings along acts where it was not invited.
            invited = self._doors.servers or any(one.id == interaction.guild_id for one in self._servers())
            if not (invited and self._doors.serves(interaction.guild_id)):
                return _refusal(say, "discord.elsewhere")
            self._membership.met(interaction.user.id, interaction.guild_id)
            return None
        if interaction.context.private_channel:
            return _refusal(say, "discord.elsewhere")
        return await self._of_person(interaction.user.id, _PATIENCE, say)

    async def lets_in(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether an interaction may go on; else who acts is told privately why not, and who merely types is offered nothing."""
        refusal = await self.of_interaction(interaction)
        if refusal is None:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            await refuse(interaction, refusal, self._pause)
        return False

    async def reads(self, person: int) -> bool:
        """Whether somebody is known to be a member of a server whose members are answered."""
        return await self._standing(person, _LONG_PATIENCE) is Standing.INSIDE

    async def _standing(self, person: int, patience: float) -> Standing:
        servers = [one for one in self._servers() if self._doors.serves(one.id)]
        return await self._membership.standing(person, servers, patience)

    async def _of_person(self, person: int, patience: float, say: Speech) -> Reply | None:
        match await self._standing(person, patience):
            case Standing.INSIDE:
                return None
            case Standing.OUTSIDE:
                return _refusal(say, "discord.stranger")
            case Standing.UNKNOWN:
                return _refusal(say, "discord.unchecked")


def _refusal(say: Speech, key: str) -> Reply:
    return replace(sentence(say(key), private=True, error=True), language=say.language)
