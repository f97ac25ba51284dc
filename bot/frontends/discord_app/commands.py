"""The slash commands, and when Discord is told of them."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.message import Verb
from bot.chat.speech import speech
from bot.frontends.discord_app.asking import ask, ask_about
from bot.frontends.discord_app.browsing import BROWSING
from bot.frontends.discord_app.notes import write_note
from bot.frontends.discord_app.responses import refuse
from bot.frontends.discord_app.speaking import failed

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

_log = logging.getLogger(__name__)
_say = speech()


class Commands(app_commands.CommandTree["BylineService"]):
    """Every slash command; an error in one never goes unanswered."""

    def __init__(self, client: BylineService, *, hides_moderation: bool) -> None:
        """Take whether Discord shows the moderators' commands to who has Manage Server alone."""
        super().__init__(client)
        self.add_command(ask)
        self.add_command(ask_about)
        for command in BROWSING:
            self.add_command(command)
        self.add_command(_help)
        self.add_command(_corpus(hidden=hides_moderation))

    async def interaction_check(self, interaction: discord.Interaction[BylineService], /) -> bool:
        """Called by discord.py before a command, or what is offered for one."""
        return await interaction.client.admission.lets_in(interaction)

    async def on_error(self, interaction: discord.Interaction[BylineService], error: app_commands.AppCommandError, /) -> None:
        """Log what happened and tell who asked."""
        _log.error("A command failed", exc_info=error)
        await refuse(interaction, failed(speech(interaction.client.locales.of_interaction(interaction))))

    async def fingerprint(self, application: int) -> str:
        """Changes whenever the definition of a command does, in any language, or the application that they belong to."""
        translator = self.translator
        assert translator is not None
        definition = [await command.get_translated_payload(self, translator) for command in self.get_commands()]
        return hashlib.sha256(json.dumps([application, definition], sort_keys=True).encode()).hexdigest()


@app_commands.command(name="help", description=_say("command.help"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def _help(interaction: discord.Interaction[BylineService]) -> None:
    await interaction.client.asked(interaction, Verb.HELP, private=True)


def _corpus(*, hidden: bool) -> app_commands.Group:
    # Who may keep the corpus is known in a server alone.
    installs, contexts = app_commands.AppInstallationType(guild=True, user=False), app_commands.AppCommandContext(guild=True, dm_channel=False)
    group = app_commands.Group(
        name="corpus",
        description=_say("command.corpus"),
        allowed_installs=installs,
        allowed_contexts=contexts,
        # It would hide them from who has one of the roles, too.
        default_permissions=discord.Permissions(manage_guild=True) if hidden else None,
    )
    group.add_command(_keeping("reload", _say("command.reload"), Verb.RELOAD))
    group.add_command(_keeping("list", _say("command.list"), Verb.LIST))
    group.add_command(_keeping("status", _say("command.status"), Verb.STATUS))
    return group


def _keeping(name: str, description: str, verb: Verb) -> app_commands.Command[app_commands.Group, [], None]:
    async def keep(interaction: discord.Interaction[BylineService]) -> None:
        await interaction.client.asked(interaction, verb, private=True)

    return app_commands.Command(name=name, description=description, callback=keep)


def synced(file: Path) -> str:
    """The fingerprint of the commands that Discord was told of last; empty when there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def keep_synced(file: Path, fingerprint: str) -> None:
    """Note what Discord was told of. Raises OSError."""
    write_note(file, fingerprint + "\n")
