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

from bot.chat.browsing import Field
from bot.chat.message import Message, Verb
from bot.chat.speech import Speech, speech
from bot.chat.words import sentence
from bot.frontends.discord_app import people
from bot.frontends.discord_app.admission import Admission
from bot.frontends.discord_app.amending import Amending
from bot.frontends.discord_app.buttons import ActionButton, ChoiceList, PageButton, outdated
from bot.frontends.discord_app.clicks import Clicks
from bot.frontends.discord_app.commands import Commands, keep_synced, synced
from bot.frontends.discord_app.delivery import Pause, deliver
from bot.frontends.discord_app.departures import Departures
from bot.frontends.discord_app.doors import EVERYWHERE, Doors
from bot.frontends.discord_app.in_place import note, withdraw
from bot.frontends.discord_app.interactions import Interactions
from bot.frontends.discord_app.listening import Ears, Heard
from bot.frontends.discord_app.locales import Locales
from bot.frontends.discord_app.messages import done, said
from bot.frontends.discord_app.missed import OF_DIRECT, Missed, Now
from bot.frontends.discord_app.modals import submitted
from bot.frontends.discord_app.moderators import Moderators
from bot.frontends.discord_app.once import Once
from bot.frontends.discord_app.outbox import Outbox, Overfull
from bot.frontends.discord_app.own_threads import wants_thread
from bot.frontends.discord_app.progress import ShownProgress, so_far
from bot.frontends.discord_app.questions import Newest, Questions
from bot.frontends.discord_app.replying import Replying
from bot.frontends.discord_app.responses import refuse
from bot.frontends.discord_app.seen import Keeper, Kept, Seen, Taken, read_kept
from bot.frontends.discord_app.server_events import ServerEvents
from bot.frontends.discord_app.servers import Servers
from bot.frontends.discord_app.service import BylineService, Options
from bot.frontends.discord_app.speaking import Placeholder, answer, overfull, tell_of_many, told
from bot.frontends.discord_app.standing import Standing
from bot.frontends.discord_app.translator import CommandTranslator
from bot.frontends.discord_app.typing_sign import TypingSign
from bot.text.language import languages

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles
    from bot.store.answers import Given

_log = logging.getLogger(__name__)

_DAY, _MINUTE = 24 * 3600.0, 60.0


class BylineClient(ServerEvents, BylineService):
    """Speaks only when spoken to, pings nobody, needs no privileged intent."""

    admission: Admission

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
        self.tree = Commands(self, hides_moderation=not moderator_roles)
        self.locales = Locales(languages().detect)
        self._desk = desk
        self._synced_file = synced_file
        self._pause = pause
        self._now = now
        self._servers = Servers(self)
        self._moderators = Moderators(doors, moderator_roles, self._servers)
        self.admission = Admission(doors, lambda: self._servers.all, self.locales, clock, pause, now)
        self._ears = Ears(doors)
        self._reminded = Once(_DAY, clock)
        self._overfull = Once(_MINUTE, clock)
        self._typing = TypingSign(pause)
        self._outbox = Outbox(clock)
        self._seen = Seen(read_kept(seen_file) if seen_file else Kept())
        self._keeper = Keeper(self._seen, seen_file, now)
        self._missed = Missed(self, self._seen, self._speaks_to_us, self._hear_once, pause, now)
        self._standing = Standing()
        self._interactions = Interactions(self, desk, self._standing, pause)
        self.clicks = Clicks(self, desk, self._interactions, pause)
        self._threads = doors.threads
        self._questions = Questions()
        self._replying = Replying(self, desk, self._standing, self._ears, pause)
        self._amending = Amending(self, desk, self._questions, self.admission.reads, pause)
        knowing = (self.admission, self._ears, self._keeper, self._missed, self._standing)
        forget = [one.forget_server for one in knowing]
        self._departures = Departures(self, self._servers, desk, forget, pause)

    async def ready_to_answer(self) -> None:
        """Show no longer that the articles are being read, and amend what they left behind."""
        self._amending.see_to_it()
        self.activity = None
        try:
            await self.change_presence()
        except (ConnectionError, discord.DiscordException) as error:
            # The next connection shows it.
            _log.info("The presence could not be shown: %s", error)
        await self._departures.look()

    async def setup_hook(self) -> None:
        """Know every button before one can be clicked; tell Discord of the commands when they changed."""
        self.add_dynamic_items(ActionButton, ChoiceList, PageButton)
        self._keeper.forget_old()
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
            async with self._keeper.take(message.id, _server(message)) as taken:
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
            async with (
                self._keeper.take(message.id, _server(message)),
                told(partial(answer, message, pause=self._pause), say),
                self._questions.version(message.id) as newest,
            ):
                given = await self._desk.answered(str(message.id))
                if newest() and (given is None or not given.messages or given.text != people.question(message, self.user.id)):
                    await self._hear(message, say, newest, given)

    async def on_interaction(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Answer what was written into a window, and clicks that nothing else answers; the others, and commands, come by other ways."""
        asked, gone = submitted(interaction), outdated(interaction)
        if (asked is None and not gone) or not await self.admission.lets_in(interaction):
            return
        if asked is None:
            await self.gone(interaction)
            return
        # A window that was opened below an answer asks on from that, also one that an earlier version opened.
        after = asked.after or (str(interaction.message.id) if interaction.message else "")
        await self.asked(interaction, Verb.ASK, asked.question, private=asked.private, outlet=asked.outlet, since=asked.since, after=after)

    async def gone(self, interaction: discord.Interaction[BylineClient]) -> None:
        """Say that what was clicked or chosen is no longer on offer."""
        say = speech(self.locales.of_interaction(interaction))
        reply = sentence(say("button.gone"), private=True, error=True)
        await refuse(interaction, replace(reply, language=say.language), self._pause)

    async def suggest(self, interaction: discord.Interaction[Any], typed: str, *, outlets: bool = False) -> tuple[str, ...]:
        """What to offer to somebody who types a question, or one of the `outlets`."""
        return await self._desk.suggest(str(interaction.user.id), typed, outlets=outlets)

    async def asked(self, interaction: discord.Interaction[Any], verb: Verb, text: str = "", *, private: bool = False, **options: Unpack[Options]) -> None:
        """Answer a command or a click, to who gave it alone when `private`."""
        await self._interactions.asked(interaction, verb, text, private=private, **options)

    async def offered(self, field: Field, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer somebody who types a name; see `Desk.offered`."""
        return await self._desk.offered(field, typed)

    async def _hear(self, message: discord.Message, say: Speech, newest: Newest, given: Given | None = None) -> None:
        """Answer a message, in the place of what was `given` before; an outdated version of it is not answered."""
        assert self.user is not None
        if not await self.admission.lets_ask(message, say, partial(answer, message, pause=self._pause)):
            return
        own_thread = given is None and wants_thread(message, self._threads)
        asked = said(message, self.user.id, say.language, given=given, own_thread=own_thread)
        stands = Placeholder(message)
        async with self._typing.shown(message.channel), ShownProgress(so_far(asked), stands.show, self._pause) as tell:
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
            if error.say_so and self._overfull.first(message.author.id):
                await answer(message, overfull(speech(asked.language)), pause=self._pause, stands=stands)

    def message(self, interaction: discord.Interaction[Any], verb: Verb, text: str, *, private: bool) -> Message:
        """What a command or a click says to the desk."""
        language = self.locales.of_interaction(interaction)
        return done(interaction, verb, text, self._moderators, language, private=private)

    def leave(self) -> None:
        """Say to who waits for the reply to a command or click that there will be none."""
        self._interactions.leave()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Counts what must not be broken off lightly. Afterwards earlier answers are amended where that is due."""
        self.busy += 1
        try:
            yield
        finally:
            self.busy -= 1
            if not self.busy:
                self._departures.nothing_under_way()
            self._amending.see_to_it()


def _server(message: discord.Message) -> int:
    return message.guild.id if message.guild else 0
