"""Who clicked what below whose answer: who asked goes on in place or in public, anybody else gets a private copy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from bot.chat.message import GOING_ON, VIEWS, Action, Line, Message, Reply, Verb
from bot.chat.speech import speech
from bot.frontends.discord_app.attachments import attachable, without_file
from bot.frontends.discord_app.buttons import NOBODY
from bot.frontends.discord_app.delivery import Pause, acknowledge, deliver
from bot.frontends.discord_app.in_place import note
from bot.frontends.discord_app.modals import question_modal
from bot.frontends.discord_app.speaking import announce, show_page, told, whisper

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles
    from bot.frontends.discord_app.service import BylineService


class Clicks:
    """Answers clicks on buttons, whoever made them and in whatever process."""

    def __init__(self, client: BylineService, desk: Handles, pause: Pause) -> None:
        self._client = client
        self._desk = desk
        self._pause = pause

    async def acted(self, interaction: discord.Interaction[Any], action: Action, owner: int) -> None:
        """Do what a button says; `owner` is who asked for what it stands below."""
        if action.turns:
            await self.turned(interaction, action, 0, owner, None)
            return
        own = owner == interaction.user.id
        match action.verb:
            case Verb.FOLLOW:
                say = speech(self._client.message(interaction, action.verb, "", private=True).language)
                window = question_modal(say, say("discord.follow-up"), private=not own or _ephemeral(interaction), options=False)
                await deliver(partial(interaction.response.send_modal, window), self._pause)
            case Verb.SHARE:
                await self._share(interaction, action)
            case Verb.FILE:
                await self._file(interaction, action)
            case verb if verb in VIEWS and own:
                await self._in_place(interaction, action, None)
            case verb:
                private = verb not in GOING_ON or not own or _ephemeral(interaction)
                await self._client.asked(interaction, verb, action.text, private=private)

    async def turned(self, interaction: discord.Interaction[Any], again: Action, number: int, owner: int, language: str | None) -> None:
        """Show another page of what `again` brings: in place and in the `language` that it has there, or to somebody else a copy."""
        if owner in {NOBODY, interaction.user.id}:
            await self._in_place(interaction, again, number, language)
            return
        message = self._client.message(interaction, again.verb, again.text, private=True)
        async with self._below(interaction, message) as expected:
            if expected:
                await whisper(interaction, await self._desk.handle(message), again, number, pause=self._pause)

    async def _in_place(self, interaction: discord.Interaction[Any], again: Action, number: int | None, language: str | None = None) -> None:
        message = self._client.message(interaction, again.verb, again.text, private=_ephemeral(interaction))
        async with self._below(interaction, message) as expected:
            if not expected:
                return
            reply = await self._desk.handle(replace(message, language=language or message.language))
            if reply.error:
                # What is shown stays; only who clicked learns why it does.
                await whisper(interaction, reply, pause=self._pause)
            else:
                await show_page(interaction, reply, number, again, pause=self._pause)
                if interaction.message is not None and again.verb in VIEWS:
                    self._desk.looked(str(interaction.message.id), reply)

    async def _share(self, interaction: discord.Interaction[Any], action: Action) -> None:
        message = self._client.message(interaction, action.verb, action.text, private=False)
        async with self._below(interaction, message) as expected:
            if not expected:
                return
            if (refusal := _may_not_share(interaction)) is not None:
                await whisper(interaction, Reply((Line(speech(message.language)(refusal)),), language=message.language), pause=self._pause)
                return
            reply = await self._desk.handle(message)
            if reply.error:
                await whisper(interaction, reply, pause=self._pause)
            else:
                note(self._desk, message.id, await announce(interaction, reply, reply.again, pause=self._pause), points=False)

    async def _file(self, interaction: discord.Interaction[Any], action: Action) -> None:
        message = self._client.message(interaction, action.verb, action.text, private=True)
        async with self._below(interaction, message) as expected:
            if not expected:
                return
            reply = await self._desk.handle(message)
            try:
                await whisper(interaction, attachable(reply, interaction), pause=self._pause)
            except discord.Forbidden:
                await whisper(interaction, without_file(reply, "card.no-file"), pause=self._pause)

    @asynccontextmanager
    async def _below(self, interaction: discord.Interaction[Any], message: Message) -> AsyncIterator[bool]:
        """While a click is dealt with that leaves what it stands below as it is until then; gives whether Discord still waits for it."""
        with self._client.at_work():
            expected = await acknowledge(interaction, private=message.private, in_place=True, pause=self._pause)
            async with told(partial(whisper, interaction, pause=self._pause), speech(message.language)):
                yield expected


def _ephemeral(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _may_not_share(interaction: discord.Interaction[Any]) -> str | None:
    """What is said to who may not share an answer where it stands; None for who may."""
    if interaction.guild_id is None:
        return "discord.nobody-here"
    if not _ephemeral(interaction):
        return "discord.public-already"
    thread = isinstance(interaction.channel, discord.Thread)
    may = interaction.permissions
    speaks = may.send_messages_in_threads if thread else may.send_messages
    return None if speaks else "discord.may-not-speak"
