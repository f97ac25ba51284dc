"""Files that go with a reply, where Discord takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Line, Reply


def attachable(
    reply: Reply,
    interaction: discord.Interaction[Any],
    no_file: str = "card.no-file",
    too_large: str = "card.too-large",
) -> Reply:
    """Return a reply with its file, or without it and saying why, by the key of either excuse."""
    if reply.attachment is None:
        return reply
    if interaction.guild_id is not None and not interaction.app_permissions.attach_files:
        return without_file(reply, no_file)
    return (
        without_file(reply, too_large)
        if len(reply.attachment.content) > interaction.filesize_limit
        else reply
    )


def without_file(reply: Reply, excuse: str) -> Reply:
    """Return a reply whose first line, which announces its file, says instead why there is none."""
    return replace(
        reply,
        blocks=(Line(translations(reply.language)(excuse)), *reply.blocks[1:]),
        attachment=None,
    )
