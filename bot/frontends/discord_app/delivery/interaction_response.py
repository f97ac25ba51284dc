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

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Action, Audience, Reply
from bot.frontends.discord_app.components.layout import paginate, render_page
from bot.frontends.discord_app.delivery.outgoing_messages import (
    OutgoingMessage,
    build_message,
    failure_reply,
)
from bot.frontends.discord_app.delivery.permissions import is_channel_closed
from bot.frontends.discord_app.delivery.retry import (
    EXPIRED_ERRORS,
    acknowledge,
    delete_with_retries,
    respond_with_retries,
    with_retries,
)
from bot.frontends.discord_app.delivery.sending import post_message

_log = logging.getLogger(__name__)

DEFER_AFTER_SECONDS = 0.8
"""Seconds after which a reply is announced.

Discord waits three for a callback, and some of them may have gone to check access.
"""


class _ResponseState(Enum):
    OPEN = auto()
    DEFERRED = auto()
    SENT = auto()
    EXPIRED = auto()
    """Discord no longer waits for a reply."""


class InteractionResponse:
    """The reply to one command or click: a context in which it is worked out and given.

    What goes wrong in there is logged, and told to who acted.
    """

    def __init__(
        self, interaction: discord.Interaction[Any], farewell: Reply, *, private: bool
    ) -> None:
        """Take the reply for when there will be no other, and who sees what is announced."""
        self._interaction = interaction
        self._farewell = farewell
        self._private = private
        self._state = _ResponseState.OPEN
        self._deferred_privately = private
        self._lock = asyncio.Lock()
        self._sending = self._ended = False
        self._deferring: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._working = asyncio.current_task()
        self._late = loop.call_later(DEFER_AFTER_SECONDS, self._defer_later)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._late.cancel()
        if (
            isinstance(error, asyncio.CancelledError)
            and self._ended
            and self._working
            and not self._working.uncancel()
        ):
            reply = self._farewell
        elif isinstance(error, Exception):
            _log.error("A command or click could not be answered", exc_info=error)
            reply = failure_reply(translations(self._farewell.language))
        else:
            return False
        try:
            await self.send(reply)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be reported to who clicked")
        return True

    def abandon(self) -> None:
        """Give up what is worked out, and say so; a reply on its way still arrives."""
        if not self._sending:
            self._stop_deferring()

    async def send(
        self, reply: Reply, reload_action: Action | None = None, page: int | None = None
    ) -> Sequence[discord.Message]:
        """Give the reply in a message, at a page of it; returns what holds it, if anything does.

        Only who acted sees what is private, but for what was announced to everybody before.
        """
        self._sending = True
        if (
            reply.audience is Audience.NONE
            and self._interaction.type is discord.InteractionType.component
        ):
            await self._delete_deferred()
            return ()
        owner, private = self._interaction.user.id, self._private or reply.private
        outgoing = await build_message(reply, reload_action, owner, page)
        try:
            return await self._send(outgoing, private=private)
        except discord.Forbidden:
            if outgoing.attachment is None or outgoing.attachment is reply.attachment:
                raise
        return await self._send(
            await build_message(reply, reload_action, owner, page, attach=False), private=private
        )

    async def send_publicly(
        self, reply: Reply, reload_action: Action | None
    ) -> Sequence[discord.Message]:
        """Give the reply publicly, whatever was announced; return the messages that hold it."""
        self._sending = True
        return await self._send(
            await build_message(reply, reload_action, self._interaction.user.id), private=False
        )

    async def edit_origin(self, view: ui.LayoutView) -> None:
        """Put something in the place of what was clicked."""
        self._sending = True
        async with self._lock:
            if self._state is _ResponseState.OPEN:
                await self._callback(partial(self._interaction.response.edit_message, view=view))
            elif self._state is _ResponseState.DEFERRED:
                await self._edit_origin_deferred(view)
                self._state = _ResponseState.SENT

    async def open_modal(self, modal: ui.Modal) -> bool:
        """Open a window in the place of a reply; False where a reply is announced by now."""
        self._sending = True
        async with self._lock:
            if self._state is _ResponseState.OPEN:
                await self._callback(partial(self._interaction.response.send_modal, modal))
                return True
            return self._state is not _ResponseState.DEFERRED

    async def progress(self, reply: Reply) -> None:
        """Show something short where the reply will stand; tried once."""
        await self.defer()
        if self._state is _ResponseState.DEFERRED:
            await self._interaction.edit_original_response(view=render_page(paginate(reply), 0))

    async def defer(self) -> None:
        """Tell Discord that the reply takes longer, as is done by itself after a while."""
        await self._defer(private=self._private)

    def _stop_deferring(self) -> None:
        if self._working is not None:
            self._ended = True
            self._working.cancel()

    def _defer_later(self) -> None:
        self._deferring = asyncio.create_task(self.defer())

    async def _defer(self, *, private: bool) -> None:
        async with self._lock:
            if self._state is not _ResponseState.OPEN:
                return
            took = await acknowledge(self._interaction, private=private, in_place=False)
            self._state = _ResponseState.DEFERRED if took else _ResponseState.EXPIRED
            self._deferred_privately = private
        if not took and not self._sending:
            # Nobody waits for what is worked out.
            self._stop_deferring()

    async def _send(self, message: OutgoingMessage, *, private: bool) -> Sequence[discord.Message]:
        if message.attachment is not None:
            # A file may take longer to send than Discord waits for a callback.
            await self._defer(private=private)
        async with self._lock:
            if self._state is _ResponseState.OPEN:
                return await self._callback_with(message, private=private)
            if self._state is not _ResponseState.DEFERRED:
                return ()
            posted = self._deferred_privately and not private
            sent = (
                await self._post_deferred(message)
                if posted
                else [await self._edit_deferred(message)]
            )
            self._state = _ResponseState.SENT
            return sent

    async def _callback_with(
        self, message: OutgoingMessage, *, private: bool
    ) -> Sequence[discord.Message]:
        # discord.py would keep the view of each private message for a quarter of an hour.
        message.view.stop()
        send = partial(
            self._interaction.response.send_message, view=message.view, ephemeral=private
        )
        given = await self._callback(send)
        if self._state is _ResponseState.EXPIRED:
            return ()
        if given is not None and isinstance(given.resource, discord.InteractionMessage):
            return [given.resource]
        return [await with_retries(self._interaction.original_response)]

    async def _callback(self, callback: Any) -> discord.InteractionCallbackResponse[Any] | None:  # noqa: ANN401 - partials of methods with overloads
        try:
            given: discord.InteractionCallbackResponse[Any] | None = await respond_with_retries(
                callback
            )
        except EXPIRED_ERRORS as error:
            self._state = _ResponseState.EXPIRED
            _log.warning("A command or click could not be answered in time: %s", error)
            return None
        self._state = _ResponseState.SENT
        return given

    async def _edit_deferred(self, message: OutgoingMessage) -> discord.Message:
        return await with_retries(
            lambda: self._interaction.edit_original_response(
                view=message.view, attachments=message.files()
            ),
        )

    async def _post_deferred(self, message: OutgoingMessage) -> Sequence[discord.Message]:
        """Post what was announced to one person alone; to them where we may not write there."""
        act = self._interaction
        assert act.channel_id is not None
        where = act.client.get_partial_messageable(act.channel_id, guild_id=act.guild_id)
        try:
            sent = await with_retries(partial(post_message, where, message, None, str(act.id)))
        except discord.HTTPException as error:
            if not is_channel_closed(error):
                raise
            await self._edit_deferred(message)
            return ()
        await delete_with_retries(act.delete_original_response)
        return [sent]

    async def _edit_origin_deferred(self, view: ui.LayoutView) -> None:
        """Change what was clicked; where only who clicked sees it, they get a copy."""
        message = self._interaction.message
        if message is not None and not message.flags.ephemeral:
            try:
                await with_retries(partial(message.edit, view=view))
            except discord.HTTPException as error:
                if not (is_channel_closed(error) or isinstance(error, discord.NotFound)):
                    raise
            else:
                await delete_with_retries(self._interaction.delete_original_response)
                return
        await self._edit_deferred(OutgoingMessage(view))

    async def _delete_deferred(self) -> None:
        async with self._lock:
            if self._state is _ResponseState.OPEN:
                await acknowledge(self._interaction, private=True, in_place=True)
            elif self._state is _ResponseState.DEFERRED:
                await delete_with_retries(self._interaction.delete_original_response)
            self._state = _ResponseState.SENT


async def reject(interaction: discord.Interaction[Any], reply: Reply) -> None:
    """Say something short, privately, instead of what was asked for."""
    if not interaction.response.is_done():
        view = render_page(paginate(reply), 0)
        view.stop()
        send = partial(interaction.response.send_message, view=view, ephemeral=True)
        try:
            await respond_with_retries(send)
        except EXPIRED_ERRORS as error:
            _log.warning(
                "A command or click was refused, which could not be said in time: %s", error
            )
