"""The command that asks, with what is offered while somebody types, and the one that asks about a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Command
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.components.modals import (
    MAX_OPTION_CHARS,
    open_window,
    question_modal,
)
from bot.text.display import shorten

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

    Interaction = discord.Interaction[BylineService]

_tr = translations()

MAX_CHOICES = 25
"""How many Discord shows at once."""
MAX_CHOICE_UTF16_UNITS = 100
"""How long each may be."""


@app_commands.command(name="ask", description=_tr("command.ask"))
@app_commands.describe(question=_tr("command.ask-question"), private=_tr("command.ask-private"))
@app_commands.describe(outlet=_tr("command.ask-outlet"), since=_tr("command.ask-since"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def ask(
    interaction: Interaction,
    question: str = "",
    private: bool = False,  # noqa: FBT001, FBT002 - an option of a command is an argument
    outlet: app_commands.Range[str, 1, MAX_OPTION_CHARS] = "",
    since: app_commands.Range[str, 1, MAX_OPTION_CHARS] = "",
) -> None:
    """Ask, or open a window to write the question into."""
    if question:
        await interaction.client.answer_interaction(
            interaction, Command.ASK, question, private=private, outlet=outlet, since=since
        )
    else:
        tr = translations(interaction.client.locales.of_interaction(interaction))
        await open_window(
            interaction, question_modal(tr, private=private, outlet=outlet, since=since)
        )


@ask.autocomplete("question")
async def complete_questions(
    interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Questions that begin with or hold what is typed."""
    return choices(await interaction.client.complete_question(interaction, typed))


@ask.autocomplete("outlet")
async def complete_outlets(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Outlets that the articles cite."""
    return choices(await interaction.client.complete_question(interaction, typed, outlets=True))


@app_commands.context_menu(name=_tr("command.ask-about"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def ask_about(interaction: Interaction, message: discord.Message) -> None:
    """Ask what a message of somebody asks, or ask on from an answer of ours; only who acts sees the answer."""
    me = interaction.client.user
    assert me is not None
    if message.author.id == me.id:
        await interaction.client.button_clicks.open_follow_up(interaction, message, private=True)
        return
    await interaction.client.answer_interaction(
        interaction, Command.ABOUT, message_parsing.question_text(message, me.id), private=True
    )


def choices(texts: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Texts as Discord shows them to who types: some, each once, in one line, and not too long."""
    names = dict.fromkeys(filter(None, (shorten(text, MAX_CHOICE_UTF16_UNITS) for text in texts)))
    return [app_commands.Choice(name=name, value=name.removesuffix("…") or name) for name in names][
        :MAX_CHOICES
    ]
