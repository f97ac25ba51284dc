"""The moderators' commands for single articles, a menu of messages, and windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Line, Reply, Style
from bot.chat.rendering.answer_replies import error_reply
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.access.attachment_download import download, file_name, is_article
from bot.frontends.discord_app.cogs.article_windows import open_article_form, open_article_text
from bot.frontends.discord_app.cogs.browse import to_choices
from bot.frontends.discord_app.cogs.moderation_visibility import add_message_menu
from bot.frontends.discord_app.components.article_modals import (
    EMPTY_FORM,
    parse_article_submission,
)
from bot.frontends.discord_app.components.buttons import reload_action_of
from bot.frontends.discord_app.service import BylineService
from bot.moderation.article_input import ArticleForm, ArticleInput
from bot.moderation.refusals import ChangeRefused

_tr = translations()

MAX_TITLE_CHARS = 150
"""Characters of the first line of a message that is taken for a title."""


class ArticleModeration(commands.Cog):
    """Adds and changes articles; every answer is private, and who may is asked each time."""

    def __init__(
        self, client: commands.AutoShardedBot, service: BylineService, *, hidden: bool
    ) -> None:
        """Take the bot; Discord shows a `hidden` menu to members with Manage Server alone."""
        self._client = client
        self._service = service
        self._hidden = hidden

    async def cog_load(self) -> None:
        """Add the command to the menu of messages."""
        name = _tr("command.add-to-articles")
        add_message_menu(self._client, name, self.add_message, hidden=self._hidden)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Read what was written into a window."""
        submitted = parse_article_submission(interaction)
        if submitted and await self._service.access.check_interaction(interaction):
            await self.answer(interaction, submitted.command, submitted.name, submitted.given)

    async def add_message(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> None:
        """Add the files of a message, else what it says."""
        attachments = [*message.attachments]
        for snapshot in message.message_snapshots:
            attachments += snapshot.attachments
        articles = [item for item in attachments if is_article(file_name(item))]
        me = interaction.client.user
        texts = (
            message_parsing.question_text(message, me.id),
            *(snapshot.content for snapshot in message.message_snapshots),
        )
        text = next(filter(None, texts), "")
        if articles or not text:
            await self.answer(interaction, Command.ADD_ARTICLE, attachments=articles or attachments)
        else:
            await open_article_form(self._service, interaction, _form_of(text))

    async def add(self, interaction: discord.Interaction[Any]) -> None:
        """Open the window for a new article."""
        await open_article_form(self._service, interaction)

    async def edit(
        self, interaction: discord.Interaction[Any], name: str, file: discord.Attachment | None
    ) -> None:
        """Change an article by a file, else in a window."""
        if file is None:
            await open_article_text(self._service, interaction, name)
        else:
            await self.answer(interaction, Command.EDIT_ARTICLE, name, attachments=[file])

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        command: Command,
        name: str = "",
        given: ArticleInput | None = None,
        attachments: Sequence[discord.Attachment] = (),
    ) -> None:
        """Answer what somebody wants of an article; files are fetched for moderators alone."""
        request = self._service.to_request(interaction, command, name, private=True)
        given = replace(given or ArticleInput(), max_export_bytes=interaction.filesize_limit)
        async with self._service.open_response(interaction, request, private=True) as response:
            if request.is_moderator and attachments:
                try:
                    given = replace(given, files=await download(attachments))
                except ChangeRefused as refused:
                    tr = translations(request.language)
                    await response.send(replace(error_reply(tr, refused), language=tr.language))
                    return
            request = replace(request, article=given)
            reply = await self._service.handle(request, response)
            await response.send(_attachable(reply, interaction), reload_action_of(request, reply))

    async def complete(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete the name of an article, for moderators."""
        if not self._service.moderators.is_moderator(interaction):
            return []
        return to_choices(await self._service.chat.complete_name(NameKind.ARTICLE, typed))


def add_article_commands(group: app_commands.Group, moderation: ArticleModeration) -> None:
    """Add the commands for single articles to the moderators' group."""

    @group.command(name="add", description=_tr("command.add"))
    @app_commands.describe(file=_tr("command.add-file"))
    async def add(
        interaction: discord.Interaction[Any], file: discord.Attachment | None = None
    ) -> None:
        if file is None:
            await moderation.add(interaction)
        else:
            await moderation.answer(interaction, Command.ADD_ARTICLE, attachments=[file])

    @group.command(name="edit", description=_tr("command.edit"))
    @app_commands.describe(article=_tr("command.article-name"), file=_tr("command.edit-file"))
    async def edit(
        interaction: discord.Interaction[Any],
        article: str,
        file: discord.Attachment | None = None,
    ) -> None:
        await moderation.edit(interaction, article, file)

    @group.command(name="remove", description=_tr("command.remove"))
    @app_commands.describe(article=_tr("command.article-name"))
    async def remove(interaction: discord.Interaction[Any], article: str) -> None:
        await moderation.answer(interaction, Command.REMOVE_ARTICLE, article)

    @group.command(name="rename", description=_tr("command.rename"))
    @app_commands.describe(article=_tr("command.article-name"), to=_tr("command.rename-to"))
    async def rename(interaction: discord.Interaction[Any], article: str, to: str) -> None:
        given = ArticleInput(new_name=to)
        await moderation.answer(interaction, Command.RENAME_ARTICLE, article, given)

    @group.command(name="export", description=_tr("command.export"))
    @app_commands.describe(article=_tr("command.export-article"))
    async def export(interaction: discord.Interaction[Any], article: str = "") -> None:
        await moderation.answer(interaction, Command.EXPORT, article)

    @edit.autocomplete("article")
    @remove.autocomplete("article")
    @rename.autocomplete("article")
    @export.autocomplete("article")
    async def complete(
        interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return await moderation.complete(interaction, typed)


def _attachable(reply: Reply, interaction: discord.Interaction[Any]) -> Reply:
    """Return a reply with its file, or saying that there may be none in this channel."""
    if reply.attachment is None or interaction.app_permissions.attach_files:
        return reply
    line = Line(translations(reply.language)("change.no-files"), Style.ERROR)
    return replace(reply, blocks=(*reply.blocks, line), attachment=None)


def _form_of(text: str) -> ArticleForm:
    """Return the fields of a new article that a message tells: a short first line is its title."""
    first, _, rest = text.partition("\n")
    is_titled = bool(rest.strip()) and len(first.strip()) <= MAX_TITLE_CHARS
    return (
        ArticleForm(first.strip(), "", "", "", rest.strip())
        if is_titled
        else replace(EMPTY_FORM, text=text)
    )
