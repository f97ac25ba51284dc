"""The command that asks, with what is offered while somebody types, and the one that asks about a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.message import Verb
from bot.chat.speech import speech
from bot.frontends.discord_app import people
from bot.frontends.discord_app.modals import LONGEST_OPTION, open_window, question_modal
from bot.text.display import short

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

    Interaction = discord.Interaction[BylineService]

_say = speech()

CHOICES = 25
"""How many Discord shows at once."""
LONGEST = 100
"""How long each may be."""


@app_commands.command(name="ask", description=_say("command.ask"))
@app_commands.describe(question=_say("command.ask-question"), private=_say("command.ask-private"))
@app_commands.describe(outlet=_say("command.ask-outlet"), since=_say("command.ask-since"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def ask(
    interaction: Interaction,
    question: str = "",
    private: bool = False,  # noqa: FBT001, FBT002 - an option of a command is an argument
    outlet: app_commands.Range[str, 1, LONGEST_OPTION] = "",
    since: app_commands.Range[str, 1, LONGEST_OPTION] = "",
) -> None:
    """Ask, or open a window to write the question into."""
    if question:
        await interaction.client.asked(interaction, Verb.ASK, question, private=private, outlet=outlet, since=since)
    else:
        say = speech(interaction.client.locales.of_interaction(interaction))
        await open_window(interaction, question_modal(say, private=private, outlet=outlet, since=since))


@ask.autocomplete("question")
async def offer_questions(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Questions that begin with or hold what is typed."""
    return choices(await interaction.client.suggest(interaction, typed))


@ask.autocomplete("outlet")
async def offer_outlets(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Outlets that the articles cite."""
    return choices(await interaction.client.suggest(interaction, typed, outlets=True))


@app_commands.context_menu(name=_say("command.ask-about"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def ask_about(interaction: Interaction, message: discord.Message) -> None:
    """Ask what a message of somebody asks, or ask on from an answer of ours; only who acts sees the answer."""
    me = interaction.client.user
    assert me is not None
    if message.author.id == me.id:
        await interaction.client.clicks.asked_on(interaction, message, private=True)
        return
    await interaction.client.asked(interaction, Verb.ABOUT, people.question(message, me.id), private=True)


def choices(texts: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Texts as Discord shows them to who types: some, each once, in one line, and not too long."""
    names = dict.fromkeys(filter(None, (short(text, LONGEST) for text in texts)))
    return [app_commands.Choice(name=name, value=name.removesuffix("…") or name) for name in names][:CHOICES]
