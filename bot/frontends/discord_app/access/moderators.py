"""Who may moderate, and on which servers."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from typing import Any

import discord

from bot.chat.i18n import translations
from bot.chat.rendering.error_messages import error_text
from bot.errors import AmbiguousServer, DiscordServer
from bot.frontends.discord_app.access.settings import DiscordSettings
from bot.frontends.discord_app.state.guilds import Guilds
from bot.text.display import to_single_line

_log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9]{15,20}")


class ModeratorCheck:
    """Moderation is possible on the servers that the settings name.

    Where they name none, it is while the bot is on a single server.
    """

    def __init__(self, settings: DiscordSettings, roles: Collection[str], guilds: Guilds) -> None:
        """Take the roles that make moderators besides Manage Server, by name or id."""
        self._settings = settings
        self._guilds = guilds
        self._ids = frozenset(role for role in roles if _ID.fullmatch(role))
        self._names = frozenset(roles) - self._ids
        self._warned_of: frozenset[int] = frozenset()

    def is_moderator(self, interaction: discord.Interaction[Any]) -> bool:
        """Tell whether who acts may moderate where they do."""
        return self._is_moderated_guild(interaction.guild_id) and self._has_permission(interaction)

    def undecided_servers(self, interaction: discord.Interaction[Any]) -> tuple[DiscordServer, ...]:
        """Return the servers of the bot, where it is on several and the settings name none.

        For who could moderate if they named that of the interaction; empty for anybody else.
        """
        return self._undecided() if self._has_permission(interaction) else ()

    def warn_if_undecided(self) -> None:
        """Log that nobody can moderate, whenever the guilds are others than before."""
        several = self._undecided()
        now = frozenset(int(discord_server.id) for discord_server in several)
        if several and now != self._warned_of:
            _log.warning(error_text(translations(), AmbiguousServer(several)).replace("\n", " "))
        self._warned_of = now

    def _is_moderated_guild(self, server: int | None) -> bool:
        if self._settings.guild_ids:
            return server in self._settings.guild_ids
        return self._guilds.is_complete and [item.id for item in self._guilds.all] == [server]

    def _has_permission(self, interaction: discord.Interaction[Any]) -> bool:
        """Tell whether who acts has Manage Server, or one of the roles, on the server."""
        person = interaction.user
        if not isinstance(person, discord.Member):
            return False
        # Discord tells what somebody may do in the channel: nothing is newer than that, but the
        # permissions of the channel may add to it.
        may_grant = _overwrites_may_grant(interaction.channel)
        allowed = person.guild_permissions if may_grant else interaction.permissions
        if allowed.manage_guild or allowed.administrator:
            return True
        return any(str(role.id) in self._ids or role.name in self._names for role in person.roles)

    def _undecided(self) -> tuple[DiscordServer, ...]:
        servers = () if self._settings.guild_ids else self._guilds.all
        if len(servers) < 2:
            return ()
        return tuple(
            DiscordServer(str(server.id), to_single_line(server.name)) for server in servers
        )


def _overwrites_may_grant(channel: object) -> bool:
    """Whether the permissions of a channel may make moderators: who sets it up decides on them."""
    if not isinstance(channel, discord.abc.GuildChannel):
        # It is not told of a thread, and not known of a channel that the bot does not see.
        return True
    return any(
        overwrite.manage_guild or overwrite.administrator
        for overwrite in channel.overwrites.values()
    )
