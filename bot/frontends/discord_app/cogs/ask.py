"""The commands to ask: one with completions, and one in the context menu of a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.components.modals import (
    MAX_OPTION_CHARS,
    open_window,
    question_modal,
)
from bot.frontends.discord_app.service import BylineService
from bot.text.display import shorten

_tr = translations()

MAX_CHOICES = 25
"""Completions that Discord shows at once."""
MAX_CHOICE_UTF16_UNITS = 100
"""Length of one completion."""


class AskCommands(commands.Cog):
    """Questions by command."""

    def __init__(self, client: commands.AutoShardedBot, service: BylineService) -> None:
        self._client = client
        self._service = service

    async def cog_load(self) -> None:
        """Add the context menu, which discord.py does not take from a cog by itself."""
        self._client.tree.add_command(
            app_commands.ContextMenu(name=_tr("command.ask-about"), callback=self.ask_about)
        )

    @app_commands.command(name="ask", description=_tr("command.ask"))
    @app_commands.describe(question=_tr("command.ask-question"), private=_tr("command.ask-private"))
    @app_commands.describe(outlet=_tr("command.ask-outlet"), since=_tr("command.ask-since"))
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: str = "",
        private: bool = False,  # noqa: FBT001, FBT002 - an option of a command is an argument
        outlet: app_commands.Range[str, 1, MAX_OPTION_CHARS] = "",
        since: app_commands.Range[str, 1, MAX_OPTION_CHARS] = "",
    ) -> None:
        """Answer a question, or open a window to write one into."""
        if question:
            await self._service.answer_interaction(
                interaction, Command.ASK, question, private=private, outlet=outlet, since=since
            )
        else:
            tr = translations(self._service.locales.of_interaction(interaction))
            await open_window(
                interaction, question_modal(tr, private=private, outlet=outlet, since=since)
            )

    @ask.autocomplete("question")
    async def complete_questions(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a question."""
        author = str(interaction.user.id)
        return choices(await self._service.chat.complete_question(author, typed))

    @ask.autocomplete("outlet")
    async def complete_outlets(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete the name of an outlet that the articles cite."""
        author = str(interaction.user.id)
        return choices(await self._service.chat.complete_question(author, typed, outlets=True))

    async def ask_about(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> None:
        """Ask what a message asks, or ask on from an answer of ours; the answer is private."""
        me = interaction.client.user
        if message.author.id == me.id:
            await self._service.open_follow_up(interaction, message.id, private=True)
            return
        text = message_parsing.question_text(message, me.id)
        await self._service.answer_interaction(interaction, Command.ABOUT, text, private=True)


def choices(texts: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Return texts as completions: each once, in one line, shortened, as many as fit."""
    names = dict.fromkeys(filter(None, (shorten(text, MAX_CHOICE_UTF16_UNITS) for text in texts)))
    return [app_commands.Choice(name=name, value=name.removesuffix("…") or name) for name in names][
        :MAX_CHOICES
    ]
