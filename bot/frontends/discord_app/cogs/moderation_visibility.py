"""Who is shown the moderators' commands, and where."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

GUILD_ONLY = app_commands.AppCommandContext(guild=True, dm_channel=False)
"""Who may moderate is known on a guild alone."""


def default_permissions(*, hidden: bool) -> discord.Permissions | None:
    """Return what a `hidden` command asks for: Discord shows it to members with Manage Server."""
    # Where moderators have roles, it would hide commands from them, too.
    return discord.Permissions(manage_guild=True) if hidden else None


def add_message_menu(
    client: commands.AutoShardedBot,
    name: str,
    callback: Any,  # noqa: ANN401 - discord.py's type for it is not public
    *,
    hidden: bool,
) -> None:
    """Add a command to the menu of messages, which discord.py does not take from a cog."""
    menu = app_commands.ContextMenu(name=name, callback=callback, allowed_contexts=GUILD_ONLY)
    menu.default_permissions = default_permissions(hidden=hidden)
    client.tree.add_command(menu)
