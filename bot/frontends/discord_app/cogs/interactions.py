"""Commands, windows and clicks that are answered with a message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

import discord

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Command, Reply, Request
from bot.chat.rendering.answer_replies import text_reply
from bot.frontends.discord_app.components.buttons import reload_action_of
from bot.frontends.discord_app.delivery.editing import record_delivery
from bot.frontends.discord_app.delivery.interaction_response import InteractionResponse
from bot.frontends.discord_app.delivery.progress import ProgressMessage, progress_text
from bot.frontends.discord_app.delivery.retry import Sleep
from bot.frontends.discord_app.service import BylineService, Options
from bot.frontends.discord_app.state.recent_answers import RecentAnswers

if TYPE_CHECKING:
    from bot.chat.conversation.startup import ChatHandler


class InteractionReplies:
    """Answers them, and knows which are being answered."""

    def __init__(
        self,
        client: BylineService,
        service: ChatHandler,
        recent_answers: RecentAnswers,
        sleep: Sleep,
    ) -> None:
        self._client = client
        self._service = service
        self._recent_answers = recent_answers
        self._sleep = sleep
        self._in_progress: set[InteractionResponse] = set()

    def abandon(self) -> None:
        """Say to who still waits for a reply that there will be none."""
        for response in self._in_progress:
            response.abandon()

    @asynccontextmanager
    async def open_response(
        self, interaction: discord.Interaction[Any], request: Request, *, private: bool
    ) -> AsyncIterator[InteractionResponse]:
        """The reply to a message that somebody gave by a command or click; it is announced to them alone when `private`."""
        tr = translations(request.language)
        farewell = text_reply(
            tr("corpus.left" if request.command is Command.RELOAD else "discord.left"),
            private=True,
            error=True,
        )
        response = InteractionResponse(
            interaction, replace(farewell, language=tr.language), private=private, sleep=self._sleep
        )
        self._in_progress.add(response)
        try:
            with self._client.track_work():
                async with response:
                    yield response
        finally:
            self._in_progress.remove(response)

    async def handle(self, request: Request, response: InteractionResponse) -> Reply:
        """What the desk says to a message; how far it is with what takes long is shown where that will stand."""
        async with ProgressMessage(
            progress_text(request), response.progress, self._sleep
        ) as progress:
            return await self._service.handle(request, progress)

    async def answer_interaction(
        self,
        interaction: discord.Interaction[Any],
        command: Command,
        text: str,
        *,
        private: bool,
        **options: Unpack[Options],
    ) -> None:
        """Answer with a message, to who acted alone when `private`."""
        request = replace(
            self._client.to_request(interaction, command, text, private=private), **options
        )
        async with self.open_response(interaction, request, private=private) as response:
            reply = await self.handle(request, response)
            placed = shortened = self._recent_answers.shorten_duplicate(reply)
            if command is Command.ASK and placed is reply and (reply.answer or reply.shown):
                # Nobody else sees what a command or a window was given.
                placed = replace(placed, repeated_question=text)
            sent = await response.send(placed, reload_action_of(request, placed))
            if private or not reply.private:
                self._recent_answers.record(request, reply, sent)
                record_delivery(self._service, request.id, sent, is_pointer=shortened is not reply)
