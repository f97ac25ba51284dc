"""What somebody may click only who is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService


class AccessCheckedItem:
    """A base of every button and list, before the class of discord.py."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Called by discord.py before the click is heard."""
        client: BylineService = interaction.client
        return await client.access.check_interaction(interaction)
