"""The moderators' commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.cogs.audit_channel import AuditChannel
from bot.frontends.discord_app.cogs.moderation_articles import (
    ArticleModeration,
    add_article_commands,
)
from bot.frontends.discord_app.cogs.moderation_questions import (
    QuestionModeration,
    add_question_commands,
)
from bot.frontends.discord_app.cogs.moderation_reload import add_reload_commands
from bot.frontends.discord_app.cogs.moderation_visibility import GUILD_ONLY, default_permissions
from bot.frontends.discord_app.service import BylineService

_tr = translations()


class CorpusCommands(app_commands.Group):
    """Commands for the corpus; who may moderate is known on a guild alone."""

    def __init__(self, service: BylineService, *, hidden: bool) -> None:
        """Make the group; Discord shows a `hidden` one to members with Manage Server alone."""
        super().__init__(
            name="corpus",
            description=_tr("command.corpus"),
            allowed_contexts=GUILD_ONLY,
            default_permissions=default_permissions(hidden=hidden),
        )
        self._service = service
        add_reload_commands(self, service)

    @app_commands.command(name="list", description=_tr("command.list"))
    async def list_files(self, interaction: discord.Interaction[Any]) -> None:
        """List the files of the corpus."""
        await self._service.answer_interaction(interaction, Command.LIST, private=True)

    @app_commands.command(name="status", description=_tr("command.status"))
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the state of the corpus."""
        await self._service.answer_interaction(interaction, Command.STATUS, private=True)


@dataclass(frozen=True, slots=True)
class Moderation:
    """What moderators have on Discord."""

    group: CorpusCommands
    audit_channel: AuditChannel
    cogs: tuple[commands.Cog, ...]
    """All of its parts."""


def build_moderation(
    client: commands.AutoShardedBot, service: BylineService, *, hidden: bool
) -> Moderation:
    """Make the moderators' commands and tasks.

    Discord shows what is `hidden` to members with Manage Server alone.
    """
    group = CorpusCommands(service, hidden=hidden)
    articles = ArticleModeration(client, service, hidden=hidden)
    add_article_commands(group, articles)
    add_question_commands(group, service)
    audit_channel = AuditChannel(service)
    questions = QuestionModeration(client, service, hidden=hidden)
    return Moderation(group, audit_channel, (articles, questions, audit_channel))
