"""Replies to messages: worked out, put in their turn and in their place."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import Audience, Reply, Request
from bot.chat.rendering.durations import with_age
from bot.frontends.discord_app.access.addressing import AddressingFilter
from bot.frontends.discord_app.access.request_factory import request_of_message
from bot.frontends.discord_app.components.buttons import reload_action_of
from bot.frontends.discord_app.delivery.channel_queue import ChannelQueue, ChannelQueueFull
from bot.frontends.discord_app.delivery.editing import edit_answer, record_delivery
from bot.frontends.discord_app.delivery.progress import ProgressMessage, progress_text
from bot.frontends.discord_app.delivery.question_threads import (
    needs_thread,
    open_thread,
    thread_conversation_key,
)
from bot.frontends.discord_app.delivery.retry import delete_with_retries
from bot.frontends.discord_app.delivery.sending import (
    Placeholder,
    notify_queue_delay,
    queue_full_reply,
    reply_to_message,
)
from bot.frontends.discord_app.delivery.typing_indicator import TypingIndicator
from bot.frontends.discord_app.service import BylineService
from bot.frontends.discord_app.state.in_flight import IsCurrent
from bot.frontends.discord_app.state.throttle import Throttle

if TYPE_CHECKING:
    from bot.store.records import AnswerRecord

_log = logging.getLogger(__name__)

_OVERLOAD_INTERVAL_SECONDS = 60.0
"""Seconds after which somebody is told again that too many answers wait."""


class MessageReplies:
    """Answers messages, and puts replies where they belong."""

    def __init__(
        self, client: discord.Client, service: BylineService, addressing: AddressingFilter
    ) -> None:
        self._client = client
        self._service = service
        self._addressing = addressing
        self._overload_notices = Throttle(_OVERLOAD_INTERVAL_SECONDS, service.clock)
        self._typing = TypingIndicator(service.sleep)
        self._channel_queue = ChannelQueue(service.clock)

    async def answer(
        self,
        message: discord.Message,
        tr: Translations,
        is_current: IsCurrent,
        record: AnswerRecord | None = None,
    ) -> None:
        """Answer a message in the place of `record`; an outdated version is not answered."""
        assert self._client.user is not None
        service = self._service
        if not await service.access.check_message(message, tr, partial(reply_to_message, message)):
            return
        own_thread = record is None and needs_thread(message, service.settings.thread_channels)
        request = request_of_message(
            message, self._client.user.id, tr.language, record=record, own_thread=own_thread
        )
        placeholder = Placeholder(message)
        async with (
            self._typing.shown(message.channel),
            ProgressMessage(progress_text(request), placeholder.show, service.sleep) as progress,
        ):
            reply = await service.chat.handle(request, progress)
        tr = translations(request.language)
        try:
            async with self._channel_queue.slot(
                message.channel.id,
                message.author.id,
                partial(notify_queue_delay, placeholder, tr),
            ):
                if is_current():
                    await self._deliver(message, request, reply, placeholder, record)
                elif placeholder.message is not None:
                    # What is asked now is answered there.
                    record_delivery(
                        service.chat, request.id, [placeholder.message], is_pointer=False
                    )
        except ChannelQueueFull as error:
            _log.warning("Too many answers wait for channel %s", message.channel.id)
            if error.should_notify and self._overload_notices.is_due(message.author.id):
                await reply_to_message(message, queue_full_reply(tr), placeholder=placeholder)

    async def _deliver(
        self,
        message: discord.Message,
        request: Request,
        reply: Reply,
        placeholder: Placeholder,
        record: AnswerRecord | None,
    ) -> None:
        """Edit the messages of `record`, else send to an own thread, else below the question."""
        chat, recent = self._service.chat, self._service.recent_answers
        shortened = recent.shorten_duplicate(reply)
        if record is not None and record.messages and reply.audience is Audience.CHANNEL:
            ids = await edit_answer(
                self._client,
                record,
                shortened,
                reload_action_of(request, shortened),
                question=message,
            )
            chat.record_delivery(request.id, record.channel, ids, is_pointer=shortened is not reply)
            if placeholder.message is not None:
                await delete_with_retries(placeholder.message.delete)
            return
        age = self._service.now() - message.created_at
        aged = with_age(shortened, age.total_seconds())
        own_thread = (
            request.conversation == thread_conversation_key(message) and not placeholder.was_shown
        )
        thread = await open_thread(self._client, message, request.text) if own_thread else None
        sent = await reply_to_message(
            message,
            aged,
            reload_action_of(request, aged),
            placeholder=placeholder,
            thread=thread,
        )
        if message.edited_at is None:
            # Others may have been pointed at this message for what it asked before.
            recent.record(request, reply, sent)
        record_delivery(chat, request.id, sent, is_pointer=shortened is not reply)
        self._addressing.note_answered_thread(thread or message.channel)
