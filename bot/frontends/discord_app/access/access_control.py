"""Access: members of the guilds that the bot serves, there and in direct messages."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.answer_replies import text_reply
from bot.frontends.discord_app.access.membership import Membership, MembershipStatus
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.access.user_locale import Locales
from bot.frontends.discord_app.delivery.interaction_response import reject
from bot.frontends.discord_app.state.throttle import Throttle

_log = logging.getLogger(__name__)

_INTERACTION_WAIT_SECONDS = 1.8
"""Seconds that a command may wait to learn who somebody is: Discord waits three for an answer."""
_MESSAGE_WAIT_SECONDS = 30.0
"""The same for a message."""
_FOREVER_SECONDS = float("inf")

JoinedGuilds = Callable[[], Sequence[discord.Guild]]


class AccessControl:
    """Decides who is answered, for messages and interactions. Belongs to one event loop."""

    def __init__(
        self,
        settings: DiscordSettings,
        guilds: JoinedGuilds,
        locales: Locales,
        clock: Callable[[], float],
        now: Callable[[], dt.datetime] = discord.utils.utcnow,
    ) -> None:
        """Take what gives all servers that the bot is in, and what tells the time."""
        self._now = now
        self._settings = settings
        self._guilds = guilds
        self._locales = locales
        self._membership = Membership(clock)
        self._logged = Throttle(_FOREVER_SECONDS, clock)

    async def check_message(
        self,
        message: discord.Message,
        tr: Translations,
        notify: Callable[[Reply], Awaitable[object]],
    ) -> bool:
        """Return whether to answer a message; tell the author of a direct one why not."""
        if message.guild is not None:
            return self.serves_guild_of(message)
        refusal = await self._refusal_of_user(message.author.id, _MESSAGE_WAIT_SECONDS, tr)
        if refusal is not None:
            await notify(refusal)
        return refusal is None

    def serves_guild_of(self, message: discord.Message) -> bool:
        """Return whether a message is direct or of a served guild; log other guilds, once each."""
        if message.guild is None:
            return True
        if self._settings.serves_guild(message.guild.id):
            # Who wrote a message that is read later may have left since.
            ago = self._now() - (message.edited_at or message.created_at)
            self._membership.note_member(
                message.author.id, message.guild.id, max(0.0, ago.total_seconds())
            )
            return True
        if self._logged.is_due(message.guild.id):
            _log.warning(
                "Questions on server %d are not answered: it is not in discord.servers",
                message.guild.id,
            )
        return False

    def forget_server(self, server: int) -> None:
        """Forget who is a member of a server, and that its questions were refused."""
        self._membership.forget_server(server)
        self._logged.forget(server)

    async def refusal_of(self, interaction: discord.Interaction[Any]) -> Reply | None:
        """Return why a command or click is not answered; None where it may be."""
        tr = translations(self._locales.of_interaction(interaction))
        if interaction.guild_id is not None:
            # An app that somebody brings along acts where it was not invited.
            invited = self._settings.guild_ids or any(
                item.id == interaction.guild_id for item in self._guilds()
            )
            if not (invited and self._settings.serves_guild(interaction.guild_id)):
                return _refusal(tr, "discord.elsewhere")
            self._membership.note_member(interaction.user.id, interaction.guild_id)
            return None
        if interaction.context.private_channel:
            return _refusal(tr, "discord.elsewhere")
        return await self._refusal_of_user(interaction.user.id, _INTERACTION_WAIT_SECONDS, tr)

    async def check_interaction(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction may go on.

        Else tell its author privately why not, or complete nothing.
        """
        refusal = await self.refusal_of(interaction)
        if refusal is None:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            await reject(interaction, refusal)
        return False

    async def is_member(self, person: int) -> bool:
        """Return whether a person is known to be a member of a served guild."""
        return (
            await self._membership_status(person, _MESSAGE_WAIT_SECONDS) is MembershipStatus.MEMBER
        )

    async def _membership_status(self, person: int, max_wait_seconds: float) -> MembershipStatus:
        servers = [item for item in self._guilds() if self._settings.serves_guild(item.id)]
        return await self._membership.status_of(person, servers, max_wait_seconds)

    async def _refusal_of_user(
        self, person: int, patience: float, tr: Translations
    ) -> Reply | None:
        match await self._membership_status(person, patience):
            case MembershipStatus.MEMBER:
                return None
            case MembershipStatus.NOT_MEMBER:
                return _refusal(tr, "discord.stranger")
            case MembershipStatus.UNKNOWN:
                return _refusal(tr, "discord.unchecked")


def _refusal(tr: Translations, key: str) -> Reply:
    return replace(text_reply(tr(key), private=True, error=True), language=tr.language)
