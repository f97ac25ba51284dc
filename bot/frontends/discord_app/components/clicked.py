"""What was clicked: whether it is still there, and which answer it acts on."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.chat.messages.reply_refs import ClickedReply
from bot.frontends.discord_app.components.buttons import is_button_id
from bot.frontends.discord_app.components.choice_list import MenuOrigin, decode_origin, is_list_id
from bot.frontends.discord_app.components.message_state import repeated_question


def is_outdated(interaction: discord.Interaction[Any]) -> bool:
    """Return whether a click is on something that its message, or the bot, has no longer.

    No dynamic item answers it then.
    """
    if interaction.type is not discord.InteractionType.component:
        return False
    clicked = _custom_id(interaction)
    view = (
        ui.LayoutView.from_message(interaction.message, timeout=None)
        if interaction.message
        else None
    )
    there = (getattr(item, "custom_id", None) for item in (view.walk_children() if view else ()))
    return not (is_button_id(clicked) or is_list_id(clicked)) or clicked not in there


def menu_origin(interaction: discord.Interaction[Any]) -> MenuOrigin | None:
    """Return the answer whose menu something is chosen from; None for any other click."""
    return decode_origin(_custom_id(interaction))


def clicked_reply(interaction: discord.Interaction[Any]) -> ClickedReply | None:
    """Return the reply that a click acts on; None where nothing of ours was clicked.

    A menu acts on the answer that it was opened from, whose question it repeats.
    """
    if interaction.message is None:
        return None
    origin = menu_origin(interaction)
    key = origin.message if origin else interaction.message.id
    return ClickedReply(str(key), repeated_question(interaction.message))


def _custom_id(interaction: discord.Interaction[Any]) -> str:
    return str(dict(interaction.data or {}).get("custom_id", ""))
