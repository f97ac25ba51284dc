"""What commands, components and cogs ask of the bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import discord

from bot.chat.i18n import translations
from bot.chat.messages.commands import READINGS, Command
from bot.chat.messages.reply_refs import PostedReply
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.rendering.answer_replies import text_reply
from bot.frontends.discord_app.access.access_control import AccessControl
from bot.frontends.discord_app.access.moderators import ModeratorCheck
from bot.frontends.discord_app.access.request_factory import request_of_interaction
from bot.frontends.discord_app.access.settings import DEFAULTS, DiscordSettings
from bot.frontends.discord_app.access.user_locale import Locales
from bot.frontends.discord_app.clocks import Clock, Now, Sleep
from bot.frontends.discord_app.components.buttons import reload_action_of
from bot.frontends.discord_app.components.modals import follow_up_modal, open_window
from bot.frontends.discord_app.delivery.editing import record_delivery
from bot.frontends.discord_app.delivery.interaction_response import InteractionResponse, reject
from bot.frontends.discord_app.delivery.progress import ProgressMessage, progress_text
from bot.frontends.discord_app.state.guilds import Guilds
from bot.frontends.discord_app.state.recent_answers import RecentAnswers
from bot.text.language import languages

if TYPE_CHECKING:
    from bot.chat.scheduling.startup import ChatHandler


class Options(TypedDict, total=False):
    """Options of a question."""

    outlet: str
    since: str
    """Both narrow what may answer."""
    reply_to: str
    """Id of the message of ours that the question goes on from."""


class BylineService:
    """Answers interactions, and holds what all cogs share. Belongs to one event loop."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        chat: ChatHandler,
        settings: DiscordSettings = DEFAULTS,
        moderator_roles: Collection[str] = (),
        *,
        sleep: Sleep = asyncio.sleep,
        now: Now = discord.utils.utcnow,
        clock: Clock = time.monotonic,
    ) -> None:
        """Take who answers requests, the settings, and what tells and takes time."""
        self.chat = chat
        self.settings = settings
        self.sleep, self.now, self.clock = sleep, now, clock
        self.locales = Locales(languages().detect)
        self.guilds = Guilds(client)
        self.moderators = ModeratorCheck(settings, moderator_roles, self.guilds)
        self.access = AccessControl(settings, lambda: self.guilds.all, self.locales, clock, now)
        self.recent_answers = RecentAnswers()
        self.active_requests = 0
        """Requests that are being answered."""
        self.on_request_finished: list[Callable[[], None]] = []
        self.on_person_removed: list[Callable[[int, Sequence[PostedReply]], None]] = []
        """Told of a person who is forgotten, and of the messages with answers to them."""
        self.responses: set[InteractionResponse] = set()
        """Those that somebody waits for."""

    @contextmanager
    def track_request(self) -> Iterator[None]:
        """Count a request as active until it is answered."""
        self.active_requests += 1
        try:
            yield
        finally:
            self.active_requests -= 1
            for callback in self.on_request_finished:
                callback()

    def forget_server(self, server: int) -> None:
        """Forget what is known of a server and its members."""
        self.access.forget_server(server)
        self.recent_answers.forget_server(server)

    def abandon_requests(self) -> None:
        """Tell everybody who waits for the reply to a command or click that there will be none."""
        for response in self.responses:
            response.abandon()

    def to_request(
        self, interaction: discord.Interaction[Any], command: Command, text: str, *, private: bool
    ) -> Request:
        """Return the request that a command or a click makes."""
        language = self.locales.of_interaction(interaction)
        return request_of_interaction(
            interaction, command, text, self.moderators, language, private=private
        )

    async def reply_outdated(self, interaction: discord.Interaction[Any]) -> None:
        """Say that what was clicked or chosen is no longer on offer."""
        tr = translations(self.locales.of_interaction(interaction))
        reply = text_reply(tr("button.gone"), private=True, error=True)
        await reject(interaction, replace(reply, language=tr.language))

    async def open_follow_up(
        self, interaction: discord.Interaction[Any], message: int, *, private: bool
    ) -> None:
        """Open a window to ask on from a message of ours, by its id."""
        tr = translations(self.locales.of_interaction(interaction))
        await open_window(interaction, follow_up_modal(tr, message, private=private))

    @asynccontextmanager
    async def open_response(
        self, interaction: discord.Interaction[Any], request: Request, *, private: bool
    ) -> AsyncIterator[InteractionResponse]:
        """Open the response to a request; it is deferred to its author alone when `private`."""
        tr = translations(request.language)
        farewell = text_reply(
            tr("corpus.left" if request.command in READINGS else "discord.left"),
            private=True,
            error=True,
        )
        response = InteractionResponse(
            interaction, replace(farewell, language=tr.language), private=private
        )
        self.responses.add(response)
        try:
            with self.track_request():
                async with response:
                    yield response
        finally:
            self.responses.remove(response)

    async def handle(self, request: Request, response: InteractionResponse) -> Reply:
        """Work out the reply to a request, showing progress where the reply will stand."""
        async with ProgressMessage(
            progress_text(request), response.progress, self.sleep
        ) as progress:
            return await self.chat.handle(request, progress)

    async def answer_interaction(
        self,
        interaction: discord.Interaction[Any],
        command: Command,
        text: str = "",
        *,
        private: bool = False,
        **options: Unpack[Options],
    ) -> None:
        """Answer a command or a click with a message, to its author alone when `private`."""
        request = replace(self.to_request(interaction, command, text, private=private), **options)
        async with self.open_response(interaction, request, private=private) as response:
            reply = await self.handle(request, response)
            placed = shortened = self.recent_answers.shorten_duplicate(reply)
            if command is Command.ASK and placed is reply and (reply.answer or reply.shown):
                # Nobody else sees what a command or a window was given.
                placed = replace(placed, repeated_question=text)
            sent = await response.send(placed, reload_action_of(request, placed))
            if command is Command.ERASE_DATA and not reply.error:
                for callback in self.on_person_removed:
                    callback(interaction.user.id, reply.withdrawn)
            if private or not reply.private:
                self.recent_answers.record(request, reply, sent)
                record_delivery(self.chat, request.id, sent, is_pointer=shortened is not reply)
