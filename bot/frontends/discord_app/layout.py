"""Replies as Components V2 messages."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.chat.message import VIEWS, Action, Line, Quote, Reply, Style, Verb
from bot.chat.speech import speech
from bot.frontends.discord_app import markdown
from bot.frontends.discord_app.budget import Budget, Clock
from bot.frontends.discord_app.buttons import NOBODY, ActionButton, ChoiceList, PageButton, fits
from bot.frontends.discord_app.kept import QUESTION, Kept, closer
from bot.frontends.discord_app.pages import Page, Piece, page_of_mark, paged, texts_of
from bot.text.display import short
from bot.text.units import units

ACTIONS = 13
"""Action buttons in a message; more of them stand in the following ones."""
ROW = 5
"""Buttons in a row."""
_ROWS = 4
"""Rows that so many buttons of two kinds take at most."""
_COMPONENTS = 40
ABOVE = 400
"""Units of the question that is repeated above an answer, and of what is said about it there."""
_LAST = {Verb.SHARE, Verb.RIGHT, Verb.WRONG, Verb.FILE}
"""Less often needed: they have a row of their own."""

_ERROR = discord.Colour.red()
_ANSWER = discord.Colour.blue()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A reply cut into messages."""

    reply: Reply
    above: str
    """What is said about the question, in Discord's Markdown; stands above each."""
    pages: tuple[Page, ...]
    first: int
    """The one to show first: with the answering sentence."""

    @property
    def total(self) -> int:
        """How many messages it takes."""
        return len(self.pages)

    def actions(self, number: int, kept: Kept | None) -> list[Action]:
        """What can be done from a message: the same from each, or a share where there are too many."""
        actions = closer(kept.actions, self.reply.actions) if kept else self.reply.actions
        once = list({(action.verb, action.text): action for action in actions if fits(action)}.values())
        return once if len(once) <= ACTIONS else once[number * ACTIONS : (number + 1) * ACTIONS]


def cut(reply: Reply, clock: Clock = time.monotonic) -> Sheets:
    """All messages of a reply; raises TooLongToShow.

    Takes a twentieth of a second a megabyte of text.
    """
    budget = Budget.of(sum(len(block.text) for block in reply.blocks), len(reply.blocks), clock)
    above, blocks = _above(reply.blocks, budget)
    pages = paged(blocks, budget, _room(reply))
    first = page_of_mark(pages)
    pages += [()] * (-(-len(reply.actions) // ACTIONS) - len(pages))
    return Sheets(reply, above, tuple(pages), first)


def _room(reply: Reply) -> int:
    """Components that are left for what a page says: of 40, the rest is for the box, two texts above it, the page's number and buttons, and a file."""
    # A view of an answer may come in place of another one that has more buttons.
    buttons = ACTIONS if reply.again and reply.again.verb in VIEWS else min(len(reply.actions), ACTIONS)
    return _COMPONENTS - 8 - buttons - _ROWS - (2 if reply.choices else 0)


def lay_out(sheets: Sheets, number: int, again: Action | None = None, owner: int = NOBODY, kept: Kept | None = None) -> ui.LayoutView:
    """One message of a reply, counted from 0; with buttons to turn to others when `again` brings the reply back.

    `owner` is the id of who asked; `kept` is what stays of the message in whose place it comes.
    """
    say = speech(sheets.reply.language)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_colour(sheets.reply))
    for text in _texts(sheets.pages[number]):
        box.add_item(text)
    if sheets.total > 1:
        box.add_item(ui.TextDisplay(f"-# {say('discord.page', number=number + 1, total=sheets.total)}"))
    if sheets.total > 1 and again is not None:
        back = PageButton(say, again, number, owner, back=True, disabled=number == 0)
        on = PageButton(say, again, number, owner, back=False, disabled=number == sheets.total - 1)
        box.add_item(ui.ActionRow(back, on))
    for row in _rows(sheets.actions(number, kept)):
        box.add_item(ui.ActionRow(*(ActionButton(action, owner) for action in row)))
    if sheets.reply.choices:
        box.add_item(ui.ActionRow(ChoiceList(sheets.reply.choices)))
    view = ui.LayoutView(timeout=None)
    for text in _tops(kept.question if kept else sheets.reply.asked, kept.above if kept else sheets.above):
        view.add_item(text)
    view.add_item(box)
    return view


def _tops(question: str, above: str) -> Iterator[ui.Item[ui.LayoutView]]:
    """What stands above an answer."""
    if question:
        yield ui.TextDisplay(f"-# “{markdown.escape(short(question, ABOVE // 2))}”", id=QUESTION)
    if above:
        yield ui.TextDisplay(above)


def _above(blocks: Sequence[Line | Quote], budget: Budget) -> tuple[str, list[Line | Quote]]:
    """What is said about the question, as far as there is room above the answer; and everything else."""
    lines: list[str] = []
    below: list[Line | Quote] = []
    for block in blocks:
        if isinstance(block, Line) and block.style is Style.ASKED:
            budget.spend(len(block.text))
            line = Piece(block, 0, len(block.text)).markdown
            if units("\n".join([*lines, line])) <= ABOVE:
                lines.append(line)
                continue
        below.append(block)
    return "\n".join(filter(None, lines)), below


def _rows(actions: Sequence[Action]) -> Iterator[list[Action]]:
    for last in (False, True):
        group = [action for action in actions if (action.verb in _LAST) is last]
        yield from (group[start : start + ROW] for start in range(0, len(group), ROW))


def _texts(page: Page) -> Iterator[ui.Item[ui.LayoutView]]:
    """The texts of a page; a rule stands where something new begins, but not between a passage and what leads on to it or goes on with it."""
    texts = texts_of(page)
    for before, pieces in zip([None, *texts], texts, strict=False):
        if before and isinstance(pieces[0].block, Line):
            yield ui.Separator()
        # Discord takes no empty text.
        yield ui.TextDisplay("\n".join(filter(None, (piece.markdown for piece in pieces))) or "\u200b")


def _colour(reply: Reply) -> discord.Colour | None:
    if reply.error:
        return _ERROR
    return _ANSWER if reply.shown or (reply.answer and reply.answer.answered) else None
