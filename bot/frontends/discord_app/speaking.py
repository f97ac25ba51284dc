"""Replies on their way to Discord: to a message, or to a command or click."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.chat.message import Action, Line, Reply, Style
from bot.chat.speech import Speech, speech
from bot.frontends.discord_app.delivery import Pause, deliver
from bot.frontends.discord_app.layout import Sheets, cut, lay_out

_log = logging.getLogger(__name__)

TYPING_AFTER = 0.3
"""Seconds: an answer that comes sooner needs no sign that it is being written, and half the requests."""
_TYPING_PATIENCE = 1.0
"""Seconds that an answer waits for Discord to show that sign, once it was asked to."""
_LONG = 50_000
"""Characters from which on a reply is cut into pages away from the event loop."""
_IN_A_ROW = 5
"""Messages that a reply may take at once; a longer one is a file."""
_FILE = "reply.txt"
_MAY_NOT_REPLY = 160002


@dataclass(frozen=True, slots=True)
class _Part:
    """A message of a reply, maybe with the whole of it as a file."""

    view: ui.LayoutView
    text: str | None = None

    def files(self) -> list[discord.File]:
        """Made anew for each attempt: sending closes a file."""
        return [] if self.text is None else [discord.File(io.BytesIO(self.text.encode()), _FILE)]


async def answer(message: discord.Message, reply: Reply, again: Action | None = None, *, pause: Pause) -> None:
    """Reply to a message; in private when its channel is closed to us."""
    try:
        await _send(message.channel, await _parts(reply, again), message, message, pause)
    except discord.Forbidden:
        _log.warning("May not write in channel %s", message.channel.id)
        if message.guild is None:
            return
        excuse = Line(speech(reply.language)("discord.may-not-write", channel=str(message.channel)), Style.NOTE)
        excused = replace(reply, blocks=(excuse, *reply.blocks))
        try:
            await _send(message.author, await _parts(excused, again), None, message, pause)
        except discord.Forbidden:
            _log.warning("Person %s takes no direct messages", message.author.id)


@asynccontextmanager
async def typing_shown(where: discord.abc.Messageable, pause: Pause) -> AsyncIterator[None]:
    """Show that an answer is being written, if that takes a while and Discord lets us."""
    asking = asyncio.Event()
    typing = asyncio.create_task(_type(where, asking, pause))
    try:
        yield
    finally:
        if asking.is_set():
            # Shown after the answer, it would stay for seconds.
            await asyncio.wait([typing], timeout=_TYPING_PATIENCE)
        typing.cancel()


async def _type(where: discord.abc.Messageable, asking: asyncio.Event, pause: Pause) -> None:
    await pause(TYPING_AFTER)
    asking.set()
    try:
        await where.typing()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.info("Typing could not be shown: %s", error)


async def fill(interaction: discord.Interaction[Any], reply: Reply, again: Action | None = None, *, private: bool, pause: Pause) -> None:
    """Put a reply where Discord shows that one follows; `private` is how that was announced."""
    if reply.private and not private:
        # What was announced to everybody can't become private; only a message after it can.
        notice = lay_out(cut(Reply((Line(speech(reply.language)("discord.private"), Style.NOTE),), language=reply.language)), 0)
        await deliver(partial(interaction.edit_original_response, view=notice), pause)
        await whisper(interaction, reply, again, pause=pause)
        await deliver(interaction.delete_original_response, pause)
        return
    first, *more = await _parts(reply, again)
    await deliver(lambda: interaction.edit_original_response(view=first.view, attachments=first.files()), pause)
    for part in more:
        await deliver(partial(_follow, interaction, part, private=private), pause)


async def replace_once(interaction: discord.Interaction[Any], reply: Reply) -> None:
    """Show something short where a reply will stand; tried once."""
    await interaction.edit_original_response(view=lay_out(cut(reply), 0))


async def whisper(interaction: discord.Interaction[Any], reply: Reply, again: Action | None = None, *, pause: Pause) -> None:
    """Say something that only who acted sees."""
    for part in await _parts(reply, again):
        await deliver(partial(_follow, interaction, part, private=True), pause)


async def _follow(interaction: discord.Interaction[Any], part: _Part, *, private: bool) -> None:
    await interaction.followup.send(view=part.view, files=part.files(), ephemeral=private)


async def show_page(interaction: discord.Interaction[Any], reply: Reply, number: int, again: Action, *, pause: Pause) -> None:
    """Put a page in the place of the one that was clicked; the last where there is no such page any more."""
    sheets = await _cut(reply)
    view = lay_out(sheets, min(max(number, 0), sheets.total - 1), again)
    await deliver(partial(interaction.edit_original_response, view=view), pause)


async def refuse(interaction: discord.Interaction[Any], reply: Reply) -> None:
    """Say something short, privately, instead of acknowledging a command."""
    if not interaction.response.is_done():
        await interaction.response.send_message(view=lay_out(cut(reply), 0), ephemeral=True)


@asynccontextmanager
async def told(tell: Callable[[Reply], Awaitable[None]], say: Speech) -> AsyncIterator[None]:
    """Whatever fails is logged, and told to who asked."""
    try:
        yield
    except Exception:  # noqa: BLE001 - nobody above could answer any more
        _log.exception("A question could not be answered")
        try:
            await tell(failed(say))
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be told")


async def _send(
    where: discord.abc.Messageable,
    parts: Sequence[_Part],
    reference: discord.Message | None,
    question: discord.Message,
    pause: Pause,
) -> None:
    """Send messages, each once however often it is repeated: Discord knows it by the question's id and its place."""
    for number, part in enumerate(parts):
        await deliver(partial(_post, where, part, reference, f"{question.id}-{number}"), pause)


async def _post(where: discord.abc.Messageable, part: _Part, reference: discord.Message | None, nonce: str) -> None:
    if reference is not None:
        try:
            await where.send(view=part.view, files=part.files(), nonce=nonce, reference=reference.to_reference(fail_if_not_exists=False))
        except discord.HTTPException as error:
            if error.code != _MAY_NOT_REPLY:
                raise
        else:
            return
    await where.send(view=part.view, files=part.files(), nonce=nonce)


async def _parts(reply: Reply, again: Action | None) -> list[_Part]:
    """The message to show first; where no button can bring the others all of them, or the reply as a file beside it."""
    sheets = await _cut(reply)
    if sheets.total == 1 or again is not None:
        return [_Part(lay_out(sheets, sheets.first, again))]
    if sheets.total <= _IN_A_ROW:
        return [_Part(lay_out(sheets, number)) for number in range(sheets.total)]
    view = lay_out(sheets, sheets.first)
    view.add_item(ui.File(f"attachment://{_FILE}"))
    return [_Part(view, reply.text)]


def failed(say: Speech) -> Reply:
    """That something went wrong which nobody foresaw."""
    return Reply((Line(say("error.unknown"), Style.ERROR),), private=True, error=True, language=say.language)


async def _cut(reply: Reply) -> Sheets:
    if sum(len(block.text) for block in reply.blocks) < _LONG:
        return cut(reply)
    return await asyncio.to_thread(cut, reply)
