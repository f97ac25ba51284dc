"""Messages as they come, change and go."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

import discord
from discord.ext import commands, tasks

from bot.chat.i18n import translations
from bot.chat.rendering.answer_replies import text_reply
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.access.addressing import Addressing, AddressingFilter
from bot.frontends.discord_app.cogs.backlog import DM_SHARD, Backlog
from bot.frontends.discord_app.cogs.message_replies import MessageReplies
from bot.frontends.discord_app.delivery.editing import withdraw_answer
from bot.frontends.discord_app.delivery.sending import reply_to_message, report_failure
from bot.frontends.discord_app.service import BylineService
from bot.frontends.discord_app.state.in_flight import InFlightQuestions
from bot.frontends.discord_app.state.seen_messages import (
    Claim,
    SavedState,
    SeenMessages,
    load_state,
)
from bot.frontends.discord_app.state.seen_messages_writer import SeenMessagesWriter
from bot.frontends.discord_app.state.throttle import Throttle

_REMINDER_INTERVAL_SECONDS = 24 * 3600.0
"""Seconds after which somebody is told again that Discord hides their messages."""


class MessageEvents(commands.Cog):
    """Answers messages that speak to us, each version of them once."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        service: BylineService,
        seen_file: Path | None = None,
    ) -> None:
        """Take the file for the messages that were seen; None: they are forgotten in the end."""
        self._client = client
        self._service = service
        self._addressing = AddressingFilter(service.settings)
        self._reminders = Throttle(_REMINDER_INTERVAL_SECONDS, service.clock)
        self._seen_messages = SeenMessages(load_state(seen_file) if seen_file else SavedState())
        self.seen_writer = SeenMessagesWriter(self._seen_messages, seen_file, service.now)
        self._replies = MessageReplies(client, service, self._addressing)
        self.in_flight = InFlightQuestions()
        self.backlog = Backlog(
            client, self._seen_messages, self._is_addressed, self._answer_message, service.now
        )

    async def cog_load(self) -> None:
        """Begin to forget what is old."""
        self.forget_old.start()

    async def cog_unload(self) -> None:
        """Keep what the next process is to know."""
        self.forget_old.cancel()
        self.seen_writer.save()

    def forget_server(self, server: int) -> None:
        """Forget what is known of a server's messages."""
        self._addressing.forget_server(server)
        self.seen_writer.forget_server(server)
        self.backlog.forget_server(server)

    @tasks.loop(hours=1)
    async def forget_old(self) -> None:
        """Forget messages that have been kept long enough."""
        self.seen_writer.forget_old()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that speaks to us."""
        self._seen_messages.note_message(
            message.guild.shard_id if message.guild else DM_SHARD,
            message.id,
            None if message.guild else message.channel.id,
        )
        if self._is_addressed(message):
            await self._answer_message(message)
        self.seen_writer.save_soon()

    @commands.Cog.listener()
    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """Delete the answer with its question, and point at no message that is gone."""
        await self._forget_deleted([deleted.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """Do the same for many."""
        await self._forget_deleted(deleted.message_ids)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, edited: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question in the place of its earlier answer."""
        self._service.recent_answers.forget_question(edited.message_id)
        if message_parsing.was_just_edited(
            edited.message, self._service.now()
        ) and self._is_addressed(edited.message):
            await self._answer_edit(edited.message)

    async def _forget_deleted(self, messages: Collection[int]) -> None:
        self._service.recent_answers.forget_messages(messages)
        for question in messages:
            self._service.recent_answers.forget_question(question)
            await withdraw_answer(self._client, self._service.chat, self.in_flight, question)

    def _addressing_of(self, message: discord.Message) -> Addressing:
        assert self._client.user is not None
        return self._addressing.classify(message, self._client.user.id)

    def _is_addressed(self, message: discord.Message) -> bool:
        return self._addressing_of(
            message
        ) is not Addressing.NOTHING and self._service.access.serves_guild_of(message)

    async def _answer_message(self, message: discord.Message) -> None:
        with self._service.track_request():
            async with self.seen_writer.claim(message.id, _guild_id(message)) as taken:
                if taken is Claim.SEEN:
                    return
                tr = translations(self._service.locales.of_message(message))
                async with (
                    report_failure(partial(reply_to_message, message), tr),
                    self.in_flight.new_version(message.id) as is_current,
                ):
                    if taken is Claim.ABORTED_TOO_OFTEN:
                        await reply_to_message(message, text_reply(tr("discord.broke-down")))
                    elif (addressing := self._addressing_of(message)) is Addressing.QUESTION:
                        await self._replies.answer(message, tr, is_current)
                    elif addressing is Addressing.QUOTED_CONTENT_HIDDEN:
                        await reply_to_message(message, text_reply(tr("discord.quoted-withheld")))
                    elif self._reminders.is_due(message.author.id):
                        await reply_to_message(message, text_reply(tr("discord.withheld")))

    async def _answer_edit(self, message: discord.Message) -> None:
        assert self._client.user is not None
        if self._addressing_of(message) is not Addressing.QUESTION:
            return
        tr = translations(self._service.locales.of_message(message))
        with self._service.track_request():
            async with (
                self.seen_writer.claim(message.id, _guild_id(message)),
                report_failure(partial(reply_to_message, message), tr),
                self.in_flight.new_version(message.id) as is_current,
            ):
                record = await self._service.chat.find_answer(str(message.id))
                if is_current() and (
                    record is None
                    or not record.messages
                    or record.text != message_parsing.question_text(message, self._client.user.id)
                ):
                    await self._replies.answer(message, tr, is_current, record)


def _guild_id(message: discord.Message) -> int:
    return message.guild.id if message.guild else 0
