"""The base of every button and list."""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot.chat.messages.request_reply import Action


class ClickHandler(Protocol):
    """What buttons and lists ask of the client's `button_clicks`."""

    async def check_access(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction may go on; tell its author why not."""

    async def run_action(
        self, interaction: discord.Interaction[Any], action: Action, owner: int
    ) -> None:
        """Run the action of a button below a reply to the user `owner`."""

    async def run_choice(
        self, interaction: discord.Interaction[Any], action: Action | None
    ) -> None:
        """Run the action chosen from a list; None is one that is no longer known."""

    async def turn_page(
        self,
        interaction: discord.Interaction[Any],
        reload_action: Action,
        page: int,
        owner: int,
        language: str | None,
    ) -> None:
        """Show page `page`, counted from 0, of the reply that `reload_action` brings back."""


class AccessCheckedItem:
    """Checks access before a click; to be named before the class of discord.py."""

    @staticmethod
    def click_handler(interaction: discord.Interaction[Any]) -> ClickHandler:
        """Return what runs the click."""
        handler: ClickHandler = interaction.client.button_clicks
        return handler

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Check access; discord.py calls it before the callback."""
        return await self.click_handler(interaction).check_access(interaction)
