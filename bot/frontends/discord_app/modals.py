"""A window to write a longer question into. What is submitted is known by its ids alone, so that one left open works after a restart."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.chat.desk import LONGEST_QUESTION
from bot.chat.speech import Speech
from bot.frontends.discord_app.delivery import LOST, Pause, respond

_log = logging.getLogger(__name__)

LONGEST_OPTION = 100
"""Characters of an option of a question."""
_ASKED = re.compile(r"ask:(?P<private>[01])(?::(?P<after>\d+))?", re.ASCII)
_QUESTION, _OUTLET, _SINCE = "question", "outlet", "since"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote into the window."""

    question: str
    outlet: str
    since: str
    private: bool
    after: str
    """The message that it goes on from, by its id; empty for none."""


def question_modal(say: Speech, *, private: bool, outlet: str = "", since: str = "") -> ui.Modal:
    """A window for a question and its options, as given so far; the answer is seen by who asks alone when `private`."""
    return _modal(
        say("window.title"),
        f"ask:{private:d}",
        _field(say("window.question"), _QUESTION, "", LONGEST_QUESTION, long=True),
        _field(say("window.outlet"), _OUTLET, outlet, LONGEST_OPTION),
        _field(say("window.since"), _SINCE, since, LONGEST_OPTION),
    )


def follow_up_modal(say: Speech, after: int, *, private: bool) -> ui.Modal:
    """A window to ask on from a message of ours, by its id."""
    question = _field(say("window.question"), _QUESTION, "", LONGEST_QUESTION, long=True)
    return _modal(say("discord.follow-up"), f"ask:{private:d}:{after}", question)


async def open_window(interaction: discord.Interaction[Any], modal: ui.Modal, pause: Pause = asyncio.sleep) -> None:
    """Open a window for who acted, if Discord still waits for one."""
    try:
        await respond(partial(interaction.response.send_modal, modal), pause)
    except LOST as error:
        _log.warning("A window could not be opened in time: %s", error)


def _modal(title: str, custom_id: str, *fields: ui.Label[Any]) -> ui.Modal:
    modal = ui.Modal(title=title, custom_id=custom_id)
    for field in fields:
        modal.add_item(field)
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
    return Asked(said.get(_QUESTION, ""), said.get(_OUTLET, ""), said.get(_SINCE, ""), known["private"] == "1", known["after"] or "")


def _field(label: str, name: str, value: str, longest: int, *, long: bool = False) -> ui.Label[Any]:
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    return ui.Label(text=label, component=ui.TextInput(custom_id=name, style=style, default=value[:longest] or None, max_length=longest, required=long))


def _values(components: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in components:
        if isinstance(one.get("value"), str):
            yield one["custom_id"], one["value"]
        yield from _values([*one.get("components", ()), *([one["component"]] if "component" in one else [])])
