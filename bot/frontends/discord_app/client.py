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
from typing import TYPE_CHECKING, Unpack

import aiohttp
import discord

from bot.chat import corpus_words
from bot.chat.browsing import Field
from bot.chat.message import Message, Verb
from bot.chat.speech import Speech, speech
from bot.chat.words import sentence
from bot.frontends.discord_app import people
from bot.frontends.discord_app.admission import Admission
from bot.frontends.discord_app.amending import Amending
from bot.frontends.discord_app.buttons import ActionButton, ChoiceList, PageButton, brings_back
from bot.frontends.discord_app.clicks import Clicks
from bot.frontends.discord_app.commands import Commands, keep_synced, synced
from bot.frontends.discord_app.delivery import Pause, acknowledge, deliver
from bot.frontends.discord_app.doors import EVERYWHERE, Doors
from bot.frontends.discord_app.in_place import note, withdraw
from bot.frontends.discord_app.listening import Ears, Heard
from bot.frontends.discord_app.locales import Locales
from bot.frontends.discord_app.messages import Options, done, said
from bot.frontends.discord_app.missed import OF_DIRECT, Missed, Now
from bot.frontends.discord_app.modals import submitted
from bot.frontends.discord_app.once import Once
from bot.frontends.discord_app.outbox import Outbox, Overfull
from bot.frontends.discord_app.own_threads import wants_thread
from bot.frontends.discord_app.progress import ShownProgress
from bot.frontends.discord_app.questions import Newest, Questions
from bot.frontends.discord_app.replying import Replying
from bot.frontends.discord_app.seen import Keeper, Kept, Seen, Taken, read_kept
from bot.frontends.discord_app.speaking import Placeholder, answer, fill, overfull, replace_once, tell_of_many, told
from bot.frontends.discord_app.standing import Standing
from bot.frontends.discord_app.translator import CommandTranslator
from bot.frontends.discord_app.typing_sign import TypingSign
from bot.text.language import languages

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles
    from bot.store.answers import Given

_log = logging.getLogger(__name__)

_DAY = 24 * 3600.0


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
        self._threads = doors.threads
        self._questions = Questions()
        self._replying = Replying(self, desk, self._standing, self._ears, pause)
        self._amending = Amending(self, desk, self._questions, pause)

    async def ready_to_answer(self) -> None:
        """Show no longer that the articles are being read, and amend what they left behind."""
        self._amending.see_to_it()
        self.activity = None
        try:
            await self.change_presence()
        except (ConnectionError, discord.DiscordException) as error:
            # The next connection shows it.
            _log.info("The presence could not be shown: %s", error)

    async def setup_hook(self) -> None:
        """Know every button before one can be clicked; tell Discord of the commands when they changed."""
        self.add_dynamic_items(ActionButton, ChoiceList, PageButton)
        self._amending.see_to_it()
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
        """Take the answer to a question away with it, and point at none that is gone."""
        await self._deleted([deleted.message_id])

    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._deleted(deleted.message_ids)

    async def _deleted(self, messages: Collection[int]) -> None:
        self._standing.gone(messages)
        for question in messages:
            self._standing.asked_anew(question)
            await withdraw(self, self._desk, self._questions, question, pause=self._pause)

    async def on_raw_message_edit(self, edited: discord.RawMessageUpdateEvent) -> None:
        """Answer a question as it reads by now, in the place of the answer that it was given."""
        self._standing.asked_anew(edited.message_id)
        if people.just_edited(edited.message, self._now()) and self._speaks_to_us(edited.message):
            await self._hear_anew(edited.message)

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
        self._amending.stop()
        self._keeper.keep()
        await super().close()

    def _speaks_to_us(self, message: discord.Message) -> bool:
        assert self.user is not None
        return self._ears.heard(message, self.user.id) is not Heard.NOTHING and self.admission.serves(message)

    async def _hear_once(self, message: discord.Message) -> None:
        assert self.user is not None
        with self.at_work():
            async with self._keeper.take(message.id) as taken:
                if taken is Taken.BEFORE:
                    return
                say = speech(self.locales.of_message(message))
                async with told(partial(answer, message, pause=self._pause), say), self._questions.version(message.id) as newest:
                    if taken is Taken.TOO_OFTEN:
                        await answer(message, sentence(say("discord.broke-down")), pause=self._pause)
                    elif self._ears.heard(message, self.user.id) is Heard.QUESTION:
                        await self._hear(message, say, newest)
                    elif self._reminded.first(message.author.id):
                        await answer(message, sentence(say("discord.withheld")), pause=self._pause)

    async def _hear_anew(self, message: discord.Message) -> None:
        assert self.user is not None
        if self._ears.heard(message, self.user.id) is not Heard.QUESTION:
            return
        say = speech(self.locales.of_message(message))
        with self.at_work():
            async with self._keeper.take(message.id), told(partial(answer, message, pause=self._pause), say), self._questions.version(message.id) as newest:
                given = await self._desk.answered(str(message.id))
                if newest() and (given is None or not given.messages or given.text != people.question(message, self.user.id)):
                    await self._hear(message, say, newest, given)

    async def on_interaction(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Answer what was written into a window; commands and clicks come by other ways."""
        asked = submitted(interaction)
        if asked is not None and await self.admission.lets_in(interaction):
            # A window that was opened below an answer asks on from that.
            after = str(interaction.message.id) if interaction.message else ""
            await self.asked(interaction, Verb.ASK, asked.question, private=asked.private, outlet=asked.outlet, since=asked.since, after=after)

    async def suggest(self, interaction: discord.Interaction[BylineClient], typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types a question, or one of the `outlets`."""
        return await self._desk.suggest(str(interaction.user.id), typed, outlets=outlets)

    async def asked(
        self, interaction: discord.Interaction[BylineClient], verb: Verb, text: str = "", *, private: bool = False, **options: Unpack[Options]
    ) -> None:
        """Answer a command or a click, to who gave it alone when `private`."""
        with self.at_work():
            message = replace(self.message(interaction, verb, text, private=private), **options)
            if not await acknowledge(interaction, private=private, in_place=False, pause=self._pause):
                return
            async with told(partial(fill, interaction, private=private, pause=self._pause), speech(message.language)):
                async with ShownProgress(_so_far(message), partial(replace_once, interaction), self._pause) as tell:
                    reply = await self._desk.handle(message, tell)
                shown = shortened = self._standing.shortened(reply)
                if verb is Verb.ASK and shown is reply and (reply.answer or reply.shown):
                    # Nobody else sees what a command or a window was given.
                    shown = replace(shown, asked=text)
                sent = await fill(interaction, shown, brings_back(message, shown), private=private, pause=self._pause)
                self._standing.note(message, reply, sent)
                note(self._desk, message.id, sent, points=shortened is not reply)

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer somebody who types a name; see `Desk.offered`."""
        return await self._desk.offered(field, typed)

    async def _hear(self, message: discord.Message, say: Speech, newest: Newest, given: Given | None = None) -> None:
        """Answer a message, in the place of what was `given` before; an outdated version of it is not answered."""
        assert self.user is not None
        if not await self.admission.lets_ask(message, say, partial(answer, message, pause=self._pause)):
            return
        own_thread = given is None and wants_thread(message, self._threads)
        asked = said(message, self.user.id, self._moderator_roles, say.language, given=given, own_thread=own_thread)
        stands = Placeholder(message)
        async with self._typing.shown(message.channel), ShownProgress(_so_far(asked), stands.show, self._pause) as tell:
            reply = await self._desk.handle(asked, tell)
        try:
            async with self._outbox.turn(message.channel.id, message.author.id, partial(tell_of_many, stands, speech(asked.language))):
                if newest():
                    await self._replying.put(message, asked, reply, stands, given, self._now())
                elif stands.sent is not None:
                    # What is asked now is answered there.
                    note(self._desk, asked.id, [stands.sent], points=False)
        except Overfull as error:
            _log.warning("Too many answers wait for channel %s", message.channel.id)
            if error.say_so:
                await answer(message, overfull(speech(asked.language)), pause=self._pause, stands=stands)

    def message(self, interaction: discord.Interaction[BylineClient], verb: Verb, text: str, *, private: bool) -> Message:
        """What a command or a click says to the desk."""
        return done(interaction, verb, text, self._moderator_roles, self.locales.of_interaction(interaction), private=private)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Counts what must not be broken off lightly. Afterwards earlier answers are amended where that is due."""
        self.busy += 1
        try:
            yield
        finally:
            self.busy -= 1
            self._amending.see_to_it()


def _so_far(message: Message) -> Callable[[int, int], str]:
    """How to say why the reply to a message takes its time."""
    return partial(corpus_words.reading if message.verb is Verb.RELOAD else corpus_words.waiting, speech(message.language))
