"""The bot as Discord sees it: its events to the desk, and the replies back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import aiohttp
import discord

from bot.chat.browsing.service import NameKind
from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import Command, Request
from bot.chat.rendering.answer_replies import text_reply
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.access.access_control import AccessControl
from bot.frontends.discord_app.access.addressing import Addressing, AddressingFilter
from bot.frontends.discord_app.access.incoming import request_of_interaction, request_of_message
from bot.frontends.discord_app.access.locales import Locales
from bot.frontends.discord_app.access.moderators import ModeratorCheck
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings
from bot.frontends.discord_app.cogs.backlog import DM_SHARD, Backlog, Now
from bot.frontends.discord_app.cogs.button_clicks import ButtonClicks
from bot.frontends.discord_app.cogs.command_tree import (
    BylineCommandTree,
    load_fingerprint,
    save_fingerprint,
)
from bot.frontends.discord_app.cogs.corrections import CorrectionTask
from bot.frontends.discord_app.cogs.guild_events import GuildEvents
from bot.frontends.discord_app.cogs.guild_removal import GuildRemoval
from bot.frontends.discord_app.cogs.interactions import InteractionReplies
from bot.frontends.discord_app.cogs.reply_placement import ReplyPlacement
from bot.frontends.discord_app.components.buttons import (
    ActionButton,
    ChoiceList,
    PageButton,
    is_outdated,
)
from bot.frontends.discord_app.components.modals import parse_submission
from bot.frontends.discord_app.components.translator import CommandTranslator
from bot.frontends.discord_app.delivery.channel_queue import ChannelQueue, ChannelQueueFull
from bot.frontends.discord_app.delivery.editing import record_delivery, withdraw_answer
from bot.frontends.discord_app.delivery.interaction_response import reject
from bot.frontends.discord_app.delivery.progress import ProgressMessage, progress_text
from bot.frontends.discord_app.delivery.question_threads import needs_thread
from bot.frontends.discord_app.delivery.retry import Sleep, with_retries
from bot.frontends.discord_app.delivery.sending import (
    Placeholder,
    notify_queue_delay,
    queue_full_reply,
    reply_to_message,
    report_failure,
)
from bot.frontends.discord_app.delivery.typing_indicator import TypingIndicator
from bot.frontends.discord_app.service import BylineService, Options
from bot.frontends.discord_app.state.guilds import Guilds
from bot.frontends.discord_app.state.in_flight import InFlightQuestions, IsCurrent
from bot.frontends.discord_app.state.recent_answers import RecentAnswers
from bot.frontends.discord_app.state.seen_messages import (
    Claim,
    SavedState,
    SeenMessages,
    SeenMessagesWriter,
    load_state,
)
from bot.frontends.discord_app.state.throttle import Throttle
from bot.text.language import languages

if TYPE_CHECKING:
    from bot.chat.conversation.startup import ChatHandler
    from bot.store.answer_log import AnswerRecord

_log = logging.getLogger(__name__)

_DAY_SECONDS, _MINUTE_SECONDS = 24 * 3600.0, 60.0


class BylineClient(GuildEvents, BylineService):
    """Speaks only when spoken to, pings nobody, needs no privileged intent."""

    access: AccessControl

    def __init__(
        self,
        service: ChatHandler,
        moderator_roles: Sequence[str],
        synced_file: Path,
        seen_file: Path | None = None,
        sleep: Sleep = asyncio.sleep,
        now: Now = discord.utils.utcnow,
        settings: DiscordSettings = DEFAULTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make the bot; it does nothing before `login`.

        `synced_file` keeps what commands Discord was told of, `seen_file` what was seen of messages (None: forgotten in the end);
        `sleep` waits for a number of seconds, which `clock` counts.
        """
        super().__init__(
            intents=discord.Intents(
                guilds=True,
                guild_messages=True,
                dm_messages=True,
                message_content=settings.message_content,
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            activity=discord.CustomActivity(translations()("discord.reading-articles")),
        )
        self.active_requests = 0
        self.tree = BylineCommandTree(self, hides_moderation=not moderator_roles)
        self.locales = Locales(languages().detect)
        self._service = service
        self._synced_file = synced_file
        self._sleep = sleep
        self._now = now
        self._guilds = Guilds(self)
        self._moderators = ModeratorCheck(settings, moderator_roles, self._guilds)
        self.access = AccessControl(
            settings, lambda: self._guilds.all, self.locales, clock, sleep, now
        )
        self._addressing = AddressingFilter(settings)
        self._reminders = Throttle(_DAY_SECONDS, clock)
        self._overload_notices = Throttle(_MINUTE_SECONDS, clock)
        self._typing = TypingIndicator(sleep)
        self._channel_queue = ChannelQueue(clock)
        self._seen_messages = SeenMessages(load_state(seen_file) if seen_file else SavedState())
        self._seen_writer = SeenMessagesWriter(self._seen_messages, seen_file, now)
        self._backlog = Backlog(
            self, self._seen_messages, self._is_addressed, self._answer_message, sleep, now
        )
        self._recent_answers = RecentAnswers()
        self._interactions = InteractionReplies(self, service, self._recent_answers, sleep)
        self.button_clicks = ButtonClicks(self, service, self._interactions, sleep)
        self._thread_channels = settings.thread_channels
        self._in_flight = InFlightQuestions()
        self._reply_placement = ReplyPlacement(
            self, service, self._recent_answers, self._addressing, sleep
        )
        self._corrections = CorrectionTask(
            self, service, self._in_flight, self.access.is_member, sleep
        )
        knowing = (
            self.access,
            self._addressing,
            self._seen_writer,
            self._backlog,
            self._recent_answers,
        )
        forget = [item.forget_server for item in knowing]
        self._guild_removal = GuildRemoval(self, self._guilds, service, forget, sleep)

    async def ready_to_answer(self) -> None:
        """Show no longer that the articles are being read, and amend what they left behind."""
        self._corrections.start_if_pending()
        self.activity = None
        try:
            await self.change_presence()
        except (ConnectionError, discord.DiscordException) as error:
            # The next connection shows it.
            _log.info("The presence could not be shown: %s", error)
        await self._guild_removal.find_removed()

    async def setup_hook(self) -> None:
        """Know every button before one can be clicked; tell Discord of the commands when they changed."""
        self.add_dynamic_items(ActionButton, ChoiceList, PageButton)
        self._seen_writer.forget_old()
        self._corrections.start_if_pending()
        assert self.application_id is not None
        await self.tree.set_translator(CommandTranslator())
        fingerprint = await self.tree.fingerprint(self.application_id)
        if load_fingerprint(self._synced_file) == fingerprint:
            return
        try:
            await with_retries(self.tree.sync, self._sleep)
            save_fingerprint(self._synced_file, fingerprint)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            # Everything but new commands works without; the next start tries again.
            _log.exception("The commands could not be registered")

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that speaks to us."""
        self._seen_messages.note_message(
            message.guild.shard_id if message.guild else DM_SHARD,
            message.id,
            None if message.guild else message.channel.id,
        )
        if self._is_addressed(message):
            await self._answer_message(message)
        self._seen_writer.save_soon()

    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """Take the answer to a question away with it, and point at none that is gone."""
        await self._forget_deleted([deleted.message_id])

    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._forget_deleted(deleted.message_ids)

    async def _forget_deleted(self, messages: Collection[int]) -> None:
        self._recent_answers.forget_messages(messages)
        for question in messages:
            self._recent_answers.forget_question(question)
            await withdraw_answer(self, self._service, self._in_flight, question, sleep=self._sleep)

    async def on_raw_message_edit(self, edited: discord.RawMessageUpdateEvent) -> None:
        """Answer a question as it reads by now, in the place of the answer that it was given."""
        self._recent_answers.forget_question(edited.message_id)
        if message_parsing.was_just_edited(edited.message, self._now()) and self._is_addressed(
            edited.message
        ):
            await self._answer_edit(edited.message)

    async def close(self) -> None:
        """Close the connection, and keep what the next process is to know."""
        self._corrections.stop()
        self._seen_writer.save()
        await super().close()

    def _is_addressed(self, message: discord.Message) -> bool:
        assert self.user is not None
        return self._addressing.classify(
            message, self.user.id
        ) is not Addressing.NOTHING and self.access.serves_guild_of(message)

    async def _answer_message(self, message: discord.Message) -> None:
        assert self.user is not None
        with self.track_work():
            async with self._seen_writer.claim(message.id, _guild_id(message)) as taken:
                if taken is Claim.SEEN:
                    return
                tr = translations(self.locales.of_message(message))
                async with (
                    report_failure(partial(reply_to_message, message, sleep=self._sleep), tr),
                    self._in_flight.new_version(message.id) as is_current,
                ):
                    if taken is Claim.ABORTED_TOO_OFTEN:
                        await reply_to_message(
                            message, text_reply(tr("discord.broke-down")), sleep=self._sleep
                        )
                    elif self._addressing.classify(message, self.user.id) is Addressing.QUESTION:
                        await self._answer(message, tr, is_current)
                    elif self._reminders.is_due(message.author.id):
                        await reply_to_message(
                            message, text_reply(tr("discord.withheld")), sleep=self._sleep
                        )

    async def _answer_edit(self, message: discord.Message) -> None:
        assert self.user is not None
        if self._addressing.classify(message, self.user.id) is not Addressing.QUESTION:
            return
        tr = translations(self.locales.of_message(message))
        with self.track_work():
            async with (
                self._seen_writer.claim(message.id, _guild_id(message)),
                report_failure(partial(reply_to_message, message, sleep=self._sleep), tr),
                self._in_flight.new_version(message.id) as is_current,
            ):
                record = await self._service.find_answer(str(message.id))
                if is_current() and (
                    record is None
                    or not record.messages
                    or record.text != message_parsing.question_text(message, self.user.id)
                ):
                    await self._answer(message, tr, is_current, record)

    async def on_interaction(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Answer what was written into a window, and clicks that nothing else answers; the others, and commands, come by other ways."""
        asked, gone = parse_submission(interaction), is_outdated(interaction)
        if (asked is None and not gone) or not await self.access.check_interaction(interaction):
            return
        if asked is None:
            await self.reply_outdated(interaction)
            return
        # A window that was opened below an answer asks on from that, also one that an earlier version opened.
        after = asked.reply_to or (str(interaction.message.id) if interaction.message else "")
        await self.answer_interaction(
            interaction,
            Command.ASK,
            asked.question,
            private=asked.private,
            outlet=asked.outlet,
            since=asked.since,
            reply_to=after,
        )

    async def reply_outdated(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Say that what was clicked or chosen is no longer on offer."""
        tr = translations(self.locales.of_interaction(interaction))
        reply = text_reply(tr("button.gone"), private=True, error=True)
        await reject(interaction, replace(reply, language=tr.language), self._sleep)

    async def complete_question(
        self, interaction: discord.Interaction[Any], typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        """What to offer to somebody who types a question, or one of the `outlets`."""
        return await self._service.complete_question(
            str(interaction.user.id), typed, outlets=outlets
        )

    async def answer_interaction(
        self,
        interaction: discord.Interaction[Any],
        command: Command,
        text: str = "",
        *,
        private: bool = False,
        **options: Unpack[Options],
    ) -> None:
        """Answer a command or a click, to who gave it alone when `private`."""
        await self._interactions.answer_interaction(
            interaction, command, text, private=private, **options
        )

    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer somebody who types a name; see `ChatService.complete_name`."""
        return await self._service.complete_name(kind, typed)

    async def _answer(
        self,
        message: discord.Message,
        tr: Translations,
        is_current: IsCurrent,
        record: AnswerRecord | None = None,
    ) -> None:
        """Answer a message, in the place of what was `record` before; an outdated version of it is not answered."""
        assert self.user is not None
        if not await self.access.check_message(
            message, tr, partial(reply_to_message, message, sleep=self._sleep)
        ):
            return
        own_thread = record is None and needs_thread(message, self._thread_channels)
        request = request_of_message(
            message, self.user.id, tr.language, record=record, own_thread=own_thread
        )
        placeholder = Placeholder(message)
        async with (
            self._typing.shown(message.channel),
            ProgressMessage(progress_text(request), placeholder.show, self._sleep) as progress,
        ):
            reply = await self._service.handle(request, progress)
        try:
            async with self._channel_queue.slot(
                message.channel.id,
                message.author.id,
                partial(notify_queue_delay, placeholder, translations(request.language)),
            ):
                if is_current():
                    await self._reply_placement.deliver(
                        message, request, reply, placeholder, record, self._now()
                    )
                elif placeholder.message is not None:
                    # What is asked now is answered there.
                    record_delivery(
                        self._service, request.id, [placeholder.message], is_pointer=False
                    )
        except ChannelQueueFull as error:
            _log.warning("Too many answers wait for channel %s", message.channel.id)
            if error.should_notify and self._overload_notices.is_due(message.author.id):
                await reply_to_message(
                    message,
                    queue_full_reply(translations(request.language)),
                    sleep=self._sleep,
                    placeholder=placeholder,
                )

    def to_request(
        self, interaction: discord.Interaction[Any], command: Command, text: str, *, private: bool
    ) -> Request:
        """What a command or a click says to the desk."""
        language = self.locales.of_interaction(interaction)
        return request_of_interaction(
            interaction, command, text, self._moderators, language, private=private
        )

    def abandon_requests(self) -> None:
        """Say to who waits for the reply to a command or click that there will be none."""
        self._interactions.abandon()

    @contextmanager
    def track_work(self) -> Iterator[None]:
        """Counts what must not be broken off lightly. Afterwards earlier answers are amended where that is due."""
        self.active_requests += 1
        try:
            yield
        finally:
            self.active_requests -= 1
            if not self.active_requests:
                self._guild_removal.on_idle()
            self._corrections.start_if_pending()


def _guild_id(message: discord.Message) -> int:
    return message.guild.id if message.guild else 0
