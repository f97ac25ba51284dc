"""Who may moderate, and on which servers."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from typing import Any

import discord

from bot.chat.error_words import error
from bot.chat.speech import speech
from bot.errors import Server, SeveralServers
from bot.frontends.discord_app.doors import Doors
from bot.frontends.discord_app.servers import Servers
from bot.text.display import one_line

_log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9]{15,20}")


class Moderators:
    """Moderation is possible on the servers that the settings name.

    Where they name none, it is while the bot is on a single server.
    """

    def __init__(self, doors: Doors, roles: Collection[str], servers: Servers) -> None:
        """Take the roles that make moderators besides Manage Server, by name or id."""
        self._doors = doors
        self._servers = servers
        self._ids = frozenset(role for role in roles if _ID.fullmatch(role))
        self._names = frozenset(roles) - self._ids
        self._told: frozenset[int] = frozenset()

    def includes(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether who acts may moderate where they do."""
        return self._moderates(interaction.guild_id) and self._may(interaction)

    def unsettled(self, interaction: discord.Interaction[Any]) -> tuple[Server, ...]:
        """The servers of the bot, where it is on several and the settings name none.

        For who could moderate if they named that of the interaction; empty for anybody else.
        """
        return self._several() if self._may(interaction) else ()

    def say_where(self) -> None:
        """Write to the log that nobody can moderate, whenever the servers are others than before."""
        several = self._several()
        now = frozenset(int(one.id) for one in several)
        if several and now != self._told:
            _log.warning(error(speech(), SeveralServers(several)).replace("\n", " "))
        self._told = now

    def _moderates(self, server: int | None) -> bool:
        if self._doors.servers:
            return server in self._doors.servers
        return self._servers.known and [one.id for one in self._servers.all] == [server]

    def _may(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether who acts has Manage Server, or one of the roles, on the server."""
        person = interaction.user
        if not isinstance(person, discord.Member):
            return False
        # Discord tells what somebody may do in the channel: nothing is newer than that, but the
        # permissions of the channel may add to it.
        adds = _may_add(interaction.channel)
        allowed = person.guild_permissions if adds else interaction.permissions
        if allowed.manage_guild or allowed.administrator:
            return True
        return any(str(role.id) in self._ids or role.name in self._names for role in person.roles)

    def _several(self) -> tuple[Server, ...]:
        servers = () if self._doors.servers else self._servers.all
        if len(servers) < 2:
            return ()
        return tuple(Server(str(one.id), one_line(one.name)) for one in servers)


def _may_add(channel: object) -> bool:
    """Whether the permissions of a channel may make moderators: who sets it up decides on them."""
    if not isinstance(channel, discord.abc.GuildChannel):
        # It is not told of a thread, and not known of a channel that the bot does not see.
        return True
    return any(one.manage_guild or one.administrator for one in channel.overwrites.values())
