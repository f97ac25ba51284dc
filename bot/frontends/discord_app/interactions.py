"""Commands, windows and clicks that are answered with a message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

import discord

from bot.chat.message import Message, Reply, Verb
from bot.chat.speech import speech
from bot.chat.words import sentence
from bot.frontends.discord_app.buttons import brings_back
from bot.frontends.discord_app.delivery import Pause
from bot.frontends.discord_app.in_place import note
from bot.frontends.discord_app.progress import ShownProgress, so_far
from bot.frontends.discord_app.responses import Response
from bot.frontends.discord_app.service import BylineService, Options
from bot.frontends.discord_app.standing import Standing

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles


class Interactions:
    """Answers them, and knows which are being answered."""

    def __init__(self, client: BylineService, desk: Handles, standing: Standing, pause: Pause) -> None:
        self._client = client
        self._desk = desk
        self._standing = standing
        self._pause = pause
        self._under_way: set[Response] = set()

    def leave(self) -> None:
        """Say to who still waits for a reply that there will be none."""
        for response in self._under_way:
            response.leave()

    @asynccontextmanager
    async def response(self, interaction: discord.Interaction[Any], message: Message, *, private: bool) -> AsyncIterator[Response]:
        """The reply to a message that somebody gave by a command or click; it is announced to them alone when `private`."""
        say = speech(message.language)
        farewell = sentence(say("corpus.left" if message.verb is Verb.RELOAD else "discord.left"), private=True, error=True)
        response = Response(interaction, replace(farewell, language=say.language), private=private, pause=self._pause)
        self._under_way.add(response)
        try:
            with self._client.at_work():
                async with response:
                    yield response
        finally:
            self._under_way.remove(response)

    async def handled(self, message: Message, response: Response) -> Reply:
        """What the desk says to a message; how far it is with what takes long is shown where that will stand."""
        async with ShownProgress(so_far(message), response.progress, self._pause) as tell:
            return await self._desk.handle(message, tell)

    async def asked(self, interaction: discord.Interaction[Any], verb: Verb, text: str, *, private: bool, **options: Unpack[Options]) -> None:
        """Answer with a message, to who acted alone when `private`."""
        message = replace(self._client.message(interaction, verb, text, private=private), **options)
        async with self.response(interaction, message, private=private) as response:
            reply = await self.handled(message, response)
            shown = shortened = self._standing.shortened(reply)
            if verb is Verb.ASK and shown is reply and (reply.answer or reply.shown):
                # Nobody else sees what a command or a window was given.
                shown = replace(shown, asked=text)
            sent = await response.say(shown, brings_back(message, shown))
            if private or not reply.private:
                self._standing.note(message, reply, sent)
                note(self._desk, message.id, sent, points=shortened is not reply)
