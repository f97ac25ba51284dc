"""Replies to messages: where each is to stand, and what is kept in mind of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.chat.messages.request_reply import Audience, Reply, Request
from bot.chat.rendering.durations import with_age
from bot.frontends.discord_app.access.addressing import AddressingFilter
from bot.frontends.discord_app.components.buttons import reload_action_of
from bot.frontends.discord_app.delivery.editing import edit_answer, record_delivery
from bot.frontends.discord_app.delivery.question_threads import open_thread, thread_conversation_key
from bot.frontends.discord_app.delivery.retry import Sleep, delete_with_retries
from bot.frontends.discord_app.delivery.sending import Placeholder, reply_to_message
from bot.frontends.discord_app.state.recent_answers import RecentAnswers

if TYPE_CHECKING:
    from bot.chat.conversation.startup import ChatHandler
    from bot.store.answer_log import AnswerRecord


@dataclass(frozen=True, slots=True)
class ReplyPlacement:
    """Puts replies where they belong."""

    client: discord.Client
    service: ChatHandler
    recent_answers: RecentAnswers
    addressing: AddressingFilter
    pause: Sleep

    async def deliver(
        self,
        message: discord.Message,
        request: Request,
        reply: Reply,
        placeholder: Placeholder,
        record: AnswerRecord | None,
        now: dt.datetime,
    ) -> None:
        """Put a reply in the place of what was `record` before, else in a thread of its own where the question wants one, else below the question."""
        shortened = self.recent_answers.shorten_duplicate(reply)
        if record is not None and record.messages and reply.audience is Audience.CHANNEL:
            ids = await edit_answer(
                self.client,
                record,
                shortened,
                reload_action_of(request, shortened),
                question=message,
                sleep=self.pause,
            )
            self.service.record_delivery(
                request.id, record.channel, ids, is_pointer=shortened is not reply
            )
            if placeholder.message is not None:
                await delete_with_retries(placeholder.message.delete, self.pause)
            return
        aged = with_age(shortened, (now - message.created_at).total_seconds())
        own_thread = (
            request.conversation == thread_conversation_key(message) and not placeholder.was_shown
        )
        thread = (
            await open_thread(self.client, message, request.text, sleep=self.pause)
            if own_thread
            else None
        )
        sent = await reply_to_message(
            message,
            aged,
            reload_action_of(request, aged),
            sleep=self.pause,
            placeholder=placeholder,
            thread=thread,
        )
        if message.edited_at is None:
            # Others may have been pointed at this message for what it asked before.
            self.recent_answers.record(request, reply, sent)
        record_delivery(self.service, request.id, sent, is_pointer=shortened is not reply)
        self.addressing.note_answered_thread(thread or message.channel)
