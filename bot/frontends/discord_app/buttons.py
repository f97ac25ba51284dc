"""Buttons whose whole state stands in their custom id, so that they work after a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.chat.message import Action, Choices, Verb
from bot.chat.speech import LANGUAGES, Speech, speech
from bot.frontends.discord_app.admitting import Admitting
from bot.frontends.discord_app.markdown import units

if TYPE_CHECKING:
    from bot.frontends.discord_app.client import BylineClient

CUSTOM_ID = 100
"""Characters that Discord takes in a custom id, and in a label:"""
LABEL = 80
PAGES = 999_999
"""More pages than any reply takes."""
_VERBS = "|".join(Verb)

OPTIONS, OPTION = 25, 100
"""Options of a list, and characters of one."""

_Button = ui.Button[ui.LayoutView]
_List = ui.Select[ui.LayoutView]


class ActionButton(Admitting, ui.DynamicItem[_Button], template=rf"(?s:(?P<way>do|turn):(?P<verb>{_VERBS}):(?P<text>.*))"):
    """Runs an action of a reply; the answer is seen by who clicked alone, but for another part of what is shown: that takes its place."""

    def __init__(self, action: Action) -> None:
        super().__init__(_Button(label=_short(action.label), custom_id=f"{'turn' if action.turns else 'do'}:{action.verb}:{action.text}"))
        self.action = action

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /) -> Self:
        """The button as it was sent, maybe by an earlier process."""
        assert isinstance(item, ui.Button)
        return cls(Action(item.label or "", Verb(match["verb"]), match["text"], turns=match["way"] == "turn"))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the action to the desk."""
        client: BylineClient = interaction.client
        if self.action.turns:
            await client.turn(interaction, self.action, 0, None)
            return
        await client.asked(interaction, self.action.verb, self.action.text, private=True)


class PageButton(Admitting, ui.DynamicItem[_Button], template=rf"(?s:(?P<way>back|on):(?P<page>\d+):(?P<verb>{_VERBS}):(?P<text>.*))"):
    """Shows the page before or after `page` (counted from 0) of what `again` brings, in place."""

    def __init__(self, say: Speech, again: Action, page: int, *, back: bool, disabled: bool = False) -> None:
        super().__init__(
            _Button(
                label=say("button.previous-page" if back else "button.next-page"),
                custom_id=f"{'back' if back else 'on'}:{page}:{again.verb}:{again.text}",
                disabled=disabled,
            )
        )
        self.again = again
        self.language = say.language
        self.target = page - 1 if back else page + 1

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /) -> Self:
        """The button as it was sent, maybe by an earlier process; its label tells in which language the page is."""
        assert isinstance(item, ui.Button)
        key = "button.previous-page" if match["way"] == "back" else "button.next-page"
        say = next((speech(one) for one in LANGUAGES if speech(one)(key) == item.label), speech())
        return cls(say, Action("", Verb(match["verb"]), match["text"]), int(match["page"]), back=match["way"] == "back")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page."""
        client: BylineClient = interaction.client
        await client.turn(interaction, self.again, self.target, self.language)


class ChoiceList(Admitting, ui.DynamicItem[_List], template="choose"):
    """Runs the action that is chosen from a list; the answer is seen by who chose alone."""

    def __init__(self, choices: Choices) -> None:
        options = [discord.SelectOption(label=_short(one.label, OPTION), value=f"{one.verb}:{one.text}") for one in choices.actions[:OPTIONS] if fits(one)]
        super().__init__(_List(custom_id="choose", placeholder=_short(choices.label), options=options))

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], __: re.Match[str], /) -> Self:
        """The list as it was sent, maybe by an earlier process."""
        assert isinstance(item, ui.Select)
        chosen = (option.value.partition(":") for option in item.options)
        return cls(
            Choices(item.placeholder or "", tuple(Action(option.label, Verb(verb), text) for option, (verb, _, text) in zip(item.options, chosen, strict=True)))
        )

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the chosen action to the desk."""
        client: BylineClient = interaction.client
        verb, _, text = self.item.values[0].partition(":")
        await client.asked(interaction, Verb(verb), text, private=True)


def fits(action: Action) -> bool:
    """Whether a button can hold an action, and the buttons that turn pages too."""
    return units(f"back:{PAGES}:{action.verb}:{action.text}") <= CUSTOM_ID


def _short(label: str, most: int = LABEL) -> str:
    return label if units(label) <= most else label[: most // 2 - 1] + "…"
