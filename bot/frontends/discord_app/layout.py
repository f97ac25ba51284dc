"""One page of a reply as a Components V2 message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import discord
from discord import ui

from bot.chat.message import Action, Quote, Reply
from bot.frontends.discord_app import phrases
from bot.frontends.discord_app.buttons import ActionButton, PageButton
from bot.frontends.discord_app.pages import Page, Piece, page_of_mark, paged

ACTIONS = 10
"""Action buttons on a page; more of them stand on the following pages."""

_ERROR = discord.Colour.red()
_ANSWER = discord.Colour.blue()


def lay_out(reply: Reply, again: Action, number: int | None = None) -> ui.LayoutView:
    """A page of a reply, counted from 0; without a number the one with the answering sentence.

    `again` brings the same reply back when a page is turned. A number past the last page gives the last.
    """
    pages = paged(reply.blocks)
    actions = _once(reply.actions)
    total = max(len(pages), -(-len(actions) // ACTIONS))
    number = page_of_mark(pages) if number is None else max(0, min(number, total - 1))
    page = pages[number] if number < len(pages) else ()
    box: ui.Container[ui.LayoutView] = ui.Container(*_texts(page), accent_colour=_colour(reply))
    if total > 1:
        box.add_item(ui.TextDisplay(f"-# {phrases.page_of(number + 1, total)}"))
        back = PageButton(again, number, back=True, disabled=number == 0)
        on = PageButton(again, number, back=False, disabled=number == total - 1)
        box.add_item(ui.ActionRow(back, on))
    here = actions if len(actions) <= ACTIONS else actions[number * ACTIONS : (number + 1) * ACTIONS]
    for start in range(0, len(here), 5):
        box.add_item(ui.ActionRow(*(ActionButton(action) for action in here[start : start + 5])))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return view


def _texts(page: Page) -> Iterator[ui.Item[ui.LayoutView]]:
    """The lines of the bot in one text, each passage in its own, a rule between them."""
    for position, (quoted, pieces) in enumerate(groupby(page, key=_is_quote)):
        if position:
            yield ui.Separator()
        for text in _joined(pieces, quoted=quoted):
            # Discord takes no empty text.
            yield ui.TextDisplay(text or "\u200b")


def _joined(pieces: Iterator[Piece], *, quoted: bool) -> list[str]:
    texts = [piece.markdown for piece in pieces]
    return texts if quoted else ["\n".join(texts)]


def _is_quote(piece: Piece) -> bool:
    return isinstance(piece.block, Quote)


def _colour(reply: Reply) -> discord.Colour | None:
    if reply.error:
        return _ERROR
    return _ANSWER if reply.answer and reply.answer.answered else None


def _once(actions: Sequence[Action]) -> list[Action]:
    """Each action once: Discord takes no two buttons that do the same."""
    return list({(action.verb, action.text): action for action in actions}.values())
