"""Replies on their way to Discord: to a message, or to a command or click."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.chat.message import Action, Line, Reply, Style
from bot.frontends.discord_app import phrases
from bot.frontends.discord_app.delivery import Pause, deliver
from bot.frontends.discord_app.layout import Sheets, cut, lay_out

_log = logging.getLogger(__name__)

_LONG = 50_000
"""Characters from which on a reply is cut into pages away from the event loop."""
_MAY_NOT_REPLY = 160002
_FAILED = Reply((Line(phrases.FAILED, Style.ERROR),), private=True, error=True)
_PRIVATE = Reply((Line(phrases.PRIVATE, Style.NOTE),))


async def answer(message: discord.Message, reply: Reply, again: Action | None = None, *, pause: Pause) -> None:
    """Reply to a message; in private when its channel is closed to us."""
    try:
        await _send(message.channel, await _views(reply, again), message, message, pause)
    except discord.Forbidden:
        _log.warning("May not write in channel %s", message.channel.id)
        if message.guild is None:
            return
        excuse = Line(phrases.may_not_write(str(message.channel)), Style.NOTE)
        excused = replace(reply, blocks=(excuse, *reply.blocks))
        try:
            await _send(message.author, await _views(excused, again), None, message, pause)
        except discord.Forbidden:
            _log.warning("Person %s takes no direct messages", message.author.id)


async def show_typing(where: discord.abc.Messageable) -> None:
    """Show that an answer is being written, if Discord lets us."""
    try:
        await where.typing()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.info("Typing could not be shown: %s", error)


async def fill(interaction: discord.Interaction[Any], reply: Reply, again: Action | None = None, *, private: bool, pause: Pause) -> None:
    """Put a reply where Discord shows that one follows; `private` is how that was announced."""
    if reply.private and not private:
        # What was announced to everybody can't become private; only a message after it can.
        notice = lay_out(cut(_PRIVATE), 0)
        await deliver(partial(interaction.edit_original_response, view=notice), pause)
        await whisper(interaction, reply, again, pause=pause)
        await deliver(interaction.delete_original_response, pause)
        return
    first, *more = await _views(reply, again)
    await deliver(partial(interaction.edit_original_response, view=first), pause)
    for view in more:
        await deliver(partial(interaction.followup.send, view=view, ephemeral=private), pause)


async def whisper(interaction: discord.Interaction[Any], reply: Reply, again: Action | None = None, *, pause: Pause) -> None:
    """Say something that only who acted sees."""
    for view in await _views(reply, again):
        await deliver(partial(interaction.followup.send, view=view, ephemeral=True), pause)


async def show_page(interaction: discord.Interaction[Any], reply: Reply, number: int, again: Action, *, pause: Pause) -> None:
    """Put a page in the place of the one that was clicked; the last where there is no such page any more."""
    sheets = await _cut(reply)
    view = lay_out(sheets, min(max(number, 0), sheets.total - 1), again)
    await deliver(partial(interaction.edit_original_response, view=view), pause)


async def refuse(interaction: discord.Interaction[Any]) -> None:
    """Say privately that a command failed before we acknowledged it."""
    if not interaction.response.is_done():
        await interaction.response.send_message(view=lay_out(cut(_FAILED), 0), ephemeral=True)


@asynccontextmanager
async def told(tell: Callable[[Reply], Awaitable[None]]) -> AsyncIterator[None]:
    """Whatever fails is logged, and told to who asked."""
    try:
        yield
    except Exception:  # noqa: BLE001 - nobody above could answer any more
        _log.exception("A question could not be answered")
        try:
            await tell(_FAILED)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be told")


async def _send(
    where: discord.abc.Messageable,
    views: Sequence[ui.LayoutView],
    reference: discord.Message | None,
    question: discord.Message,
    pause: Pause,
) -> None:
    """Send messages, each once however often it is repeated: Discord knows it by the question's id and its place."""
    for number, view in enumerate(views):
        await deliver(partial(_post, where, view, reference, f"{question.id}-{number}"), pause)


async def _post(where: discord.abc.Messageable, view: ui.LayoutView, reference: discord.Message | None, nonce: str) -> None:
    if reference is not None:
        try:
            await where.send(view=view, nonce=nonce, reference=reference.to_reference(fail_if_not_exists=False))
        except discord.HTTPException as error:
            if error.code != _MAY_NOT_REPLY:
                raise
        else:
            return
    await where.send(view=view, nonce=nonce)


async def _views(reply: Reply, again: Action | None) -> list[ui.LayoutView]:
    """The message to show first, or all of them where no button can bring the others."""
    sheets = await _cut(reply)
    if sheets.total == 1 or again is not None:
        return [lay_out(sheets, sheets.first, again)]
    return [lay_out(sheets, number) for number in range(sheets.total)]


async def _cut(reply: Reply) -> Sheets:
    if sum(len(block.text) for block in reply.blocks) < _LONG:
        return cut(reply)
    return await asyncio.to_thread(cut, reply)
