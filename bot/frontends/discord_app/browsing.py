"""The commands that list and open articles, and what is offered while one is typed. All are answered to who gives them alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.browsing import Field
from bot.chat.message import Verb
from bot.chat.speech import speech
from bot.frontends.discord_app.asking import CHOICES, LONGEST
from bot.text.display import short

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

_say = speech()


@app_commands.command(name="articles", description=_say("command.articles"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.describe(
    outlet=_say("command.articles-outlet"),
    publisher=_say("command.articles-publisher"),
    title=_say("command.articles-title"),
    since=_say("command.articles-since"),
    until=_say("command.articles-until"),
    date=_say("command.articles-date"),
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
    given = {"outlet": outlet, "publisher": publisher, "since": since, "until": until, "date": date, "title": title}
    text = " ".join(f"{key}: {value}" for key, value in given.items() if value.strip())
    await interaction.client.asked(interaction, Verb.ARTICLES, text, private=True)


@app_commands.command(name="article", description=_say("command.article"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.describe(name=_say("command.article-name"))
async def _article(interaction: discord.Interaction[BylineService], name: str) -> None:
    await interaction.client.asked(interaction, Verb.ARTICLE, name, private=True)


@app_commands.command(name="outlets", description=_say("command.outlets"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
async def _outlets(interaction: discord.Interaction[BylineService]) -> None:
    await interaction.client.asked(interaction, Verb.OUTLETS, private=True)


@_articles.autocomplete("outlet")
async def _offer_outlets(interaction: discord.Interaction[BylineService], typed: str) -> list[app_commands.Choice[str]]:
    return await _offered(interaction, Field.OUTLET, typed)


@_articles.autocomplete("publisher")
async def _offer_publishers(interaction: discord.Interaction[BylineService], typed: str) -> list[app_commands.Choice[str]]:
    return await _offered(interaction, Field.PUBLISHER, typed)


@_article.autocomplete("name")
async def _offer_articles(interaction: discord.Interaction[BylineService], typed: str) -> list[app_commands.Choice[str]]:
    return await _offered(interaction, Field.ARTICLE, typed)


async def _offered(interaction: discord.Interaction[BylineService], field: Field, typed: str) -> list[app_commands.Choice[str]]:
    return named(await interaction.client.offered(field, typed))


def named(found: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Names, and what stands for each, as Discord shows them to who types."""
    shown = ((short(name, LONGEST), value) for name, value in found)
    return [app_commands.Choice(name=name, value=value) for name, value in shown if name][:CHOICES]


BROWSING: tuple[app_commands.Command[discord.app_commands.Group, ..., None], ...] = (_articles, _article, _outlets)
