"""The commands that list and open articles, with completions, and the one that helps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.cogs.ask import MAX_CHOICE_UTF16_UNITS, MAX_CHOICES
from bot.frontends.discord_app.service import BylineService
from bot.text.display import shorten

_tr = translations()


class BrowseCommands(commands.Cog):
    """Articles and outlets by command; every answer is private."""

    def __init__(self, service: BylineService) -> None:
        self._service = service

    @app_commands.command(name="articles", description=_tr("command.articles"))
    @app_commands.describe(
        outlet=_tr("command.articles-outlet"),
        publisher=_tr("command.articles-publisher"),
        title=_tr("command.articles-title"),
        since=_tr("command.articles-since"),
        until=_tr("command.articles-until"),
        date=_tr("command.articles-date"),
    )
    async def articles(
        self,
        interaction: discord.Interaction[Any],
        outlet: str = "",
        publisher: str = "",
        title: str = "",
        since: str = "",
        until: str = "",
        date: str = "",
    ) -> None:
        """List articles."""
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
        await self._service.answer_interaction(interaction, Command.ARTICLES, text, private=True)

    @app_commands.command(name="article", description=_tr("command.article"))
    @app_commands.describe(name=_tr("command.article-name"))
    async def article(self, interaction: discord.Interaction[Any], name: str) -> None:
        """Open an article."""
        await self._service.answer_interaction(interaction, Command.ARTICLE, name, private=True)

    @app_commands.command(name="outlets", description=_tr("command.outlets"))
    async def outlets(self, interaction: discord.Interaction[Any]) -> None:
        """List the outlets that are cited."""
        await self._service.answer_interaction(interaction, Command.OUTLETS, private=True)

    @app_commands.command(name="help", description=_tr("command.help"))
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """Tell how to ask."""
        await self._service.answer_interaction(interaction, Command.HELP, private=True)

    @articles.autocomplete("outlet")
    async def complete_outlets(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete the name of an outlet."""
        return await self._complete_name(NameKind.OUTLET, typed)

    @articles.autocomplete("publisher")
    async def complete_publishers(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete the name of a publisher."""
        return await self._complete_name(NameKind.PUBLISHER, typed)

    @article.autocomplete("name")
    async def complete_articles(
        self, _: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete the name of an article."""
        return await self._complete_name(NameKind.ARTICLE, typed)

    async def _complete_name(self, kind: NameKind, typed: str) -> list[app_commands.Choice[str]]:
        return to_choices(await self._service.chat.complete_name(kind, typed))


def to_choices(found: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Return pairs of a name and its value as completions, as many as fit."""
    shown = ((shorten(name, MAX_CHOICE_UTF16_UNITS), value) for name, value in found)
    return [app_commands.Choice(name=name, value=value) for name, value in shown if name][
        :MAX_CHOICES
    ]
