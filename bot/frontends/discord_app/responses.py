"""Replies to commands and clicks, which none of them gets twice.

Discord takes one callback for each. A reply that is there in time comes with it; one that is not is
announced by it, and then put where it was announced, which may be repeated as often as need be. A
message after that would be another one each time that it is repeated, so there is none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from enum import Enum, auto
from functools import partial
from types import TracebackType
from typing import Any, Self

import aiohttp
import discord
from discord import ui

from bot.chat.message import Action, Reach, Reply
from bot.chat.speech import speech
from bot.frontends.discord_app.delivery import LOST, Pause, acknowledge, deliver, remove, respond
from bot.frontends.discord_app.layout import cut, lay_out
from bot.frontends.discord_app.permitted import is_closed
from bot.frontends.discord_app.speaking import Part, failed, part_of, post

_log = logging.getLogger(__name__)

PROMPT = 0.8
"""Seconds after which a reply is announced. Discord waits three for a callback, and some of them may have gone to learn who acts."""


class _State(Enum):
    OPEN = auto()
    ANNOUNCED = auto()
    GIVEN = auto()
    LOST = auto()
    """Discord no longer waits for a reply."""


class Response:
    """The reply to one command or click: a context in which it is worked out and given.

    What goes wrong in there is logged, and told to who acted.
    """

    def __init__(self, interaction: discord.Interaction[Any], farewell: Reply, *, private: bool, pause: Pause) -> None:
        """Take the reply for when there will be no other, and who sees what is announced."""
        self._interaction = interaction
        self._farewell = farewell
        self._private = private
        self._pause = pause
        self._state = _State.OPEN
        self._announced_privately = private
        self._turn = asyncio.Lock()
        self._giving = self._ended = False
        self._announcing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._working = asyncio.current_task()
        self._late = loop.call_later(PROMPT, self._announce_soon)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        self._late.cancel()
        if isinstance(error, asyncio.CancelledError) and self._ended and self._working and not self._working.uncancel():
            reply = self._farewell
        elif isinstance(error, Exception):
            _log.error("A command or click could not be answered", exc_info=error)
            reply = failed(speech(self._farewell.language))
        else:
            return False
        try:
            await self.say(reply)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be told")
        return True

    def leave(self) -> None:
        """Give up what is worked out, and say so in its place; a reply on its way is let go there."""
        if not self._giving:
            self._end()

    async def say(self, reply: Reply, again: Action | None = None, number: int | None = None) -> Sequence[discord.Message]:
        """Give the reply in a message, at a page of it; returns what holds it, if anything does.

        Only who acted sees what is private, but for what was announced to everybody before.
        """
        self._giving = True
        if reply.reach is Reach.NOBODY and self._interaction.type is discord.InteractionType.component:
            await self._say_nothing()
            return ()
        owner, private = self._interaction.user.id, self._private or reply.private
        part = await part_of(reply, again, owner, number)
        try:
            return await self._give(part, private=private)
        except discord.Forbidden:
            if part.document is None or part.document is reply.document:
                raise
        return await self._give(await part_of(reply, again, owner, number, attach=False), private=private)

    async def post(self, reply: Reply, again: Action | None) -> Sequence[discord.Message]:
        """Give the reply for everybody to see, whatever was announced; returns what holds it then."""
        self._giving = True
        return await self._give(await part_of(reply, again, self._interaction.user.id), private=False)

    async def show(self, view: ui.LayoutView) -> None:
        """Put something in the place of what was clicked."""
        self._giving = True
        async with self._turn:
            if self._state is _State.OPEN:
                await self._call_back(partial(self._interaction.response.edit_message, view=view))
            elif self._state is _State.ANNOUNCED:
                await self._show_late(view)
                self._state = _State.GIVEN

    async def progress(self, reply: Reply) -> None:
        """Show something short where the reply will stand; tried once."""
        await self._announce(private=self._private)
        if self._state is _State.ANNOUNCED:
            await self._interaction.edit_original_response(view=lay_out(cut(reply), 0))

    def _end(self) -> None:
        if self._working is not None:
            self._ended = True
            self._working.cancel()

    def _announce_soon(self) -> None:
        self._announcing = asyncio.create_task(self._announce(private=self._private))

    async def _announce(self, *, private: bool) -> None:
        async with self._turn:
            if self._state is not _State.OPEN:
                return
            took = await acknowledge(self._interaction, private=private, in_place=False, pause=self._pause)
            self._state = _State.ANNOUNCED if took else _State.LOST
            self._announced_privately = private
        if not took and not self._giving:
            # Nobody waits for what is worked out.
            self._end()

    async def _give(self, part: Part, *, private: bool) -> Sequence[discord.Message]:
        if part.document is not None:
            # A file may take longer to send than Discord waits for a callback.
            await self._announce(private=private)
        async with self._turn:
            if self._state is _State.OPEN:
                return await self._call_back_with(part, private=private)
            if self._state is not _State.ANNOUNCED:
                return ()
            posted = self._announced_privately and not private
            sent = await self._post_late(part) if posted else [await self._fill(part)]
            self._state = _State.GIVEN
            return sent

    async def _call_back_with(self, part: Part, *, private: bool) -> Sequence[discord.Message]:
        # discord.py would keep the view of each private message for a quarter of an hour.
        part.view.stop()
        send = partial(self._interaction.response.send_message, view=part.view, ephemeral=private)
        given = await self._call_back(send)
        if self._state is _State.LOST:
            return ()
        if given is not None and isinstance(given.resource, discord.InteractionMessage):
            return [given.resource]
        return [await deliver(self._interaction.original_response, self._pause)]

    async def _call_back(self, callback: Any) -> discord.InteractionCallbackResponse[Any] | None:  # noqa: ANN401 - partials of methods with overloads
        try:
            given: discord.InteractionCallbackResponse[Any] | None = await respond(callback, self._pause)
        except LOST as error:
            self._state = _State.LOST
            _log.warning("A command or click could not be answered in time: %s", error)
            return None
        self._state = _State.GIVEN
        return given

    async def _fill(self, part: Part) -> discord.Message:
        return await deliver(lambda: self._interaction.edit_original_response(view=part.view, attachments=part.files()), self._pause)

    async def _post_late(self, part: Part) -> Sequence[discord.Message]:
        """Post what was announced to one person alone; to them where we may not write there."""
        act = self._interaction
        assert act.channel_id is not None
        where = act.client.get_partial_messageable(act.channel_id, guild_id=act.guild_id)
        try:
            sent = await deliver(partial(post, where, part, None, str(act.id)), self._pause)
        except discord.HTTPException as error:
            if not is_closed(error):
                raise
            await self._fill(part)
            return ()
        await remove(act.delete_original_response, self._pause)
        return [sent]

    async def _show_late(self, view: ui.LayoutView) -> None:
        """Change what was clicked; where only who clicked sees it, they get a copy."""
        message = self._interaction.message
        if message is not None and not message.flags.ephemeral:
            try:
                await deliver(partial(message.edit, view=view), self._pause)
            except discord.HTTPException as error:
                if not (is_closed(error) or isinstance(error, discord.NotFound)):
                    raise
            else:
                await remove(self._interaction.delete_original_response, self._pause)
                return
        await self._fill(Part(view))

    async def _say_nothing(self) -> None:
        async with self._turn:
            if self._state is _State.OPEN:
                await acknowledge(self._interaction, private=True, in_place=True, pause=self._pause)
            elif self._state is _State.ANNOUNCED:
                await remove(self._interaction.delete_original_response, self._pause)
            self._state = _State.GIVEN


async def refuse(interaction: discord.Interaction[Any], reply: Reply, pause: Pause = asyncio.sleep) -> None:
    """Say something short, privately, instead of what was asked for."""
    if not interaction.response.is_done():
        view = lay_out(cut(reply), 0)
        view.stop()
        send = partial(interaction.response.send_message, view=view, ephemeral=True)
        try:
            await respond(send, pause)
        except LOST as error:
            _log.warning("Why a command or click is refused could not be told in time: %s", error)
