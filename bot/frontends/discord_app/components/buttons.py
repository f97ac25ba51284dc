"""Buttons whose whole state stands in their custom id, so that they work after a restart."""

from __future__ import annotations

import base64
import re
from typing import Any, Self

import discord
from discord import ui

from bot.chat.i18n import LANGUAGES, Translations, translations
from bot.chat.messages.commands import (
    ARTICLE_CHANGES,
    DECISIONS,
    INBOX_CHANGES,
    TEST_SAVING,
    Command,
)
from bot.chat.messages.request_reply import Action, Reply, Request
from bot.frontends.discord_app.components.checked_item import AccessCheckedItem
from bot.text.display import shorten
from bot.text.utf16 import utf16_length

MAX_CUSTOM_ID_CHARS = 100
"""Characters that Discord takes in a custom id, and in a label:"""
MAX_LABEL_CHARS = 80
MAX_PAGES = 999_999
"""More pages than any reply takes."""
_NON_REPEATABLE = (
    Command.ASK,
    Command.ABOUT,
    Command.RELOAD,
    Command.REPLAY,
    *INBOX_CHANGES,
    *TEST_SAVING,
    *ARTICLE_CHANGES,
    Command.PREVIEW,
    Command.UNDO,
    *DECISIONS,
    Command.SOURCES,
    Command.MORE,
    Command.FILE,
    Command.SHARE,
    Command.RIGHT,
    Command.WRONG,
    Command.WATCH,
    Command.UNWATCH,
    Command.EXPORT_DATA,
    Command.ERASE_DATA,
)
"""A second time they need not bring the same."""
ANY_USER = 0
"""Owns what anybody may turn in place."""
_COMMANDS = "|".join(Command)
_OWNER_BYTES = 8
_OWNER = r"(?P<owner>[A-Za-z0-9_-]{11}|)"
_ACTION_ID = re.compile(rf"(?s:(?P<way>[dt]):{_OWNER}:(?P<verb>{_COMMANDS}):(?P<text>.*))")
_PAGE_ID = re.compile(
    rf"(?s:(?P<way>back|on):{_OWNER}:(?P<page>\d+):(?P<verb>{_COMMANDS}):(?P<text>.*))"
)

_Button = ui.Button[ui.LayoutView]


class ActionButton(AccessCheckedItem, ui.DynamicItem[_Button], template=_ACTION_ID):
    """Runs an action of a reply; `owner_id` is the id of the person whose reply it is."""

    def __init__(self, action: Action, owner_id: int = ANY_USER) -> None:
        super().__init__(
            _Button(
                label=component_label(action.label, MAX_LABEL_CHARS),
                custom_id=_action_id(action, owner_id),
            )
        )
        self.action = action
        self.owner_id = owner_id

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /
    ) -> Self:
        """Restore the button as it was sent, maybe by an earlier process."""
        assert isinstance(item, ui.Button)
        return cls(_decode_action(item.label, match), _decode_owner(match["owner"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the action on."""
        await self.click_handler(interaction).run_action(interaction, self.action, self.owner_id)


class PageButton(AccessCheckedItem, ui.DynamicItem[_Button], template=_PAGE_ID):
    """Shows the page before or after `page` (counted from 0) of what `reload_action` brings.

    For the user `owner_id`, whose reply it is, the page comes in place.
    """

    def __init__(
        self,
        tr: Translations,
        reload_action: Action,
        page: int,
        owner_id: int = ANY_USER,
        *,
        back: bool,
        disabled: bool = False,
    ) -> None:
        label = tr("button.previous-page" if back else "button.next-page")
        super().__init__(
            _Button(
                label=label,
                custom_id=_page_id(reload_action, page, owner_id, back=back),
                disabled=disabled,
            )
        )
        self.reload_action = reload_action
        self.language = tr.language
        self.owner_id = owner_id
        self.target_page = page - 1 if back else page + 1

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /
    ) -> Self:
        """Restore the button as it was sent; its label tells the language of the page."""
        assert isinstance(item, ui.Button)
        key = "button.previous-page" if match["way"] == "back" else "button.next-page"
        tr = next(
            (translations(entry) for entry in LANGUAGES if translations(entry)(key) == item.label),
            translations(),
        )
        again = Action("", Command(match["verb"]), match["text"])
        return cls(
            tr,
            again,
            int(match["page"]),
            _decode_owner(match["owner"]),
            back=match["way"] == "back",
        )

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page."""
        await self.click_handler(interaction).turn_page(
            interaction, self.reload_action, self.target_page, self.owner_id, self.language
        )


def is_button_id(custom_id: str) -> bool:
    """Return whether a custom id is that of a button of ours, whichever version sent it."""
    return bool(_ACTION_ID.fullmatch(custom_id) or _PAGE_ID.fullmatch(custom_id))


def action_of(button: discord.Button) -> Action | None:
    """Return the action that a button of ours runs; None for a button that turns pages."""
    match = _ACTION_ID.fullmatch(button.custom_id or "")
    return _decode_action(button.label, match) if match else None


def fits_button(action: Action) -> bool:
    """Return whether a button can hold an action."""
    return utf16_length(_action_id(action, ANY_USER)) <= MAX_CUSTOM_ID_CHARS


def fits_page_button(reload_action: Action) -> bool:
    """Return whether the buttons that turn pages can hold `reload_action`."""
    return (
        utf16_length(_page_id(reload_action, MAX_PAGES, ANY_USER, back=True)) <= MAX_CUSTOM_ID_CHARS
    )


def reload_action_of(request: Request, reply: Reply) -> Action | None:
    """Return what brings a reply back when a page is turned; None where nothing does."""
    reload_action = reply.reload_action
    if reload_action is None and request.command not in _NON_REPEATABLE:
        reload_action = Action("", request.command, request.text)
    return reload_action if reload_action and fits_page_button(reload_action) else None


def component_label(text: str, max_chars: int) -> str:
    """Return what stands on a button or in a list: never empty, which Discord refuses."""
    return shorten(text, max_chars) or "…"


def _action_id(action: Action, owner_id: int) -> str:
    return _with_owner(
        "t" if action.replaces_message else "d", owner_id, f"{action.command}:{action.text}"
    )


def _page_id(reload_action: Action, page: int, owner_id: int, *, back: bool) -> str:
    return _with_owner(
        "back" if back else "on", owner_id, f"{page}:{reload_action.command}:{reload_action.text}"
    )


def _with_owner(way: str, owner_id: int, rest: str) -> str:
    """Return a custom id; it is anybody's where there is no room to say whose."""
    whole = f"{way}:{_encode_owner(owner_id) if owner_id else ''}:{rest}"
    return whole if utf16_length(whole) <= MAX_CUSTOM_ID_CHARS else f"{way}::{rest}"


def _decode_action(label: str | None, match: re.Match[str]) -> Action:
    return Action(
        label or "", Command(match["verb"]), match["text"], replaces_message=match["way"] == "t"
    )


def _encode_owner(owner_id: int) -> str:
    return base64.urlsafe_b64encode(owner_id.to_bytes(_OWNER_BYTES)).decode().rstrip("=")


def _decode_owner(written: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(written + "=")) if written else ANY_USER
