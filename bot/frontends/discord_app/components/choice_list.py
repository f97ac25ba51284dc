"""Lists that something is chosen from; all that they need stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Choices
from bot.frontends.discord_app.components.buttons import (
    MAX_LABEL_CHARS,
    component_label,
    fits_button,
)
from bot.frontends.discord_app.components.checked_item import AccessCheckedItem
from bot.text.display import shorten

MAX_OPTIONS, MAX_OPTION_CHARS = 25, 100
"""Options of a list, and characters of one, of its value and of its description."""
_KNOWN_COMMANDS = frozenset(map(str, Command))
_LIST_ID = re.compile(r"choose(?::(?P<message>\d+):(?P<private>[01]))?", re.ASCII)

_List = ui.Select[ui.LayoutView]


@dataclass(frozen=True, slots=True)
class MenuOrigin:
    """The answer that a menu was opened from."""

    message: int
    """The message with the answer, by its id."""
    private: bool
    """Whether who opened the menu goes on from the answer in private."""


class ChoiceList(AccessCheckedItem, ui.DynamicItem[_List], template=_LIST_ID):
    """Runs the action that is chosen from a list; the answer is seen by who chose alone."""

    def __init__(self, choices: Choices) -> None:
        options = [
            discord.SelectOption(
                label=component_label(action.label, MAX_OPTION_CHARS),
                value=f"{action.command}:{action.text}",
                description=shorten(action.description, MAX_OPTION_CHARS) or None,
            )
            for action in choices.actions[:MAX_OPTIONS]
            if fits_button(action)
        ]
        super().__init__(
            _List(
                custom_id=f"choose:{choices.origin}" if choices.origin else "choose",
                placeholder=component_label(choices.label, MAX_LABEL_CHARS),
                options=options,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /
    ) -> Self:
        """Restore the list as it was sent, maybe by an earlier process."""
        assert isinstance(item, ui.Select)
        actions = (_decode_choice(option.value, option.label) for option in item.options)
        return cls(
            Choices(
                item.placeholder or "",
                tuple(action for action in actions if action is not None),
                match[0].removeprefix("choose").removeprefix(":"),
            )
        )

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the chosen action on."""
        action = _decode_choice(self.item.values[0] if self.item.values else "")
        await self.click_handler(interaction).run_choice(interaction, action)


def is_list_id(custom_id: str) -> bool:
    """Return whether a custom id is that of a list of ours, whichever version sent it."""
    return _LIST_ID.fullmatch(custom_id) is not None


def encode_origin(origin: MenuOrigin) -> str:
    """Encode an origin for the list of its menu."""
    return f"{origin.message}:{origin.private:d}"


def decode_origin(custom_id: str) -> MenuOrigin | None:
    """Read the origin of a menu off its list; None for any other custom id."""
    match = _LIST_ID.fullmatch(custom_id)
    if match is None or match["message"] is None:
        return None
    return MenuOrigin(int(match["message"]), match["private"] == "1")


def _decode_choice(value: str, label: str = "") -> Action | None:
    """Return the action of an entry of a list; None where it is none that we know."""
    verb, _, text = value.partition(":")
    return Action(label, Command(verb), text) if verb in _KNOWN_COMMANDS else None
