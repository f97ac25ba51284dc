"""The tree of slash commands, and when Discord is told of them."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.chat.i18n import translations
from bot.frontends.discord_app.delivery.interaction_response import reject
from bot.frontends.discord_app.delivery.outgoing_messages import failure_reply
from bot.frontends.discord_app.service import BylineService
from bot.private_files import make_private_folder, private_opener, write_whole

_log = logging.getLogger(__name__)


class BylineCommandTree(app_commands.CommandTree[Any]):
    """Checks access before every command; an error in one never goes unanswered."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Check access before a command and before completions for one."""
        return await _service(interaction).access.check_interaction(interaction)

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Log an error and tell the author of the command."""
        _log.error("A command failed", exc_info=error)
        language = _service(interaction).locales.of_interaction(interaction)
        await reject(interaction, failure_reply(translations(language)))


async def fingerprint(tree: app_commands.CommandTree[Any], application: int) -> str:
    """Return a digest of all commands in every language, and of the application's id."""
    assert tree.translator is not None
    definition = [
        await command.get_translated_payload(tree, tree.translator)
        for command in tree.get_commands()
    ]
    return hashlib.sha256(
        json.dumps([application, definition], sort_keys=True).encode()
    ).hexdigest()


def load_fingerprint(file: Path) -> str:
    """Return the fingerprint of the commands that Discord knows; empty when there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def save_fingerprint(file: Path, digest: str) -> None:
    """Save the fingerprint of the commands that Discord knows. Raises OSError."""
    make_private_folder(file.parent)
    write_whole(file, f"{digest}\n".encode(), private_opener)


def _service(interaction: discord.Interaction[Any]) -> BylineService:
    service: BylineService = interaction.client.service
    return service
