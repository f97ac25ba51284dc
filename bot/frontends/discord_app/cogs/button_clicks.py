"""Clicks: the asker goes on in place or in public, anybody else gets a private copy."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot.chat.i18n import translations
from bot.chat.messages.commands import (
    ANSWER_VIEWS,
    CONTINUATIONS,
    DECISIONS,
    INBOX_CHANGES,
    Command,
)
from bot.chat.messages.reply_refs import PostedReply
from bot.chat.messages.request_reply import Action, Reply, Request
from bot.chat.rendering import intent_replies
from bot.chat.rendering.answer_replies import text_reply
from bot.frontends.discord_app.cogs.article_windows import open_article_form, open_article_text
from bot.frontends.discord_app.components.buttons import ANY_USER, reload_action_of
from bot.frontends.discord_app.components.choice_list import MenuOrigin
from bot.frontends.discord_app.components.clicked import is_outdated, menu_origin
from bot.frontends.discord_app.components.message_state import open_menu, read_state
from bot.frontends.discord_app.components.modals import parse_submission
from bot.frontends.discord_app.delivery.attachments import attachable, without_file
from bot.frontends.discord_app.delivery.editing import record_delivery
from bot.frontends.discord_app.delivery.interaction_response import InteractionResponse
from bot.frontends.discord_app.delivery.outgoing_messages import render_page_in_place
from bot.frontends.discord_app.service import BylineService

_EXCUSES: Mapping[Command, tuple[str, str]] = {
    Command.FILE: ("card.no-file", "card.too-large"),
    Command.SAVE_CONVERSATION: ("test.no-file", "card.too-large"),
    Command.SAVE_LABELLED: ("test.no-file", "card.too-large"),
    Command.EXPORT_DATA: ("privacy.no-file", "privacy.too-large"),
}
"""What comes with a file; the keys of what is said where there may be none, or none so large."""


class ButtonClicks(commands.Cog):
    """Answers clicks and windows, whoever opened them and in whatever process."""

    def __init__(self, service: BylineService) -> None:
        self._service = service
        self._post_locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        """By the message and what its button carries: two clicks at the same moment post once."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer windows, and clicks that no dynamic item answers."""
        submitted, outdated = parse_submission(interaction), is_outdated(interaction)
        if (submitted is None and not outdated) or not await self.check_access(interaction):
            return
        if submitted is None:
            await self._service.reply_outdated(interaction)
            return
        # A window that was opened below an answer asks on from that, also one that an earlier
        # version opened.
        below = str(interaction.message.id) if interaction.message else ""
        await self._service.answer_interaction(
            interaction,
            Command.ASK,
            submitted.question,
            private=submitted.private,
            outlet=submitted.outlet,
            since=submitted.since,
            reply_to=submitted.reply_to or below,
        )

    async def check_access(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether an interaction may go on; tell its author why not."""
        return await self._service.access.check_interaction(interaction)

    async def run_choice(
        self, interaction: discord.Interaction[Any], action: Action | None
    ) -> None:
        """Run the action chosen from a list; None is one that is no longer known."""
        if action is None:
            await self._service.reply_outdated(interaction)
            return
        origin = menu_origin(interaction)
        match action.command:
            case Command.FOLLOW if origin is not None:
                await self._service.open_follow_up(
                    interaction, origin.message, private=origin.private
                )
            case Command.SHARE:
                await self._post_or_show(interaction, action, private=False)
            case Command.FILE:
                await self._send_attachment(interaction, action)
            case command:
                await self._service.answer_interaction(
                    interaction, command, action.text, private=True
                )

    async def run_action(
        self, interaction: discord.Interaction[Any], action: Action, owner: int
    ) -> None:
        """Do what a button says; `owner` is who asked for what it stands below."""
        if action.replaces_message:
            await self.turn_page(interaction, action, 0, owner, None)
            return
        own = owner == interaction.user.id
        private = action.command not in CONTINUATIONS or not own or _is_ephemeral(interaction)
        match action.command:
            case Command.FOLLOW:
                assert interaction.message is not None
                await self._service.open_follow_up(
                    interaction,
                    interaction.message.id,
                    private=not own or _is_ephemeral(interaction),
                )
            case Command.MENU:
                await self._open_menu(
                    interaction, action, private=not own or _is_ephemeral(interaction)
                )
            case Command.ADD_ARTICLE:
                await open_article_form(self._service, interaction)
            case Command.EDIT_ARTICLE:
                await open_article_text(self._service, interaction, action.text)
            case Command.MORE | Command.SHARE:
                await self._post_or_show(
                    interaction, action, private=private and action.command is not Command.SHARE
                )
            case command if command in _EXCUSES:
                await self._send_attachment(interaction, action)
            case command if command in ANSWER_VIEWS and own:
                await self._replace_message(interaction, action, None)
            case command:
                await self._service.answer_interaction(
                    interaction, command, action.text, private=private
                )

    async def turn_page(
        self,
        interaction: discord.Interaction[Any],
        reload_action: Action,
        page: int,
        owner: int,
        language: str | None,
    ) -> None:
        """Show page `page`, counted from 0, of the reply that `reload_action` brings back.

        It comes in place and in its `language`; anybody but the `owner` gets a copy.
        """
        if owner in {ANY_USER, interaction.user.id}:
            await self._replace_message(interaction, reload_action, page, language)
            return
        request = self._service.to_request(
            interaction, reload_action.command, reload_action.text, private=True
        )
        async with self._service.open_response(interaction, request, private=True) as response:
            await response.send(await self._service.handle(request, response), reload_action, page)

    async def _replace_message(
        self,
        interaction: discord.Interaction[Any],
        reload_action: Action,
        page: int | None,
        language: str | None = None,
    ) -> None:
        request = self._service.to_request(
            interaction,
            reload_action.command,
            reload_action.text,
            private=_is_ephemeral(interaction),
        )
        request = replace(request, language=language or request.language)
        async with self._service.open_response(interaction, request, private=True) as response:
            reply = await self._service.handle(request, response)
            if reply.error:
                # What is shown stays; only who clicked learns why it does.
                await response.send(reply)
                return
            await response.edit_origin(
                await render_page_in_place(
                    interaction.message,
                    reply,
                    page,
                    _page_action(reload_action, reply),
                    interaction.user.id,
                )
            )
            if interaction.message is not None and reload_action.command in ANSWER_VIEWS:
                self._service.chat.record_view(str(interaction.message.id), reply)

    async def _post_or_show(
        self, interaction: discord.Interaction[Any], action: Action, *, private: bool
    ) -> None:
        """Post what a button brings, unless it did so before, or show it to who clicked alone."""
        request = self._service.to_request(
            interaction, action.command, action.text, private=private
        )
        async with self._service.open_response(interaction, request, private=True) as response:
            refusal = _why_not_shareable(interaction) if action.command is Command.SHARE else None
            if refusal is not None:
                await response.send(
                    replace(
                        text_reply(translations(request.language)(refusal)),
                        language=request.language,
                    )
                )
                return
            key = (request.clicked.key if request.clicked else "", action.text)
            # Whoever clicks meanwhile is led to what was posted then.
            async with self._post_locks.setdefault(key, asyncio.Lock()):
                await self._post(interaction, request, response)

    async def _post(
        self, interaction: discord.Interaction[Any], request: Request, response: InteractionResponse
    ) -> None:
        reply = await self._service.handle(request, response)
        if reply.posted_before is not None:
            reply = intent_replies.with_link(reply, _message_url(interaction, reply.posted_before))
        again = reload_action_of(request, reply)
        give = response.send if request.private or reply.private else response.send_publicly
        record_delivery(self._service.chat, request.id, await give(reply, again), is_pointer=False)

    async def _open_menu(
        self, interaction: discord.Interaction[Any], action: Action, *, private: bool
    ) -> None:
        """Show who clicked what else can be done; whether they go on in private goes along."""
        message = interaction.message
        assert message is not None
        request = self._service.to_request(interaction, action.command, action.text, private=True)
        async with self._service.open_response(interaction, request, private=True) as response:
            reply = await self._service.handle(request, response)
            origin = MenuOrigin(message.id, private)
            shareable = _is_ephemeral(interaction)
            await response.send(open_menu(reply, read_state(message), origin, shareable=shareable))

    async def _send_attachment(self, interaction: discord.Interaction[Any], action: Action) -> None:
        """Send a reply with its file, or with what is said instead."""
        excuses = _EXCUSES[action.command]
        request = self._service.to_request(interaction, action.command, action.text, private=True)
        async with self._service.open_response(interaction, request, private=True) as response:
            reply = await self._service.handle(request, response)
            try:
                await response.send(attachable(reply, interaction, *excuses))
            except discord.Forbidden:
                await response.send(without_file(reply, excuses[0]))


def _page_action(action: Action, reply: Reply) -> Action | None:
    """Return what turns the pages of what an action brought: it is not done again for that."""
    if action.command in INBOX_CHANGES:
        return reply.reload_action
    return None if action.command in DECISIONS else action


def _is_ephemeral(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _message_url(interaction: discord.Interaction[Any], post: PostedReply) -> str:
    where = interaction.client.get_partial_messageable(
        int(post.channel), guild_id=interaction.guild_id
    )
    link: str = where.get_partial_message(int(post.message)).jump_url
    return link


def _why_not_shareable(interaction: discord.Interaction[Any]) -> str | None:
    """Return what is said to who may not share an answer where it stands; None for who may."""
    if interaction.guild_id is None:
        return "discord.nobody-here"
    if not _is_ephemeral(interaction):
        return "discord.public-already"
    thread = isinstance(interaction.channel, discord.Thread)
    may = interaction.permissions
    speaks = may.send_messages_in_threads if thread else may.send_messages
    return None if speaks else "discord.may-not-speak"
