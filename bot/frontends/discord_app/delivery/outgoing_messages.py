"""Replies as messages that Discord takes: pages, files, and how many at once."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import dataclass, replace

import discord
from discord import ui

from bot.chat.i18n import Translations, translations
from bot.chat.messages.commands import ANSWER_VIEWS
from bot.chat.messages.request_reply import Action, Attachment, Line, Reply, Style
from bot.chat.rendering.answer_replies import error_reply
from bot.errors import LayoutTimeout
from bot.frontends.discord_app.components.buttons import ANY_USER
from bot.frontends.discord_app.components.layout import PagedReply, paginate, render_page
from bot.frontends.discord_app.components.message_state import read_state

_log = logging.getLogger(__name__)

_MAX_MESSAGES = 5
"""Messages that a reply may take at once; a longer one is a file."""
_FILE_NAME = "reply.txt"


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message of a reply, maybe with a file."""

    view: ui.LayoutView
    attachment: Attachment | None = None

    def files(self) -> list[discord.File]:
        """Return the files, made anew for each attempt: sending closes a file."""
        return (
            []
            if self.attachment is None
            else [discord.File(io.BytesIO(self.attachment.content), self.attachment.name)]
        )


async def build_messages(
    reply: Reply, reload_action: Action | None, owner_id: int = ANY_USER, *, attach: bool = True
) -> list[OutgoingMessage]:
    """Build the message to show first.

    Where no button can bring the others, build all of them, or attach the reply as a file.

    Where a file can't be attached, as many as may stand in a row, and a line that there is more.
    """
    paged = await _paginate(reply)
    if paged.page_count == 1 or reload_action is not None:
        return [
            _with_attachment(
                render_page(paged, paged.first_page, reload_action, owner_id), reply.attachment
            )
        ]
    if paged.page_count <= _MAX_MESSAGES:
        return [
            OutgoingMessage(render_page(paged, page, owner_id=owner_id))
            for page in range(paged.page_count)
        ]
    if not attach:
        start = min(paged.first_page, paged.page_count - _MAX_MESSAGES)
        row = [
            OutgoingMessage(render_page(paged, page, owner_id=owner_id))
            for page in range(start, start + _MAX_MESSAGES)
        ]
        return [*row, OutgoingMessage(_note_view(translations(reply.language), "discord.no-files"))]
    return [
        _with_attachment(
            render_page(paged, paged.first_page, owner_id=owner_id), _to_attachment(reply)
        )
    ]


async def build_message(
    reply: Reply,
    reload_action: Action | None,
    owner_id: int,
    page: int | None = None,
    *,
    attach: bool = True,
) -> OutgoingMessage:
    """Build the one message that a command or click is answered with: a page.

    Where no button can bring the others, all of the reply is attached as a file.

    Where a file can't be attached, a line that there is more.
    """
    paged = await _paginate(reply)
    view = render_page(paged, _existing_page(paged, page), reload_action, owner_id)
    if paged.page_count == 1 or reload_action is not None:
        return _with_attachment(view, reply.attachment)
    if attach:
        return _with_attachment(view, _to_attachment(reply))
    view.add_item(ui.TextDisplay(f"-# {translations(reply.language)('discord.no-files')}"))
    return OutgoingMessage(view)


async def render_page_in_place(
    message: discord.Message | None,
    reply: Reply,
    page: int | None,
    reload_action: Action | None,
    owner_id: int,
) -> ui.LayoutView:
    """Render a page to come in the place of a message.

    It is the last where there is none of that number, the first to show where `page` is None.
    """
    paged = await _paginate(reply)
    is_view = reload_action is not None and reload_action.command in ANSWER_VIEWS
    state = read_state(message) if message and is_view else None
    return render_page(paged, _existing_page(paged, page), reload_action, owner_id, state)


def _to_attachment(reply: Reply) -> Attachment:
    return Attachment(_FILE_NAME, reply.text.encode(errors="replace"))


def _with_attachment(view: ui.LayoutView, attachment: Attachment | None) -> OutgoingMessage:
    if attachment is not None:
        media = f"attachment://{attachment.name}"
        view.add_item(
            ui.MediaGallery(discord.MediaGalleryItem(media, description=attachment.alt))
            if attachment.alt
            else ui.File(media)
        )
    return OutgoingMessage(view, attachment)


def _existing_page(paged: PagedReply, page: int | None) -> int:
    """Return the page of a number, or the last; the one to begin with where none is named."""
    return paged.first_page if page is None else min(max(page, 0), paged.page_count - 1)


def _note_view(tr: Translations, key: str) -> ui.LayoutView:
    return render_page(paginate(Reply((Line(tr(key), Style.NOTE),), language=tr.language)), 0)


def failure_reply(tr: Translations) -> Reply:
    """That something went wrong which nobody foresaw."""
    return Reply(
        (Line(tr("error.unknown"), Style.ERROR),), private=True, error=True, language=tr.language
    )


async def _paginate(reply: Reply) -> PagedReply:
    """Paginate off the event loop; a reply that takes too long becomes a message saying so."""
    try:
        return await asyncio.to_thread(paginate, reply)
    except LayoutTimeout as problem:
        _log.warning(
            "A reply of %d characters could not be laid out in time",
            sum(len(block.text) for block in reply.blocks),
        )
        return paginate(
            replace(error_reply(translations(reply.language), problem), language=reply.language)
        )
