"""The moderators' commands that reload, undo and tell who did what."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.service import BylineService
from bot.moderation.changes import CorpusAction

_tr = translations()
_ACTIONS = {
    CorpusAction.RELOAD: "command.action-reload",
    CorpusAction.UNDO: "command.action-undo",
    CorpusAction.FOUND: "command.action-found",
    "add": "command.action-add",
    "edit": "command.action-edit",
    "remove": "command.action-remove",
    "rename": "command.action-rename",
}


def add_reload_commands(group: app_commands.Group, service: BylineService) -> None:
    """Add the commands to the group of the moderators'."""

    @group.command(name="reload", description=_tr("command.reload"))
    @app_commands.describe(now=_tr("command.reload-now"))
    async def reload(interaction: discord.Interaction[Any], now: bool = False) -> None:  # noqa: FBT001, FBT002 - an option
        command = Command.RELOAD if now else Command.PREVIEW
        await service.answer_interaction(interaction, command, private=True)

    @group.command(name="undo", description=_tr("command.undo"))
    async def undo(interaction: discord.Interaction[Any]) -> None:
        await service.answer_interaction(interaction, Command.UNDO, private=True)

    @group.command(name="log", description=_tr("command.log"))
    @app_commands.describe(
        person=_tr("command.log-person"),
        article=_tr("command.log-article"),
        action=_tr("command.log-action"),
    )
    @app_commands.choices(
        action=[
            app_commands.Choice(name=_tr(key), value=str(action))
            for action, key in _ACTIONS.items()
        ]
    )
    async def log(
        interaction: discord.Interaction[Any],
        person: discord.User | None = None,
        article: str = "",
        action: str = "",
    ) -> None:
        given = {"person": str(person.id) if person else "", "action": action, "article": article}
        text = " ".join(f"{key}: {value}" for key, value in given.items() if value.strip())
        await service.answer_interaction(interaction, Command.LOG, text, private=True)
