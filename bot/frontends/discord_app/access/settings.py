"""Where the bot serves, what it may hear there, and where its answers stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """What a team sets about it."""

    guild_ids: frozenset[int] = frozenset()
    """Ids of the guilds whose members are answered; empty: every guild of the bot."""
    message_content: bool = False
    """Whether Discord is asked for the text of messages that don't speak to us."""
    listen_channels: frozenset[str] = frozenset()
    """Names or ids of channels where every question is answered."""
    thread_channels: frozenset[str] = frozenset()
    """Names or ids of channels where each question is answered in a thread of its own."""
    log_channel: str = ""
    """Name or id of the channel that is told of each change of the articles; empty for none."""

    def serves_guild(self, server: int) -> bool:
        """Tell whether members of a server are answered."""
        return not self.guild_ids or server in self.guild_ids


DEFAULTS = DiscordSettings()
"""Wherever it was invited, when it is spoken to."""
