"""Discord's events to the desk and its replies back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import ui

from bot.chat.message import Action, Line, Message, Reply, Style, Verb
from bot.frontends.discord_app import people, phrases
from bot.frontends.discord_app.buttons import ActionButton, PageButton, fits
from bot.frontends.discord_app.commands import Commands, keep_synced, synced
from bot.frontends.discord_app.delivery import Pause, acknowledge, deliver
from bot.frontends.discord_app.layout import Sheets, cut, lay_out

if TYPE_CHECKING:
    from bot.chat.desk import Desk

_log = logging.getLogger(__name__)

_TYPING_PATIENCE = 1.0
"""Seconds that an answer waits for Discord to show that it is being written."""
_LONG = 50_000
"""Characters from which on a reply is cut into pages away from the event loop."""
_MAY_NOT_REPLY = 160002
_ONCE = (Verb.ASK, Verb.RELOAD)
"""A second time they need not bring the same."""
_FAILED = Reply((Line(phrases.FAILED, Style.ERROR),), private=True, error=True)
_PRIVATE = Reply((Line(phrases.PRIVATE, Style.NOTE),))


class BylineClient(discord.Client):
    """The bot as Discord sees it: speaks only when spoken to, pings nobody, needs no privileged intent."""

    def __init__(self, desk: Desk, moderator_roles: Sequence[str], synced_file: Path, pause: Pause = asyncio.sleep) -> None:
        """Make the bot; it does nothing before `login`.

        `synced_file` keeps what commands Discord was told of; `pause` waits for a number of seconds.
        """
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.busy = 0
        self._desk = desk
        self._moderator_roles = frozenset(moderator_roles)
        self._synced_file = synced_file
        self._pause = pause
        self.tree = Commands(self)

    async def setup_hook(self) -> None:
        """Know every button before one can be clicked; tell Discord of the commands when they changed."""
        self.add_dynamic_items(ActionButton, PageButton)
        assert self.application_id is not None
        fingerprint = self.tree.fingerprint(self.application_id)
        if synced(self._synced_file) == fingerprint:
            return
        try:
            await deliver(self.tree.sync, self._pause)
            keep_synced(self._synced_file, fingerprint)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            # Everything but new commands works without; the next start tries again.
            _log.exception("The commands could not be registered")

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that speaks to us."""
        assert self.user is not None
        if not people.addressed(message, self.user.id):
            return
        with self._at_work():
            async with _told(partial(self._answer, message)):
                await self._hear(message, self.user.id)

    async def asked(self, interaction: discord.Interaction[BylineClient], verb: Verb, text: str = "", *, private: bool = False) -> None:
        """Answer a command or a click, to who gave it alone when `private`."""
        with self._at_work():
            message = self._message(interaction, verb, text, private=private)
            if not await acknowledge(interaction, private=private, in_place=False, pause=self._pause):
                return
            async with _told(partial(self._fill, interaction, private=private)):
                reply = await self._desk.handle(message)
                await self._fill(interaction, reply, _again(message, reply), private=private)

    async def turn(self, interaction: discord.Interaction[BylineClient], again: Action, number: int) -> None:
        """Show another page of the reply that `again` brings, where the button stands."""
        with self._at_work():
            private = interaction.message is not None and interaction.message.flags.ephemeral
            message = self._message(interaction, again.verb, again.text, private=private)
            if not await acknowledge(interaction, private=private, in_place=True, pause=self._pause):
                return
            async with _told(partial(self._whisper, interaction)):
                reply = await self._desk.handle(message)
                if reply.error:
                    # What is shown stays; only who clicked learns that it can't be turned.
                    await self._whisper(interaction, reply)
                    return
                sheets = await _cut(reply)
                view = lay_out(sheets, max(0, min(number, sheets.total - 1)), again)
                await deliver(partial(interaction.edit_original_response, view=view), self._pause)

    async def apologise(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Say privately that a command failed before we acknowledged it."""
        if not interaction.response.is_done():
            await interaction.response.send_message(view=lay_out(cut(_FAILED), 0), ephemeral=True)

    async def _hear(self, message: discord.Message, me: int) -> None:
        typing = asyncio.create_task(self._show_typing(message.channel))
        asked = Message(
            author=str(message.author.id),
            conversation=people.conversation(message.channel, message.channel.id, message.author.id),
            text=people.question(message, me),
            moderator=people.is_moderator(message.author, None, self._moderator_roles),
        )
        reply = await self._desk.handle(asked)
        # Shown after the answer, it would stay for seconds.
        await asyncio.wait([typing], timeout=_TYPING_PATIENCE)
        typing.cancel()
        await self._answer(message, reply, _again(asked, reply))

    async def _fill(
        self,
        interaction: discord.Interaction[BylineClient],
        reply: Reply,
        again: Action | None = None,
        *,
        private: bool,
    ) -> None:
        """Put a reply where Discord shows that one follows."""
        if reply.private and not private:
            # The first message has been announced to everybody; only the ones after it can be private.
            notice = lay_out(cut(_PRIVATE), 0)
            await deliver(partial(interaction.edit_original_response, view=notice), self._pause)
            await self._whisper(interaction, reply, again)
            await deliver(interaction.delete_original_response, self._pause)
            return
        first, *more = _views(await _cut(reply), again)
        await deliver(partial(interaction.edit_original_response, view=first), self._pause)
        for view in more:
            await deliver(partial(interaction.followup.send, view=view, ephemeral=private), self._pause)

    async def _whisper(self, interaction: discord.Interaction[BylineClient], reply: Reply, again: Action | None = None) -> None:
        """Say something that only who acted sees."""
        for view in _views(await _cut(reply), again):
            await deliver(partial(interaction.followup.send, view=view, ephemeral=True), self._pause)

    async def _answer(self, message: discord.Message, reply: Reply, again: Action | None = None) -> None:
        """Reply to a message; in private when its channel is closed to us."""
        views = _views(await _cut(reply), again)
        try:
            await self._send(message.channel, views, message, message.id)
        except discord.Forbidden:
            _log.warning("May not write in channel %s", message.channel.id)
            if message.guild is None:
                return
            excuse = Line(phrases.may_not_write(str(message.channel)), Style.NOTE)
            views = _views(await _cut(replace(reply, blocks=(excuse, *reply.blocks))), again)
            await self._send_privately(message.author, views, message.id)

    async def _send_privately(self, person: discord.User | discord.Member, views: Sequence[ui.LayoutView], question: int) -> None:
        try:
            await self._send(person, views, None, question)
        except discord.Forbidden:
            _log.warning("Person %s takes no direct messages", person.id)

    async def _send(
        self,
        where: discord.abc.Messageable,
        views: Sequence[ui.LayoutView],
        to: discord.Message | None,
        question: int,
    ) -> None:
        """Send messages, each once however often it is repeated: Discord knows it by the question's id and its place."""
        for number, view in enumerate(views):
            await deliver(partial(self._post, where, view, to, f"{question}-{number}"), self._pause)

    async def _post(self, where: discord.abc.Messageable, view: ui.LayoutView, to: discord.Message | None, nonce: str) -> None:
        if to is not None:
            try:
                await where.send(view=view, nonce=nonce, reference=to.to_reference(fail_if_not_exists=False))
            except discord.HTTPException as error:
                if error.code != _MAY_NOT_REPLY:
                    raise
            else:
                return
        await where.send(view=view, nonce=nonce)

    async def _show_typing(self, where: discord.abc.Messageable) -> None:
        try:
            await where.typing()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("Typing could not be shown: %s", error)

    def _message(self, interaction: discord.Interaction[BylineClient], verb: Verb, text: str, *, private: bool) -> Message:
        person = interaction.user
        return Message(
            author=str(person.id),
            conversation=people.conversation(interaction.channel, interaction.channel_id, person.id),
            text=text,
            verb=verb,
            moderator=people.is_moderator(person, interaction.permissions, self._moderator_roles),
            private=private,
        )

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Counts what must not be broken off lightly."""
        self.busy += 1
        try:
            yield
        finally:
            self.busy -= 1


@asynccontextmanager
async def _told(tell: Callable[[Reply], Awaitable[None]]) -> AsyncIterator[None]:
    """Whatever fails is logged, and told to who asked."""
    try:
        yield
    except Exception:  # noqa: BLE001 - nobody above could answer any more
        _log.exception("A question could not be answered")
        try:
            await tell(_FAILED)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            _log.exception("The failure could not be told")


def _again(message: Message, reply: Reply) -> Action | None:
    """What brings a reply back when a page is turned; None where nothing does."""
    again = reply.again
    if again is None and message.verb not in _ONCE:
        again = Action("", message.verb, message.text)
    return again if again and fits(again) else None


async def _cut(reply: Reply) -> Sheets:
    if sum(len(block.text) for block in reply.blocks) < _LONG:
        return cut(reply)
    return await asyncio.to_thread(cut, reply)


def _views(sheets: Sheets, again: Action | None) -> list[ui.LayoutView]:
    """The message to show first, or all of them where no button can bring the others."""
    if sheets.total == 1 or again is not None:
        return [lay_out(sheets, sheets.first, again)]
    return [lay_out(sheets, number) for number in range(sheets.total)]
