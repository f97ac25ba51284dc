"""Replies to messages: where each is to stand, and what is kept in mind of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.chat.age_words import with_age
from bot.chat.message import Message, Reach, Reply
from bot.frontends.discord_app.buttons import brings_back
from bot.frontends.discord_app.delivery import Pause, remove
from bot.frontends.discord_app.in_place import note, tell_anew
from bot.frontends.discord_app.listening import Ears
from bot.frontends.discord_app.own_threads import conversation_in, open_thread
from bot.frontends.discord_app.speaking import Placeholder, answer
from bot.frontends.discord_app.standing import Standing

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles
    from bot.store.answers import Given


@dataclass(frozen=True, slots=True)
class Replying:
    """Puts replies where they belong."""

    client: discord.Client
    desk: Handles
    standing: Standing
    ears: Ears
    pause: Pause

    async def put(self, message: discord.Message, asked: Message, reply: Reply, stands: Placeholder, given: Given | None, now: dt.datetime) -> None:
        """Put a reply in the place of what was `given` before, else in a thread of its own where the question wants one, else below the question."""
        said = self.standing.shortened(reply)
        if given is not None and given.messages and reply.reach is Reach.HERE:
            ids = await tell_anew(self.client, given, said, brings_back(asked, said), question=message, pause=self.pause)
            self.desk.given(asked.id, given.channel, ids, points=said is not reply)
            if stands.sent is not None:
                await remove(stands.sent.delete, self.pause)
            return
        aged = with_age(said, (now - message.created_at).total_seconds())
        own_thread = asked.conversation == conversation_in(message) and not stands.begun
        thread = await open_thread(self.client, message, asked.text, pause=self.pause) if own_thread else None
        sent = await answer(message, aged, brings_back(asked, aged), pause=self.pause, stands=stands, thread=thread)
        if message.edited_at is None:
            # Others may have been pointed at this message for what it asked before.
            self.standing.note(asked, reply, sent)
        note(self.desk, asked.id, sent, points=said is not reply)
        self.ears.answered_in(thread or message.channel)
