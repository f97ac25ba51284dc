"""Replies to messages, on their way to Discord."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TypeVar

import aiohttp
import discord

from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import (
    Action,
    Audience,
    Line,
    Reply,
    Style,
)
from bot.chat.rendering import durations
from bot.frontends.discord_app.components.layout import paginate, render_page
from bot.frontends.discord_app.delivery.outgoing_messages import (
    OutgoingMessage,
    build_messages,
    failure_reply,
)
from bot.frontends.discord_app.delivery.permissions import (
    channel_permissions,
    is_channel_closed,
    is_channel_gone,
)
from bot.frontends.discord_app.delivery.retry import delete_with_retries, with_retries

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

_CANNOT_REPLY = 160002


class Placeholder:
    """Something short that stands where the answer to a message will, and becomes it."""

    def __init__(self, message: discord.Message) -> None:
        self._question = message
        self.was_shown = False
        self.message: discord.Message | None = None
        """What stands there; None too where Discord did not confirm it."""

    async def show(self, reply: Reply) -> None:
        """Say it, or say something else instead; tried once."""
        outgoing = OutgoingMessage(render_page(paginate(reply), 0))
        self.was_shown = True
        if self.message is None:
            self.message = await post_message(
                self._question.channel, outgoing, self._question, _nonce(self._question, 0)
            )
        else:
            await self.message.edit(view=outgoing.view)


async def reply_to_message(
    message: discord.Message,
    reply: Reply,
    reload_action: Action | None = None,
    *,
    placeholder: Placeholder | None = None,
    thread: discord.abc.Messageable | None = None,
) -> Sequence[discord.Message]:
    """Reply to a message, in place of its `placeholder`, or in a `thread` of its own.

    The reply is private when the channel is closed to us, or it is not for the channel. Returns the
    messages that hold it; none where nobody could be told, or need be.
    """
    private_messages = (
        await _send_privately(message, reply, reload_action)
        if reply.audience is Audience.AUTHOR
        else ()
    )
    if private_messages or reply.audience is Audience.NONE:
        if placeholder is not None and placeholder.message is not None:
            await delete_with_retries(placeholder.message.delete)
        return private_messages
    refused: discord.HTTPException | None = None
    if (permissions := channel_permissions(message)).speak or thread:
        reference = message if permissions.reply and not thread else None
        try:
            send = partial(
                _send,
                thread or message.channel,
                reference=reference,
                question=message,
                placeholder=placeholder,
            )
            return await _with_files_if_allowed(
                send, reply, reload_action, message.author.id, attach=permissions.attach
            )
        except discord.HTTPException as error:
            if not is_channel_closed(error):
                raise
            refused = error
    _log.warning("The bot may not write in channel %s", message.channel.id)
    if message.guild is not None and reply.audience is Audience.CHANNEL:
        excuse = Line(
            _private_excuse(translations(reply.language), message.channel, refused), Style.NOTE
        )
        return await _send_privately(
            message, replace(reply, blocks=(excuse, *reply.blocks)), reload_action
        )
    return ()


def _private_excuse(
    tr: Translations, channel: object, refused: discord.HTTPException | None
) -> str:
    if is_channel_gone(refused):
        return tr("discord.channel-gone")
    name = getattr(channel, "name", None)
    return tr("discord.may-not-write", channel=name) if name else tr("discord.may-not-write-there")


async def _send_privately(
    message: discord.Message, reply: Reply, reload_action: Action | None
) -> Sequence[discord.Message]:
    """Say something to who wrote a message alone, if they let us."""
    try:
        return await _send(
            message.author,
            await build_messages(reply, reload_action, message.author.id),
            None,
            message,
        )
    except discord.Forbidden:
        _log.warning("Who wrote message %s accepts no direct messages", message.id)
        return ()


async def notify_queue_delay(placeholder: Placeholder, tr: Translations, seconds: float) -> None:
    """Say in the answer's place that answers here take about so many seconds; tried once."""
    try:
        await placeholder.show(
            Reply(
                (
                    Line(
                        tr(
                            "discord.many-questions",
                            time=durations.approximate_duration(tr, seconds),
                        )
                    ),
                ),
                language=tr.language,
            )
        )
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _log.info("The notice that many answers are waiting could not be sent: %s", error)


def queue_full_reply(tr: Translations) -> Reply:
    """Return why there will be no answer to a question."""
    return Reply((Line(tr("discord.overfull"), Style.ERROR),), error=True, language=tr.language)


@asynccontextmanager
async def report_failure(
    notify: Callable[[Reply], Awaitable[object]], tr: Translations
) -> AsyncIterator[None]:
    """Log whatever fails, and tell the author of the question."""
    try:
        yield
    except Exception:  # noqa: BLE001 - nobody above could answer any more
        _log.exception("A question could not be answered")
        try:
            await notify(failure_reply(tr))
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be reported to who asked")


async def _with_files_if_allowed(
    send: Callable[[Sequence[OutgoingMessage]], Awaitable[Result]],
    reply: Reply,
    reload_action: Action | None,
    owner_id: int,
    *,
    attach: bool,
) -> Result:
    """Say a reply; without the file that it would take where files are refused."""
    messages = await build_messages(reply, reload_action, owner_id, attach=attach)
    try:
        return await send(messages)
    except discord.Forbidden:
        if all(outgoing.attachment is None for outgoing in messages):
            raise
    return await send(await build_messages(reply, reload_action, owner_id, attach=False))


async def _send(
    channel: discord.abc.Messageable,
    messages: Sequence[OutgoingMessage],
    reference: discord.Message | None,
    question: discord.Message,
    placeholder: Placeholder | None = None,
) -> Sequence[discord.Message]:
    """Send messages, each once however often it is repeated: its nonce is enforced."""
    sent: list[discord.Message] = []
    for number, outgoing in enumerate(messages):
        # What stands there and was not confirmed is found by its nonce: that says nothing anew.
        if placeholder is not None and placeholder.message is not None and number == 0:
            item = placeholder.message
        else:
            item = await with_retries(
                partial(post_message, channel, outgoing, reference, _nonce(question, number))
            )
        if placeholder is not None and placeholder.was_shown and number == 0:
            await with_retries(partial(_edit_into, item, outgoing))
        sent.append(item)
    return sent


async def _edit_into(sent: discord.Message, outgoing: OutgoingMessage) -> None:
    await sent.edit(view=outgoing.view, attachments=outgoing.files())


def _nonce(question: discord.Message, number: int) -> str:
    return f"{question.id}-{number}"


async def post_message(
    channel: discord.abc.Messageable,
    message: OutgoingMessage,
    reference: discord.Message | None,
    nonce: str,
) -> discord.Message:
    """Send one message of a reply; plainly where replying is not allowed."""
    if reference is not None:
        try:
            return await channel.send(
                view=message.view,
                files=message.files(),
                nonce=nonce,
                reference=reference.to_reference(fail_if_not_exists=False),
            )
        except discord.HTTPException as error:
            if error.code != _CANNOT_REPLY:
                raise
    return await channel.send(view=message.view, files=message.files(), nonce=nonce)
