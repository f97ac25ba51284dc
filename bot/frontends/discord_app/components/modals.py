"""Windows to write a longer question into.

A submission is known by its ids alone, so that a window left open works after a restart.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.chat.handlers.ask import MAX_QUESTION_CHARS
from bot.chat.i18n import Translations
from bot.frontends.discord_app.delivery.retry import EXPIRED_ERRORS, respond_with_retries

_log = logging.getLogger(__name__)

MAX_OPTION_CHARS = 100
"""Characters of an option of a question."""
_CUSTOM_ID = re.compile(r"ask:(?P<private>[01])(?::(?P<after>\d+))?", re.ASCII)
_QUESTION, _OUTLET, _SINCE = "question", "outlet", "since"


@dataclass(frozen=True, slots=True)
class SubmittedQuestion:
    """What somebody wrote into the window."""

    question: str
    outlet: str
    since: str
    private: bool
    reply_to: str
    """The message that it goes on from, by its id; empty for none."""


def question_modal(
    tr: Translations, *, private: bool, outlet: str = "", since: str = ""
) -> ui.Modal:
    """Make a window for a question and its options, as given so far.

    The answer is seen by its author alone when `private`.
    """
    return build_modal(
        tr("window.title"),
        f"ask:{private:d}",
        text_field(tr("window.question"), _QUESTION, "", MAX_QUESTION_CHARS, long=True),
        text_field(tr("window.outlet"), _OUTLET, outlet, MAX_OPTION_CHARS),
        text_field(tr("window.since"), _SINCE, since, MAX_OPTION_CHARS),
    )


def follow_up_modal(tr: Translations, reply_to: int, *, private: bool) -> ui.Modal:
    """Return a window to ask on from a message of ours, by its id."""
    question = text_field(tr("window.question"), _QUESTION, "", MAX_QUESTION_CHARS, long=True)
    return build_modal(tr("discord.follow-up"), f"ask:{private:d}:{reply_to}", question)


async def open_window(interaction: discord.Interaction[Any], modal: ui.Modal) -> None:
    """Open a window for who acted, if Discord still waits for one."""
    try:
        await respond_with_retries(partial(interaction.response.send_modal, modal))
    except EXPIRED_ERRORS as error:
        _log.warning("A window could not be opened in time: %s", error)


def build_modal(title: str, custom_id: str, *fields: ui.Label[Any]) -> ui.Modal:
    """Return a window of some fields."""
    modal = ui.Modal(title=title, custom_id=custom_id)
    for field in fields:
        modal.add_item(field)
    # discord.py would wait for this very window, and answer for us when it is submitted;
    # what parses submissions knows every one.
    modal.stop()
    return modal


def parse_submission(interaction: discord.Interaction[Any]) -> SubmittedQuestion | None:
    """Read the submission of a window of ours; None for any other interaction."""
    data: Mapping[str, Any] = interaction.data or {}
    known = (
        _CUSTOM_ID.fullmatch(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.modal_submit
        else None
    )
    if known is None:
        return None
    values = dict(submitted_values(data.get("components", ())))
    return SubmittedQuestion(
        values.get(_QUESTION, ""),
        values.get(_OUTLET, ""),
        values.get(_SINCE, ""),
        known["private"] == "1",
        known["after"] or "",
    )


def text_field(
    label: str,
    name: str,
    value: str,
    longest: int,
    *,
    long: bool = False,
    required: bool = False,
) -> ui.Label[Any]:
    """Return a field that holds a value so far; a `long` one must not be left empty."""
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    return ui.Label(
        text=label,
        component=ui.TextInput(
            custom_id=name,
            style=style,
            default=value[:longest] or None,
            max_length=longest,
            required=long or required,
        ),
    )


def submitted_values(components: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what was written into the fields of a window, by their names."""
    for component in components:
        if isinstance(component.get("value"), str):
            yield component["custom_id"], component["value"]
        yield from submitted_values(
            [
                *component.get("components", ()),
                *([component["component"]] if "component" in component else []),
            ]
        )
