"""Replies to messages, on their way to Discord."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import aiohttp
import discord
from discord import ui

from bot.chat import age_words
from bot.chat.message import VIEWS, Action, Document, Line, Reach, Reply, Style
from bot.chat.speech import Speech, speech
from bot.chat.words import refusal
from bot.errors import TooLongToShow
from bot.frontends.discord_app.buttons import NOBODY
from bot.frontends.discord_app.delivery import Pause, deliver, remove
from bot.frontends.discord_app.kept import kept
from bot.frontends.discord_app.layout import Sheets, cut, lay_out
from bot.frontends.discord_app.permitted import is_closed, is_gone, permitted

_log = logging.getLogger(__name__)

Said = TypeVar("Said")

_IN_A_ROW = 5
"""Messages that a reply may take at once; a longer one is a file."""
_FILE = "reply.txt"
_MAY_NOT_REPLY = 160002


@dataclass(frozen=True, slots=True)
class Part:
    """A message of a reply, maybe with a file."""

    view: ui.LayoutView
    document: Document | None = None

    def files(self) -> list[discord.File]:
        """Made anew for each attempt: sending closes a file."""
        return [] if self.document is None else [discord.File(io.BytesIO(self.document.content), self.document.name)]


class Placeholder:
    """Something short that stands where the answer to a message will, and becomes it."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self.begun = False
        self.sent: discord.Message | None = None
        """What stands there; None too where Discord did not confirm it."""

    async def show(self, reply: Reply) -> None:
        """Say it, or say something else instead; tried once."""
        part = Part(lay_out(cut(reply), 0))
        self.begun = True
        if self.sent is None:
            self.sent = await post(self._message.channel, part, self._message, _nonce(self._message, 0))
        else:
            await self.sent.edit(view=part.view)


async def answer(
    message: discord.Message,
    reply: Reply,
    again: Action | None = None,
    *,
    pause: Pause,
    stands: Placeholder | None = None,
    thread: discord.abc.Messageable | None = None,
) -> Sequence[discord.Message]:
    """Reply to a message, in place of what stands there for the answer, or in a `thread` of its own.

    In private when that is closed to us, or the reply is not for it. Returns the messages that hold it; none where nobody could be told, or need be.
    """
    aside = await _tell(message, reply, again, pause) if reply.reach is Reach.ASIDE else ()
    if aside or reply.reach is Reach.NOBODY:
        if stands is not None and stands.sent is not None:
            await remove(stands.sent.delete, pause)
        return aside
    refused: discord.HTTPException | None = None
    if (may := permitted(message)).speak or thread:
        reference = message if may.reply and not thread else None
        try:
            send = partial(_send, thread or message.channel, reference=reference, question=message, pause=pause, stands=stands)
            return await _with_files_if_allowed(send, reply, again, message.author.id, attach=may.attach)
        except discord.HTTPException as error:
            if not is_closed(error):
                raise
            refused = error
    _log.warning("May not write in channel %s", message.channel.id)
    if message.guild is not None and reply.reach is Reach.HERE:
        excuse = Line(_why_privately(speech(reply.language), message.channel, refused), Style.NOTE)
        return await _tell(message, replace(reply, blocks=(excuse, *reply.blocks)), again, pause)
    return ()


def _why_privately(say: Speech, channel: object, refused: discord.HTTPException | None) -> str:
    if is_gone(refused):
        return say("discord.channel-gone")
    name = getattr(channel, "name", None)
    return say("discord.may-not-write", channel=name) if name else say("discord.may-not-write-there")


async def _tell(message: discord.Message, reply: Reply, again: Action | None, pause: Pause) -> Sequence[discord.Message]:
    """Say something to who wrote a message alone, if they let us."""
    try:
        return await _send(message.author, await parts_of(reply, again, message.author.id), None, message, pause)
    except discord.Forbidden:
        _log.warning("Person %s takes no direct messages", message.author.id)
        return ()


async def tell_of_many(stands: Placeholder, say: Speech, seconds: float) -> None:
    """Say where an answer will stand how long that takes, for everybody in its channel; tried once."""
    try:
        await stands.show(Reply((Line(say("discord.many-questions", time=age_words.about(say, seconds))),), language=say.language))
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.info("It could not be said that many answers wait: %s", error)


def overfull(say: Speech) -> Reply:
    """Why there will be no answer to a question."""
    return Reply((Line(say("discord.overfull"), Style.ERROR),), error=True, language=say.language)


@asynccontextmanager
async def told(tell: Callable[[Reply], Awaitable[object]], say: Speech) -> AsyncIterator[None]:
    """Whatever fails is logged, and told to who asked."""
    try:
        yield
    except Exception:  # noqa: BLE001 - nobody above could answer any more
        _log.exception("A question could not be answered")
        try:
            await tell(failed(say))
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be told")


async def _with_files_if_allowed(say: Callable[[Sequence[Part]], Awaitable[Said]], reply: Reply, again: Action | None, owner: int, *, attach: bool) -> Said:
    """Say a reply; without the file that it would take where files are refused."""
    parts = await parts_of(reply, again, owner, attach=attach)
    try:
        return await say(parts)
    except discord.Forbidden:
        if all(part.document is None for part in parts):
            raise
    return await say(await parts_of(reply, again, owner, attach=False))


async def _send(
    where: discord.abc.Messageable,
    parts: Sequence[Part],
    reference: discord.Message | None,
    question: discord.Message,
    pause: Pause,
    stands: Placeholder | None = None,
) -> Sequence[discord.Message]:
    """Send messages, each once however often it is repeated: Discord knows it by the question's id and its place."""
    sent: list[discord.Message] = []
    for number, part in enumerate(parts):
        # What stands there and was not confirmed is found by its nonce: that says nothing anew.
        if stands is not None and stands.sent is not None and number == 0:
            one = stands.sent
        else:
            one = await deliver(partial(post, where, part, reference, _nonce(question, number)), pause)
        if stands is not None and stands.begun and number == 0:
            await deliver(partial(_become, one, part), pause)
        sent.append(one)
    return sent


async def _become(sent: discord.Message, part: Part) -> None:
    await sent.edit(view=part.view, attachments=part.files())


def _nonce(question: discord.Message, number: int) -> str:
    return f"{question.id}-{number}"


async def post(where: discord.abc.Messageable, part: Part, reference: discord.Message | None, nonce: str) -> discord.Message:
    """Send one message of a reply; plainly where replying is not allowed."""
    if reference is not None:
        try:
            return await where.send(view=part.view, files=part.files(), nonce=nonce, reference=reference.to_reference(fail_if_not_exists=False))
        except discord.HTTPException as error:
            if error.code != _MAY_NOT_REPLY:
                raise
    return await where.send(view=part.view, files=part.files(), nonce=nonce)


async def parts_of(reply: Reply, again: Action | None, owner: int = NOBODY, *, attach: bool = True) -> list[Part]:
    """The message to show first; where no button can bring the others all of them, or the reply as a file beside it.

    Where a file can't be attached, as many as may stand in a row, and a line that there is more.
    """
    sheets = await _cut(reply)
    if sheets.total == 1 or again is not None:
        return [_with_file(lay_out(sheets, sheets.first, again, owner), reply.document)]
    if sheets.total <= _IN_A_ROW:
        return [Part(lay_out(sheets, page, owner=owner)) for page in range(sheets.total)]
    if not attach:
        start = min(sheets.first, sheets.total - _IN_A_ROW)
        row = [Part(lay_out(sheets, page, owner=owner)) for page in range(start, start + _IN_A_ROW)]
        return [*row, Part(_note(speech(reply.language), "discord.no-files"))]
    return [_with_file(lay_out(sheets, sheets.first, owner=owner), _as_file(reply))]


async def part_of(reply: Reply, again: Action | None, owner: int, number: int | None = None, *, attach: bool = True) -> Part:
    """The one message that a command or click is answered with: a page; where no button can bring the others all of the reply as a file beside it.

    Where a file can't be attached, a line that there is more.
    """
    sheets = await _cut(reply)
    view = lay_out(sheets, _existing(sheets, number), again, owner)
    if sheets.total == 1 or again is not None:
        return _with_file(view, reply.document)
    if attach:
        return _with_file(view, _as_file(reply))
    view.add_item(ui.TextDisplay(f"-# {speech(reply.language)('discord.no-files')}"))
    return Part(view)


async def page_in_place(message: discord.Message | None, reply: Reply, number: int | None, again: Action, owner: int) -> ui.LayoutView:
    """A page to come in the place of a message: the last where there is none of that number, the one to begin with where none is named."""
    sheets = await _cut(reply)
    stays = kept(message) if message and again.verb in VIEWS else None
    return lay_out(sheets, _existing(sheets, number), again, owner, stays)


def _as_file(reply: Reply) -> Document:
    return Document(_FILE, reply.text.encode(errors="replace"))


def _with_file(view: ui.LayoutView, document: Document | None) -> Part:
    if document is not None:
        view.add_item(ui.File(f"attachment://{document.name}"))
    return Part(view, document)


def _existing(sheets: Sheets, number: int | None) -> int:
    """The page of a number, or the last; the one to begin with where none is named."""
    return sheets.first if number is None else min(max(number, 0), sheets.total - 1)


def _note(say: Speech, key: str) -> ui.LayoutView:
    return lay_out(cut(Reply((Line(say(key), Style.NOTE),), language=say.language)), 0)


def failed(say: Speech) -> Reply:
    """That something went wrong which nobody foresaw."""
    return Reply((Line(say("error.unknown"), Style.ERROR),), private=True, error=True, language=say.language)


async def _cut(reply: Reply) -> Sheets:
    """A reply in pages, cut away from the event loop; in place of one that takes too long, that it does."""
    try:
        return await asyncio.to_thread(cut, reply)
    except TooLongToShow as problem:
        _log.warning("A reply of %d characters could not be laid out in time", sum(len(block.text) for block in reply.blocks))
        return cut(replace(refusal(speech(reply.language), problem), language=reply.language))
