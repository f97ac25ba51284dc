"""A window to write a longer question into. What is submitted is known by its ids alone, so that one left open works after a restart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.chat.desk import LONGEST_QUESTION
from bot.chat.speech import Speech

LONGEST_OPTION = 100
"""Characters of an option of a question."""
_ASKED = re.compile(r"ask:(?P<private>[01])", re.ASCII)
_QUESTION, _OUTLET, _SINCE = "question", "outlet", "since"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote into the window."""

    question: str
    outlet: str
    since: str
    private: bool


def question_modal(say: Speech, title: str, *, private: bool, outlet: str = "", since: str = "", options: bool = True) -> ui.Modal:
    """A window for a question; its answer will be seen by who asks alone when `private`. Also for its options, as given so far."""
    modal = ui.Modal(title=title, custom_id=f"ask:{private:d}")
    modal.add_item(_field(say("window.question"), _QUESTION, "", LONGEST_QUESTION, long=True))
    if options:
        modal.add_item(_field(say("window.outlet"), _OUTLET, outlet, LONGEST_OPTION))
        modal.add_item(_field(say("window.since"), _SINCE, since, LONGEST_OPTION))
    # discord.py would wait for this very window, and answer for us when it is submitted; `submitted` knows every one.
    modal.stop()
    return modal


def submitted(interaction: discord.Interaction[Any]) -> Asked | None:
    """What was written into a window of ours, maybe one that an earlier process opened; None for anything else."""
    data: Mapping[str, Any] = interaction.data or {}
    known = _ASKED.fullmatch(data.get("custom_id", "")) if interaction.type is discord.InteractionType.modal_submit else None
    if known is None:
        return None
    said = dict(_values(data.get("components", ())))
    return Asked(said.get(_QUESTION, ""), said.get(_OUTLET, ""), said.get(_SINCE, ""), known["private"] == "1")


def _field(label: str, name: str, value: str, longest: int, *, long: bool = False) -> ui.Label[Any]:
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    return ui.Label(text=label, component=ui.TextInput(custom_id=name, style=style, default=value[:longest] or None, max_length=longest, required=long))


def _values(components: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in components:
        if isinstance(one.get("value"), str):
            yield one["custom_id"], one["value"]
        yield from _values([*one.get("components", ()), *([one["component"]] if "component" in one else [])])
