"""Buttons whose whole state stands in their custom id, so that they work after a restart."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.chat.message import Action, Choices, Message, Reply, Verb
from bot.chat.speech import LANGUAGES, Speech, speech
from bot.frontends.discord_app.admitting import Admitting
from bot.text.display import short
from bot.text.units import units

if TYPE_CHECKING:
    from bot.frontends.discord_app.service import BylineService

CUSTOM_ID = 100
"""Characters that Discord takes in a custom id, and in a label:"""
LABEL = 80
PAGES = 999_999
"""More pages than any reply takes."""
OPTIONS, OPTION = 25, 100
"""Options of a list, and characters of one."""
_ONCE = (Verb.ASK, Verb.ABOUT, Verb.RELOAD, Verb.SOURCES, Verb.MORE, Verb.FILE, Verb.SHARE, Verb.RIGHT, Verb.WRONG)
"""A second time they need not bring the same."""
NOBODY = 0
"""Owns what anybody may turn in place."""
_VERBS = "|".join(Verb)
_KNOWN = frozenset(map(str, Verb))
_OWNER_BYTES = 8
_OWNER = r"(?P<owner>[A-Za-z0-9_-]{11}|)"
_ACTION_ID = re.compile(rf"(?s:(?P<way>[dt]):{_OWNER}:(?P<verb>{_VERBS}):(?P<text>.*))")
_PAGE_ID = re.compile(rf"(?s:(?P<way>back|on):{_OWNER}:(?P<page>\d+):(?P<verb>{_VERBS}):(?P<text>.*))")
_LIST_ID = "choose"

_Button = ui.Button[ui.LayoutView]
_List = ui.Select[ui.LayoutView]


class ActionButton(Admitting, ui.DynamicItem[_Button], template=_ACTION_ID):
    """Runs an action of a reply; `owner` is the id of the person whose reply it is."""

    def __init__(self, action: Action, owner: int = NOBODY) -> None:
        super().__init__(_Button(label=_label(action.label, LABEL), custom_id=_action_id(action, owner)))
        self.action = action
        self.owner = owner

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /) -> Self:
        """The button as it was sent, maybe by an earlier process."""
        assert isinstance(item, ui.Button)
        return cls(_read(item.label, match), _read_owner(match["owner"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the action on."""
        client: BylineService = interaction.client
        await client.clicks.acted(interaction, self.action, self.owner)


class PageButton(Admitting, ui.DynamicItem[_Button], template=_PAGE_ID):
    """Shows the page before or after `page` (counted from 0) of what `again` brings; to the `owner` of the reply in place."""

    def __init__(self, say: Speech, again: Action, page: int, owner: int = NOBODY, *, back: bool, disabled: bool = False) -> None:
        label = say("button.previous-page" if back else "button.next-page")
        super().__init__(_Button(label=label, custom_id=_page_id(again, page, owner, back=back), disabled=disabled))
        self.again = again
        self.language = say.language
        self.owner = owner
        self.target = page - 1 if back else page + 1

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], match: re.Match[str], /) -> Self:
        """The button as it was sent, maybe by an earlier process; its label tells in which language the page is."""
        assert isinstance(item, ui.Button)
        key = "button.previous-page" if match["way"] == "back" else "button.next-page"
        say = next((speech(one) for one in LANGUAGES if speech(one)(key) == item.label), speech())
        again = Action("", Verb(match["verb"]), match["text"])
        return cls(say, again, int(match["page"]), _read_owner(match["owner"]), back=match["way"] == "back")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page."""
        client: BylineService = interaction.client
        await client.clicks.turned(interaction, self.again, self.target, self.owner, self.language)


class ChoiceList(Admitting, ui.DynamicItem[_List], template=_LIST_ID):
    """Runs the action that is chosen from a list; the answer is seen by who chose alone."""

    def __init__(self, choices: Choices) -> None:
        options = [discord.SelectOption(label=_label(one.label, OPTION), value=f"{one.verb}:{one.text}") for one in choices.actions[:OPTIONS] if fits(one)]
        super().__init__(_List(custom_id=_LIST_ID, placeholder=_label(choices.label, LABEL), options=options))

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[ui.LayoutView], __: re.Match[str], /) -> Self:
        """The list as it was sent, maybe by an earlier process."""
        assert isinstance(item, ui.Select)
        actions = (_chosen(option.value, option.label) for option in item.options)
        return cls(Choices(item.placeholder or "", tuple(action for action in actions if action is not None)))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the chosen action to the desk; where an earlier version of the list held it, say that there is no such thing."""
        client: BylineService = interaction.client
        action = _chosen(self.item.values[0] if self.item.values else "")
        if action is None:
            await client.gone(interaction)
        else:
            await client.asked(interaction, action.verb, action.text, private=True)


def outdated(interaction: discord.Interaction[Any]) -> bool:
    """Whether something was clicked that its message offers no longer, or that no version of ours knows: then nothing else answers."""
    if interaction.type is not discord.InteractionType.component:
        return False
    clicked = str(dict(interaction.data or {}).get("custom_id", ""))
    known = clicked == _LIST_ID or _ACTION_ID.fullmatch(clicked) or _PAGE_ID.fullmatch(clicked)
    view = ui.LayoutView.from_message(interaction.message, timeout=None) if interaction.message else None
    there = (getattr(item, "custom_id", None) for item in (view.walk_children() if view else ()))
    return not known or clicked not in there


def action_of(button: discord.Button) -> Action | None:
    """The action that a button of an earlier message of ours runs; None for a button that turns pages."""
    match = _ACTION_ID.fullmatch(button.custom_id or "")
    return _read(button.label, match) if match else None


def fits(action: Action) -> bool:
    """Whether a button can hold an action."""
    return units(_action_id(action, NOBODY)) <= CUSTOM_ID


def turns(again: Action) -> bool:
    """Whether the buttons that turn pages can hold what brings a reply back."""
    return units(_page_id(again, PAGES, NOBODY, back=True)) <= CUSTOM_ID


def brings_back(message: Message, reply: Reply) -> Action | None:
    """What brings a reply back when a page is turned; None where nothing does."""
    again = reply.again
    if again is None and message.verb not in _ONCE:
        again = Action("", message.verb, message.text)
    return again if again and turns(again) else None


def _label(text: str, most: int) -> str:
    """What stands on a button or in a list: never empty, which Discord refuses."""
    return short(text, most) or "…"


def _action_id(action: Action, owner: int) -> str:
    return _owned("t" if action.turns else "d", owner, f"{action.verb}:{action.text}")


def _page_id(again: Action, page: int, owner: int, *, back: bool) -> str:
    return _owned("back" if back else "on", owner, f"{page}:{again.verb}:{again.text}")


def _owned(way: str, owner: int, rest: str) -> str:
    """A custom id; it is anybody's where there is no room to say whose."""
    whole = f"{way}:{_write_owner(owner) if owner else ''}:{rest}"
    return whole if units(whole) <= CUSTOM_ID else f"{way}::{rest}"


def _read(label: str | None, match: re.Match[str]) -> Action:
    return Action(label or "", Verb(match["verb"]), match["text"], turns=match["way"] == "t")


def _chosen(value: str, label: str = "") -> Action | None:
    """The action of an entry of a list; None where it is none that we know."""
    verb, _, text = value.partition(":")
    return Action(label, Verb(verb), text) if verb in _KNOWN else None


def _write_owner(owner: int) -> str:
    return base64.urlsafe_b64encode(owner.to_bytes(_OWNER_BYTES)).decode().rstrip("=")


def _read_owner(written: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(written + "=")) if written else NOBODY
