"""The slash commands, and when Discord is told of them."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Command
from bot.frontends.discord_app.cogs.ask import ask, ask_about
from bot.frontends.discord_app.cogs.browse import BROWSE_COMMANDS
from bot.frontends.discord_app.delivery.interaction_response import reject
from bot.frontends.discord_app.delivery.sending import failure_reply
from bot.private_files import make_private_folder, private_opener, write_whole

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

_log = logging.getLogger(__name__)
_tr = translations()


class BylineCommandTree(app_commands.CommandTree["BylineService"]):
    """Every slash command; an error in one never goes unanswered."""

    def __init__(self, client: BylineService, *, hides_moderation: bool) -> None:
        """Take whether Discord shows the moderators' commands to who has Manage Server alone."""
        super().__init__(client)
        self.add_command(ask)
        self.add_command(ask_about)
        for command in BROWSE_COMMANDS:
            self.add_command(command)
        self.add_command(_help)
        self.add_command(_corpus_group(hidden=hides_moderation))

    async def interaction_check(self, interaction: discord.Interaction[BylineService], /) -> bool:
        """Called by discord.py before a command, or what is offered for one."""
        return await interaction.client.access.check_interaction(interaction)

    async def on_error(
        self,
        interaction: discord.Interaction[BylineService],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Log what happened and tell who asked."""
        _log.error("A command failed", exc_info=error)
        await reject(
            interaction,
            failure_reply(translations(interaction.client.locales.of_interaction(interaction))),
        )

    async def fingerprint(self, application: int) -> str:
        """Changes whenever the definition of a command does, in any language, or the application that they belong to."""
        translator = self.translator
        assert translator is not None
        definition = [
            await command.get_translated_payload(self, translator)
            for command in self.get_commands()
        ]
        return hashlib.sha256(
            json.dumps([application, definition], sort_keys=True).encode()
        ).hexdigest()


@app_commands.command(name="help", description=_tr("command.help"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def _help(interaction: discord.Interaction[BylineService]) -> None:
    await interaction.client.answer_interaction(interaction, Command.HELP, private=True)


def _corpus_group(*, hidden: bool) -> app_commands.Group:
    # Who may keep the corpus is known in a server alone.
    installs, contexts = (
        app_commands.AppInstallationType(guild=True, user=False),
        app_commands.AppCommandContext(guild=True, dm_channel=False),
    )
    group = app_commands.Group(
        name="corpus",
        description=_tr("command.corpus"),
        allowed_installs=installs,
        allowed_contexts=contexts,
        # It would hide them from who has one of the roles, too.
        default_permissions=discord.Permissions(manage_guild=True) if hidden else None,
    )
    group.add_command(_moderator_command("reload", _tr("command.reload"), Command.RELOAD))
    group.add_command(_moderator_command("list", _tr("command.list"), Command.LIST))
    group.add_command(_moderator_command("status", _tr("command.status"), Command.STATUS))
    return group


def _moderator_command(
    name: str, description: str, command: Command
) -> app_commands.Command[app_commands.Group, [], None]:
    async def run(interaction: discord.Interaction[BylineService]) -> None:
        await interaction.client.answer_interaction(interaction, command, private=True)

    return app_commands.Command(name=name, description=description, callback=run)


def load_fingerprint(file: Path) -> str:
    """The fingerprint of the commands that Discord was told of last; empty when there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def save_fingerprint(file: Path, fingerprint: str) -> None:
    """Note what Discord was told of. Raises OSError."""
    make_private_folder(file.parent)
    write_whole(file, f"{fingerprint}\n".encode(), private_opener)
