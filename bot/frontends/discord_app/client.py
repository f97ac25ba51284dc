"""The bot as Discord sees it: its events to the desk, and the replies back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat import corpus_words
from bot.chat.age_words import with_age
from bot.chat.browsing import Field
from bot.chat.message import Action, Clicked, Message, Reply, Verb
from bot.chat.speech import Speech, speech
from bot.chat.words import sentence
from bot.frontends.discord_app import people
from bot.frontends.discord_app.admission import Admission
from bot.frontends.discord_app.buttons import ActionButton, ChoiceList, PageButton, turns
from bot.frontends.discord_app.clicks import Clicks
from bot.frontends.discord_app.commands import Commands, keep_synced, synced
from bot.frontends.discord_app.delivery import Pause, acknowledge, deliver
from bot.frontends.discord_app.doors import EVERYWHERE, Doors
from bot.frontends.discord_app.kept import question
from bot.frontends.discord_app.listening import Ears, Heard
from bot.frontends.discord_app.locales import Locales
from bot.frontends.discord_app.missed import OF_DIRECT, Missed, Now
from bot.frontends.discord_app.modals import submitted
from bot.frontends.discord_app.once import Once
from bot.frontends.discord_app.outbox import Outbox, Overfull
from bot.frontends.discord_app.progress import ShownProgress
from bot.frontends.discord_app.seen import Keeper, Kept, Seen, read_kept
from bot.frontends.discord_app.speaking import Placeholder, answer, fill, overfull, replace_once, tell_of_many, told
from bot.frontends.discord_app.standing import Standing
from bot.frontends.discord_app.translator import CommandTranslator
from bot.frontends.discord_app.typing_sign import TypingSign
from bot.text.language import languages

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles

_log = logging.getLogger(__name__)

_DAY = 24 * 3600.0
_ONCE = (Verb.ASK, Verb.ABOUT, Verb.RELOAD, Verb.SOURCES, Verb.MORE, Verb.FILE, Verb.SHARE, Verb.RIGHT, Verb.WRONG)
"""A second time they need not bring the same."""


class BylineClient(discord.AutoShardedClient):
    """Speaks only when spoken to, pings nobody, needs no privileged intent."""

    def __init__(
        self,
        desk: Handles,
        moderator_roles: Sequence[str],
        synced_file: Path,
        seen_file: Path | None = None,
        pause: Pause = asyncio.sleep,
        now: Now = discord.utils.utcnow,
        doors: Doors = EVERYWHERE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make the bot; it does nothing before `login`.

        `synced_file` keeps what commands Discord was told of, `seen_file` what was seen of messages (None: forgotten in the end);
        `pause` waits for a number of seconds, which `clock` counts.
        """
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=doors.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            activity=discord.CustomActivity(speech()("discord.reading-articles")),
        )
        self.busy = 0
        self.tree = Commands(self)
        self.locales = Locales(languages().detect)
        self._desk = desk
        self._moderator_roles = frozenset(moderator_roles)
        self._synced_file = synced_file
        self._pause = pause
        self._now = now
        self.admission = Admission(doors, lambda: self.guilds, self.locales, clock, pause)
        self._ears = Ears(doors)
        self._reminded = Once(_DAY, clock)
        self._typing = TypingSign(pause)
        self._outbox = Outbox(clock)
        self._seen = Seen(read_kept(seen_file) if seen_file else Kept())
        self._keeper = Keeper(self._seen, seen_file)
        self._missed = Missed(self, self._seen, self._speaks_to_us, self._hear_once, pause, now)
        self._standing = Standing()
        self.clicks = Clicks(self, desk, pause)

    async def ready_to_answer(self) -> None:
        """Show no longer that the articles are being read."""
        self.activity = None
        try:
            await self.change_presence()
        except (ConnectionError, discord.DiscordException) as error:
            # The next connection shows it.
            _log.info("The presence could not be shown: %s", error)

    async def setup_hook(self) -> None:
        """Know every button before one can be clicked; tell Discord of the commands when they changed."""
        self.add_dynamic_items(ActionButton, ChoiceList, PageButton)
        assert self.application_id is not None
        await self.tree.set_translator(CommandTranslator())
        fingerprint = await self.tree.fingerprint(self.application_id)
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
        self._seen.message(message.guild.shard_id if message.guild else OF_DIRECT, message.id, None if message.guild else message.channel.id)
        if self._speaks_to_us(message):
            await self._hear_once(message)
        self._keeper.changed()

    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """Point at no answer that is gone."""
        self._standing.gone([deleted.message_id])

    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        self._standing.gone(deleted.message_ids)

    async def on_raw_message_edit(self, edited: discord.RawMessageUpdateEvent) -> None:
        """Point at no answer to what a message does not ask any more."""
        self._standing.asked_anew(edited.message_id)

    async def on_shard_connect(self, shard: int) -> None:
        """Note that nobody tells what was said since the last connection."""
        self._missed.connected(shard)

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Note the same of a server that Discord has lost."""
        self._missed.gone(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Answer what was asked on a server meanwhile."""
        await self._missed.in_guild(guild)

    async def on_shard_ready(self, shard: int) -> None:
        """Answer what was asked meanwhile in direct messages, and on servers that were here all the time."""
        if shard == OF_DIRECT:
            await self._missed.in_direct()
        for guild in self.guilds:
            if guild.shard_id == shard:
                await self._missed.in_guild(guild)

    async def close(self) -> None:
        """Close the connection, and keep what the next process is to know."""
        self._keeper.keep()
        await super().close()

    def _speaks_to_us(self, message: discord.Message) -> bool:
        assert self.user is not None
        return self._ears.heard(message, self.user.id) is not Heard.NOTHING and self.admission.serves(message)

    async def _hear_once(self, message: discord.Message) -> None:
        assert self.user is not None
        with self._seen.take(message.id) as fresh:
            if not fresh:
                return
            say = speech(self.locales.of_message(message))
            with self.at_work():
                async with told(partial(answer, message, pause=self._pause), say):
                    if self._ears.heard(message, self.user.id) is Heard.QUESTION:
                        await self._hear(message, self.user.id, say)
                    elif self._reminded.first(message.author.id):
                        await answer(message, sentence(say("discord.withheld")), pause=self._pause)

    async def on_interaction(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Answer what was written into a window; commands and clicks come by other ways."""
        asked = submitted(interaction)
        if asked is not None and await self.admission.lets_in(interaction):
            await self.asked(interaction, Verb.ASK, asked.question, private=asked.private, outlet=asked.outlet, since=asked.since)

    async def suggest(self, interaction: discord.Interaction[BylineClient], typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types a question, or one of the `outlets`."""
        return await self._desk.suggest(str(interaction.user.id), typed, outlets=outlets)

    async def asked(
        self, interaction: discord.Interaction[BylineClient], verb: Verb, text: str = "", *, private: bool = False, outlet: str = "", since: str = ""
    ) -> None:
        """Answer a command or a click, to who gave it alone when `private`; `outlet` and `since` say what alone may answer."""
        with self.at_work():
            message = replace(self.message(interaction, verb, text, private=private), outlet=outlet, since=since)
            if not await acknowledge(interaction, private=private, in_place=False, pause=self._pause):
                return
            async with told(partial(fill, interaction, private=private, pause=self._pause), speech(message.language)):
                async with ShownProgress(_so_far(message), partial(replace_once, interaction), self._pause) as tell:
                    reply = await self._desk.handle(message, tell)
                said = self._standing.shortened(reply)
                if verb is Verb.ASK and said is reply and (reply.answer or reply.shown):
                    # Nobody else sees what a command or a window was given.
                    said = replace(said, asked=text)
                sent = await fill(interaction, said, brings_back(message, said), private=private, pause=self._pause)
                self._standing.note(message, reply, sent)

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer somebody who types a name; see `Desk.offered`."""
        return await self._desk.offered(field, typed)

    async def _hear(self, message: discord.Message, me: int, say: Speech) -> None:
        if not await self.admission.lets_ask(message, say, partial(answer, message, pause=self._pause)):
            return
        asked = Message(
            author=str(message.author.id),
            conversation=people.conversation(message.channel, message.channel.id, message.author.id),
            text=people.question(message, me),
            moderator=people.is_moderator(message.author, None, self._moderator_roles),
            language=say.language,
            id=str(message.id),
            channel=people.shared(message.channel.id, direct=message.guild is None),
        )
        stands = Placeholder(message)
        async with self._typing.shown(message.channel), ShownProgress(_so_far(asked), stands.show, self._pause) as tell:
            reply = await self._desk.handle(asked, tell)
        try:
            async with self._outbox.turn(message.channel.id, message.author.id, partial(tell_of_many, stands, speech(asked.language))):
                await self._reply(message, asked, reply, stands)
        except Overfull as error:
            _log.warning("Too many answers wait for channel %s", message.channel.id)
            if error.say_so:
                await answer(message, overfull(speech(asked.language)), pause=self._pause, stands=stands)

    async def _reply(self, message: discord.Message, asked: Message, reply: Reply, stands: Placeholder) -> None:
        said = with_age(self._standing.shortened(reply), (self._now() - message.created_at).total_seconds())
        sent = await answer(message, said, brings_back(asked, said), pause=self._pause, stands=stands)
        self._standing.note(asked, reply, sent)
        self._ears.answered_in(message.channel)

    def message(self, interaction: discord.Interaction[BylineClient], verb: Verb, text: str, *, private: bool) -> Message:
        """What a command or a click says to the desk."""
        person, below = interaction.user, interaction.message
        return Message(
            author=str(person.id),
            conversation=people.conversation(interaction.channel, interaction.channel_id, person.id),
            text=text,
            verb=verb,
            moderator=people.is_moderator(person, interaction.permissions, self._moderator_roles),
            private=private,
            language=self.locales.of_interaction(interaction),
            id=str(interaction.id),
            channel=people.shared(interaction.channel_id, direct=interaction.guild_id is None),
            clicked=Clicked(str(below.id), question(below)) if below else None,
            name=person.display_name,
        )

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Counts what must not be broken off lightly."""
        self.busy += 1
        try:
            yield
        finally:
            self.busy -= 1


def _so_far(message: Message) -> Callable[[int, int], str]:
    """How to say why the reply to a message takes its time."""
    return partial(corpus_words.reading if message.verb is Verb.RELOAD else corpus_words.waiting, speech(message.language))


def brings_back(message: Message, reply: Reply) -> Action | None:
    """What brings a reply back when a page is turned; None where nothing does."""
    again = reply.again
    if again is None and message.verb not in _ONCE:
        again = Action("", message.verb, message.text)
    return again if again and turns(again) else None
