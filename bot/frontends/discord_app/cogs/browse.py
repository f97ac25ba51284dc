"""The commands that list and open articles, and what is offered while one is typed. All are answered to who gives them alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Command
from bot.frontends.discord_app.cogs.ask import MAX_CHOICE_UTF16_UNITS, MAX_CHOICES
from bot.text.display import shorten

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

_tr = translations()


@app_commands.command(name="articles", description=_tr("command.articles"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.describe(
    outlet=_tr("command.articles-outlet"),
    publisher=_tr("command.articles-publisher"),
    title=_tr("command.articles-title"),
    since=_tr("command.articles-since"),
    until=_tr("command.articles-until"),
    date=_tr("command.articles-date"),
)
async def _articles(
    interaction: discord.Interaction[BylineService],
    outlet: str = "",
    publisher: str = "",
    title: str = "",
    since: str = "",
    until: str = "",
    date: str = "",
) -> None:
    # The title comes last: whatever stands in it is a part of it.
    given = {
        "outlet": outlet,
        "publisher": publisher,
        "since": since,
        "until": until,
        "date": date,
        "title": title,
    }
    text = " ".join(f"{key}: {value}" for key, value in given.items() if value.strip())
    await interaction.client.answer_interaction(interaction, Command.ARTICLES, text, private=True)


@app_commands.command(name="article", description=_tr("command.article"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.describe(name=_tr("command.article-name"))
async def _article(interaction: discord.Interaction[BylineService], name: str) -> None:
    await interaction.client.answer_interaction(interaction, Command.ARTICLE, name, private=True)


@app_commands.command(name="outlets", description=_tr("command.outlets"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def _outlets(interaction: discord.Interaction[BylineService]) -> None:
    await interaction.client.answer_interaction(interaction, Command.OUTLETS, private=True)


@_articles.autocomplete("outlet")
async def _complete_outlets(
    interaction: discord.Interaction[BylineService], typed: str
) -> list[app_commands.Choice[str]]:
    return await _complete_name(interaction, NameKind.OUTLET, typed)


@_articles.autocomplete("publisher")
async def _complete_publishers(
    interaction: discord.Interaction[BylineService], typed: str
) -> list[app_commands.Choice[str]]:
    return await _complete_name(interaction, NameKind.PUBLISHER, typed)


@_article.autocomplete("name")
async def _complete_articles(
    interaction: discord.Interaction[BylineService], typed: str
) -> list[app_commands.Choice[str]]:
    return await _complete_name(interaction, NameKind.ARTICLE, typed)


async def _complete_name(
    interaction: discord.Interaction[BylineService], kind: NameKind, typed: str
) -> list[app_commands.Choice[str]]:
    return to_choices(await interaction.client.complete_name(kind, typed))


def to_choices(found: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Names, and what stands for each, as Discord shows them to who types."""
    shown = ((shorten(name, MAX_CHOICE_UTF16_UNITS), value) for name, value in found)
    return [app_commands.Choice(name=name, value=value) for name, value in shown if name][
        :MAX_CHOICES
    ]


BROWSE_COMMANDS: tuple[app_commands.Command[discord.app_commands.Group, ..., None], ...] = (
    _articles,
    _article,
    _outlets,
)
