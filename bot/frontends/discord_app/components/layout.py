"""Replies as Components V2 messages."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.chat.i18n import translations
from bot.chat.messages.commands import ANSWER_VIEWS, Command
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, Style
from bot.frontends.discord_app.components import markdown
from bot.frontends.discord_app.components.buttons import (
    ANY_USER,
    ActionButton,
    PageButton,
    fits_button,
)
from bot.frontends.discord_app.components.choice_list import ChoiceList
from bot.frontends.discord_app.components.fragments import Fragment
from bot.frontends.discord_app.components.layout_budget import Clock, LayoutBudget
from bot.frontends.discord_app.components.message_state import (
    QUESTION_COMPONENT_ID,
    MessageState,
    merge_view_actions,
)
from bot.frontends.discord_app.components.pagination import (
    Page,
    group_fragments,
    page_of_mark,
    paginate_blocks,
)
from bot.text.display import shorten
from bot.text.utf16 import utf16_length

MAX_BUTTONS_PER_ROW = 5
"""Buttons in a row; all that stand below an answer."""
MAX_ACTIONS_PER_MESSAGE = 13
"""Action buttons of a reply that is no answer; more of them stand in the following messages."""
_MAX_PAGE_BUTTONS = 2
_MAX_COMPONENTS = 40
MAX_HEADER_UTF16_UNITS = 400
"""Units of the question that is repeated above an answer, and of what is said about it there."""
_MENU_COMMANDS = {Command.SHOW, Command.RIGHT, Command.WRONG, Command.FILE}
"""Not needed often enough to stand below an answer themselves."""

_ERROR = discord.Colour.red()
_ANSWER = discord.Colour.blue()


@dataclass(frozen=True, slots=True)
class PagedReply:
    """A reply cut into messages."""

    reply: Reply
    header: str
    """What is said about the question, in Discord's Markdown; stands above each."""
    pages: tuple[Page, ...]
    first_page: int
    """The one to show first: with the answering sentence."""

    @property
    def page_count(self) -> int:
        """How many messages it takes."""
        return len(self.pages)

    def actions(self, number: int, room: int, state: MessageState | None) -> list[Action]:
        """Return the actions of a message, of which `room` have a place in its row.

        Below an answer those that don't are in a menu, and the same stand below each page; any
        other reply that has many spreads them over its messages.
        """
        actions = (
            merge_view_actions(state.actions, self.reply.actions) if state else self.reply.actions
        )
        unique = list(
            {
                (action.command, action.text): action for action in actions if fits_button(action)
            }.values()
        )
        if (answer := _answer_of(self.reply)) is None:
            start = number * MAX_ACTIONS_PER_MESSAGE if len(unique) > MAX_ACTIONS_PER_MESSAGE else 0
            return unique[start : start + MAX_ACTIONS_PER_MESSAGE]
        usual = [action for action in unique if action.command not in _MENU_COMMANDS]
        label = translations(self.reply.language)("button.menu")
        return [*usual[: room - 1], Action(label, Command.MENU, answer.text)]


def paginate(reply: Reply, clock: Clock = time.monotonic) -> PagedReply:
    """All messages of a reply; raises TooLongToShow.

    Takes a twentieth of a second a megabyte of text.
    """
    budget = LayoutBudget.for_reply(
        sum(len(block.text) for block in reply.blocks), len(reply.blocks), clock
    )
    above, blocks = _split_header(reply.blocks, budget)
    pages = paginate_blocks(blocks, budget, _component_budget(reply))
    first = page_of_mark(pages)
    if _answer_of(reply) is None:
        pages += [()] * (-(-len(reply.actions) // MAX_ACTIONS_PER_MESSAGE) - len(pages))
    return PagedReply(reply, above, tuple(pages), first)


def _answer_of(reply: Reply) -> Action | None:
    """Return what brings back the answer that a reply is a view of; None where it is none."""
    action = reply.reload_action
    return action if action and action.command in ANSWER_VIEWS and action.text else None


def _component_budget(reply: Reply) -> int:
    """Return the number of components that are left for what a page says.

    Of 40, the rest is for the box, two texts above it, the page's number, buttons, and a file.
    """
    buttons = (
        MAX_BUTTONS_PER_ROW
        if _answer_of(reply)
        else min(len(reply.actions), MAX_ACTIONS_PER_MESSAGE) + _MAX_PAGE_BUTTONS
    )
    rows = -(-buttons // MAX_BUTTONS_PER_ROW)
    return _MAX_COMPONENTS - 5 - buttons - rows - (2 if reply.choices else 0)


def render_page(
    paged: PagedReply,
    page: int,
    reload_action: Action | None = None,
    owner_id: int = ANY_USER,
    state: MessageState | None = None,
) -> ui.LayoutView:
    """Render one message of a reply, counted from 0.

    It has buttons to turn to others when `reload_action` brings the reply back.

    `owner_id` is the id of who asked; `state` is what stays of the message in whose place it comes.
    """
    tr = translations(paged.reply.language)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_colour(paged.reply))
    for text in _texts(paged.pages[page]):
        box.add_item(text)
    if paged.page_count > 1:
        box.add_item(
            ui.TextDisplay(f"-# {tr('discord.page', number=page + 1, total=paged.page_count)}")
        )
    turning = (
        [
            PageButton(tr, reload_action, page, owner_id, back=True, disabled=page == 0),
            PageButton(
                tr,
                reload_action,
                page,
                owner_id,
                back=False,
                disabled=page == paged.page_count - 1,
            ),
        ]
        if paged.page_count > 1 and reload_action is not None
        else []
    )
    actions = paged.actions(page, MAX_BUTTONS_PER_ROW - len(turning), state)
    buttons = [*turning, *(ActionButton(action, owner_id) for action in actions)]
    for start in range(0, len(buttons), MAX_BUTTONS_PER_ROW):
        box.add_item(ui.ActionRow(*buttons[start : start + MAX_BUTTONS_PER_ROW]))
    if paged.reply.choices:
        box.add_item(ui.ActionRow(ChoiceList(paged.reply.choices)))
    view = ui.LayoutView(timeout=None)
    for text in _header_items(
        state.question if state else paged.reply.repeated_question,
        state.above if state else paged.header,
    ):
        view.add_item(text)
    view.add_item(box)
    return view


def _header_items(question: str, header: str) -> Iterator[ui.Item[ui.LayoutView]]:
    """Yield what stands above an answer."""
    if question:
        yield ui.TextDisplay(
            f"-# “{markdown.escape(shorten(question, MAX_HEADER_UTF16_UNITS // 2))}”",
            id=QUESTION_COMPONENT_ID,
        )
    if header:
        yield ui.TextDisplay(header)


def _split_header(
    blocks: Sequence[Line | Quote], budget: LayoutBudget
) -> tuple[str, list[Line | Quote]]:
    """Split what is said about the question, as far as it fits above, from everything else."""
    lines: list[str] = []
    body: list[Line | Quote] = []
    for block in blocks:
        if isinstance(block, Line) and block.style is Style.QUESTION:
            budget.spend(len(block.text))
            line = Fragment(block, 0, len(block.text)).markdown
            if utf16_length("\n".join([*lines, line])) <= MAX_HEADER_UTF16_UNITS:
                lines.append(line)
                continue
        body.append(block)
    return "\n".join(filter(None, lines)), body


def _texts(page: Page) -> Iterator[ui.Item[ui.LayoutView]]:
    """Yield the texts of a page, with a rule where something new begins.

    None stands between a passage and what leads on to it or goes on with it.
    """
    texts = group_fragments(page)
    for before, fragments in zip([None, *texts], texts, strict=False):
        if before and isinstance(fragments[0].block, Line):
            yield ui.Separator()
        # Discord takes no empty text.
        yield ui.TextDisplay(
            "\n".join(filter(None, (fragment.markdown for fragment in fragments))) or "\u200b"
        )


def _colour(reply: Reply) -> discord.Colour | None:
    if reply.error:
        return _ERROR
    return _ANSWER if reply.shown or (reply.answer and reply.answer.answered) else None
