"""Who clicked what below whose answer: who asked goes on in place or in public, anybody else gets a private copy."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord

from bot.chat import turn_words
from bot.chat.message import GOING_ON, VIEWS, Action, Message, Post, Verb
from bot.chat.speech import speech
from bot.chat.words import sentence
from bot.frontends.discord_app.attachments import attachable, without_file
from bot.frontends.discord_app.buttons import NOBODY, brings_back
from bot.frontends.discord_app.delivery import Pause
from bot.frontends.discord_app.in_place import note
from bot.frontends.discord_app.interactions import Interactions
from bot.frontends.discord_app.modals import follow_up_modal, open_window
from bot.frontends.discord_app.responses import Response
from bot.frontends.discord_app.speaking import page_in_place

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles
    from bot.frontends.discord_app.service import BylineService


class Clicks:
    """Answers clicks on buttons, whoever made them and in whatever process."""

    def __init__(self, client: BylineService, desk: Handles, interactions: Interactions, pause: Pause) -> None:
        self._client = client
        self._desk = desk
        self._interactions = interactions
        self._pause = pause
        self._posting: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        """By the message and what its button carries: two clicks at the same moment post once."""

    async def acted(self, interaction: discord.Interaction[Any], action: Action, owner: int) -> None:
        """Do what a button says; `owner` is who asked for what it stands below."""
        if action.turns:
            await self.turned(interaction, action, 0, owner, None)
            return
        own = owner == interaction.user.id
        private = action.verb not in GOING_ON or not own or _ephemeral(interaction)
        match action.verb:
            case Verb.FOLLOW:
                assert interaction.message is not None
                await self.asked_on(interaction, interaction.message, private=not own or _ephemeral(interaction))
            case Verb.MORE | Verb.SHARE:
                await self._go_on(interaction, action, private=private and action.verb is not Verb.SHARE)
            case Verb.FILE:
                await self._file(interaction, action)
            case verb if verb in VIEWS and own:
                await self._in_place(interaction, action, None)
            case verb:
                await self._client.asked(interaction, verb, action.text, private=private)

    async def asked_on(self, interaction: discord.Interaction[Any], message: discord.Message, *, private: bool) -> None:
        """Open a window to ask on from a message of ours."""
        say = speech(self._client.locales.of_interaction(interaction))
        window = follow_up_modal(say, message.id, private=private)
        await open_window(interaction, window, self._pause)

    async def turned(self, interaction: discord.Interaction[Any], again: Action, number: int, owner: int, language: str | None) -> None:
        """Show another page of what `again` brings: in place and in the `language` that it has there, or to somebody else a copy."""
        if owner in {NOBODY, interaction.user.id}:
            await self._in_place(interaction, again, number, language)
            return
        message = self._client.message(interaction, again.verb, again.text, private=True)
        async with self._interactions.response(interaction, message, private=True) as response:
            await response.say(await self._interactions.handled(message, response), again, number)

    async def _in_place(self, interaction: discord.Interaction[Any], again: Action, number: int | None, language: str | None = None) -> None:
        message = self._client.message(interaction, again.verb, again.text, private=_ephemeral(interaction))
        message = replace(message, language=language or message.language)
        async with self._interactions.response(interaction, message, private=True) as response:
            reply = await self._interactions.handled(message, response)
            if reply.error:
                # What is shown stays; only who clicked learns why it does.
                await response.say(reply)
                return
            await response.show(await page_in_place(interaction.message, reply, number, again, interaction.user.id))
            if interaction.message is not None and again.verb in VIEWS:
                self._desk.looked(str(interaction.message.id), reply)

    async def _go_on(self, interaction: discord.Interaction[Any], action: Action, *, private: bool) -> None:
        """Post what a button brings, unless it did so before, or show it to who clicked alone."""
        message = self._client.message(interaction, action.verb, action.text, private=private)
        async with self._interactions.response(interaction, message, private=True) as response:
            refusal = _may_not_share(interaction) if action.verb is Verb.SHARE else None
            if refusal is not None:
                await response.say(replace(sentence(speech(message.language)(refusal)), language=message.language))
                return
            key = (message.clicked.key if message.clicked else "", action.text)
            # Whoever clicks meanwhile is led to what was posted then.
            async with self._posting.setdefault(key, asyncio.Lock()):
                await self._post(interaction, message, response)

    async def _post(self, interaction: discord.Interaction[Any], message: Message, response: Response) -> None:
        reply = await self._interactions.handled(message, response)
        if reply.posted is not None:
            reply = turn_words.linked(reply, _link(interaction, reply.posted))
        again = brings_back(message, reply)
        give = response.say if message.private or reply.private else response.post
        note(self._desk, message.id, await give(reply, again), points=False)

    async def _file(self, interaction: discord.Interaction[Any], action: Action) -> None:
        message = self._client.message(interaction, action.verb, action.text, private=True)
        async with self._interactions.response(interaction, message, private=True) as response:
            reply = await self._interactions.handled(message, response)
            try:
                await response.say(attachable(reply, interaction))
            except discord.Forbidden:
                await response.say(without_file(reply, "card.no-file"))


def _ephemeral(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _link(interaction: discord.Interaction[Any], post: Post) -> str:
    where = interaction.client.get_partial_messageable(int(post.channel), guild_id=interaction.guild_id)
    link: str = where.get_partial_message(int(post.message)).jump_url
    return link


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
