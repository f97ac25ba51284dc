"""Windows in which moderators write an article or change one."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.frontends.discord_app.components.article_modals import (
    EMPTY_FORM,
    article_form_modal,
    article_text_modal,
)
from bot.frontends.discord_app.components.modals import open_window
from bot.frontends.discord_app.service import BylineService
from bot.moderation.article_input import ArticleForm


async def open_article_form(
    service: BylineService, interaction: discord.Interaction[Any], form: ArticleForm = EMPTY_FORM
) -> None:
    """Open the window for a new article, for moderators."""
    if service.moderators.is_moderator(interaction):
        tr = translations(service.locales.of_interaction(interaction))
        await open_window(interaction, article_form_modal(tr, form))
    else:
        await service.answer_interaction(interaction, Command.ADD_ARTICLE, private=True)


async def open_article_text(
    service: BylineService, interaction: discord.Interaction[Any], name: str
) -> None:
    """Open a window with the text of an article, or say why there is none."""
    request = service.to_request(interaction, Command.EDIT_ARTICLE, name, private=True)
    async with service.open_response(interaction, request, private=True) as response:
        reply = await service.handle(request, response)
        if reply.source is not None:
            modal = article_text_modal(translations(reply.language), reply.source)
            if await response.open_modal(modal):
                return
        # The button of the reply opens it, without what took so long.
        await response.send(reply)
