"""Windows for articles: one with the fields of a new one, one with the text of one to change.

A submission is known by its ids alone, so that a window left open works after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.rendering.article_changes import MAX_WINDOW_UTF16_UNITS
from bot.chat.rendering.labels import MAX_LABEL_UTF16_UNITS
from bot.frontends.discord_app.components.modals import build_modal, submitted_values, text_field
from bot.moderation.article_input import ArticleForm, ArticleInput, ArticleSource
from bot.text.web_address import MAX_URL_UTF16_UNITS

EMPTY_FORM = ArticleForm("", "", "", "", "")
_NEW_ID = "article:add"
_TEXT_ID = re.compile(r"article:edit:(?P<key>[0-9a-f]{16}):(?P<digest>[0-9a-f]{16})")
_MAX_DATE_CHARS = 100
_TITLE, _PUBLISHER, _DATE, _URL, _TEXT = "title", "publisher", "date", "url", "text"


@dataclass(frozen=True, slots=True)
class SubmittedArticle:
    """What somebody wanted with a window for an article."""

    command: Command
    name: str
    """The article that it changes; empty for a new one."""
    given: ArticleInput


def article_form_modal(tr: Translations, form: ArticleForm = EMPTY_FORM) -> ui.Modal:
    """Return a window for a new article, its fields filled in as far as they are known."""
    return build_modal(
        tr("window.add"),
        _NEW_ID,
        text_field(
            tr("window.article-title"), _TITLE, form.title, MAX_LABEL_UTF16_UNITS, required=True
        ),
        text_field(
            tr("window.article-publisher"), _PUBLISHER, form.publisher, MAX_LABEL_UTF16_UNITS
        ),
        text_field(tr("window.article-date"), _DATE, form.date, _MAX_DATE_CHARS),
        text_field(tr("window.article-url"), _URL, form.url, MAX_URL_UTF16_UNITS),
        text_field(tr("window.article-text"), _TEXT, form.text, MAX_WINDOW_UTF16_UNITS, long=True),
    )


def article_text_modal(tr: Translations, source: ArticleSource) -> ui.Modal:
    """Return a window with the file of an article, whose text fits into it."""
    field = text_field(
        tr("window.edit-text"), _TEXT, source.text, MAX_WINDOW_UTF16_UNITS, long=True
    )
    return build_modal(tr("window.edit"), f"article:edit:{source.key}:{source.digest}", field)


def parse_article_submission(interaction: discord.Interaction[Any]) -> SubmittedArticle | None:
    """Read the submission of one of these windows; None for any other interaction."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    values = dict(submitted_values(data.get("components", ())))
    if custom_id == _NEW_ID:
        fields = (_TITLE, _PUBLISHER, _DATE, _URL, _TEXT)
        form = ArticleForm(*(values.get(name, "") for name in fields))
        return SubmittedArticle(Command.ADD_ARTICLE, "", ArticleInput(form=form))
    if (known := _TEXT_ID.fullmatch(custom_id)) is None:
        return None
    given = ArticleInput(text=values.get(_TEXT, ""), digest=known["digest"])
    return SubmittedArticle(Command.EDIT_ARTICLE, f"={known['key']}", given)
