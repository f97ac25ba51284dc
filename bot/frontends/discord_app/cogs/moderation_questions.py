"""The moderators' commands for unanswered questions and saved tests, and a menu of messages."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.cogs.moderation_visibility import add_message_menu
from bot.frontends.discord_app.service import BylineService

_tr = translations()


class QuestionModeration(commands.Cog):
    """Shows what was not answered, and saves exchanges as tests; every answer is private."""

    def __init__(
        self, client: commands.AutoShardedBot, service: BylineService, *, hidden: bool
    ) -> None:
        """Take the bot; Discord shows a `hidden` menu to members with Manage Server alone."""
        self._client = client
        self._service = service
        self._hidden = hidden

    async def cog_load(self) -> None:
        """Add the command to the menu of messages."""
        name = _tr("command.save-test")
        add_message_menu(self._client, name, self.save_message, hidden=self._hidden)

    async def save_message(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> None:
        """Show the exchange of a question, or of an answer, as it would be saved."""
        await self._service.answer_interaction(
            interaction, Command.SAVE_TEST, str(message.id), private=True
        )


def add_question_commands(group: app_commands.Group, service: BylineService) -> None:
    """Add the commands for questions and tests to the moderators' group."""

    @group.command(name="questions", description=_tr("command.questions"))
    async def questions(interaction: discord.Interaction[Any]) -> None:
        await service.answer_interaction(interaction, Command.QUESTIONS, private=True)

    @group.command(name="replay", description=_tr("command.replay"))
    async def replay(interaction: discord.Interaction[Any]) -> None:
        await service.answer_interaction(interaction, Command.REPLAY, private=True)
