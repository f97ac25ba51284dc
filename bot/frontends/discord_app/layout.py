"""Replies as Components V2 messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import discord
from discord import ui

from bot.chat.message import Action, Quote, Reply
from bot.chat.speech import speech
from bot.frontends.discord_app.buttons import ActionButton, ChoiceList, PageButton, fits
from bot.frontends.discord_app.pages import Page, Piece, page_of_mark, paged

ACTIONS = 10
"""Action buttons in a message; more of them stand in the following ones."""
ROW = 5
"""Buttons in a row."""

_ERROR = discord.Colour.red()
_ANSWER = discord.Colour.blue()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A reply cut into messages."""

    reply: Reply
    pages: tuple[Page, ...]
    first: int
    """The one to show first: with the answering sentence."""

    @property
    def total(self) -> int:
        """How many messages it takes."""
        return len(self.pages)

    def actions(self, number: int) -> list[Action]:
        """What can be done from a message: the same from each, or a share where there are too many."""
        once = list({(action.verb, action.text): action for action in self.reply.actions if fits(action)}.values())
        return once if len(once) <= ACTIONS else once[number * ACTIONS : (number + 1) * ACTIONS]


def cut(reply: Reply) -> Sheets:
    """All messages of a reply. Takes a tenth of a second a megabyte of text."""
    pages = paged(reply.blocks)
    first = page_of_mark(pages)
    pages += [()] * (-(-len(reply.actions) // ACTIONS) - len(pages))
    return Sheets(reply, tuple(pages), first)


def lay_out(sheets: Sheets, number: int, again: Action | None = None) -> ui.LayoutView:
    """One message of a reply, counted from 0; with buttons to turn to others when `again` brings the reply back."""
    say = speech(sheets.reply.language)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_colour(sheets.reply))
    for text in _texts(sheets.pages[number]):
        box.add_item(text)
    if sheets.total > 1:
        box.add_item(ui.TextDisplay(f"-# {say('discord.page', number=number + 1, total=sheets.total)}"))
    if sheets.total > 1 and again is not None:
        back = PageButton(say, again, number, back=True, disabled=number == 0)
        on = PageButton(say, again, number, back=False, disabled=number == sheets.total - 1)
        box.add_item(ui.ActionRow(back, on))
    actions = sheets.actions(number)
    for start in range(0, len(actions), ROW):
        box.add_item(ui.ActionRow(*map(ActionButton, actions[start : start + ROW])))
    if sheets.reply.choices:
        box.add_item(ui.ActionRow(ChoiceList(sheets.reply.choices)))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return view


def _texts(page: Page) -> Iterator[ui.Item[ui.LayoutView]]:
    """The lines of the bot in one text, each passage in its own, a rule between them."""
    for position, (quoted, pieces) in enumerate(groupby(page, key=_is_quote)):
        if position:
            yield ui.Separator()
        texts = [piece.markdown for piece in pieces]
        for text in texts if quoted else ["\n".join(texts)]:
            # Discord takes no empty text.
            yield ui.TextDisplay(text or "\u200b")


def _is_quote(piece: Piece) -> bool:
    return isinstance(piece.block, Quote)


def _colour(reply: Reply) -> discord.Colour | None:
    if reply.error:
        return _ERROR
    return _ANSWER if reply.shown or (reply.answer and reply.answer.answered) else None
