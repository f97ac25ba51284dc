"""Answers that stand already: told anew in the same messages, or taken away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat.message import Action, Reply
from bot.frontends.discord_app.delivery import Pause, deliver
from bot.frontends.discord_app.speaking import Part, parts_of, post

if TYPE_CHECKING:
    from bot.chat.late_desk import Handles
    from bot.frontends.discord_app.questions import Questions
    from bot.store.answers import Given

_log = logging.getLogger(__name__)


def note(desk: Handles, question: str, sent: Sequence[discord.Message], *, points: bool) -> None:
    """Tell the desk where the answer to a question stands, if it stands anywhere; whether it only `points` at another."""
    if sent:
        desk.given(question, str(sent[0].channel.id), [str(one.id) for one in sent], points=points)


async def tell_anew(
    client: discord.Client, given: Given, reply: Reply, again: Action | None, *, question: discord.Message | None = None, pause: Pause
) -> Sequence[str]:
    """Put a reply in the place of the one that was given, in more or fewer messages; returns their ids.

    What is missing is sent as a reply to `question`; without one, NotFound is raised where none of the messages is there any more.
    """
    where = client.get_partial_messageable(int(given.channel))
    wanted, ids = await parts_of(reply, again, int(given.author)), []
    gone: discord.NotFound | None = None
    for number, part in enumerate(wanted):
        there = given.messages[number] if number < len(given.messages) else None
        if there is not None:
            try:
                await deliver(partial(_edit, where.get_partial_message(int(there)), part), pause)
            except discord.NotFound as error:
                gone = error
            else:
                ids.append(there)
                continue
        if gone and not ids and question is None:
            raise gone
        # Neither the first answer's, nor that of an edit before.
        nonce = f"{given.question}-{number}{_stamp(question)}"
        ids.append(str((await deliver(partial(post, where, part, question, nonce), pause)).id))
    await take_away(client, given.channel, given.messages[len(wanted) :], pause=pause)
    return ids


async def take_away(client: discord.Client, channel: str, messages: Sequence[str], *, pause: Pause) -> None:
    """Delete messages of ours; those that are gone, or that we see no more, are let be."""
    for message in messages:
        try:
            await deliver(client.get_partial_messageable(int(channel)).get_partial_message(int(message)).delete, pause)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("An answer could not be deleted: %s", error)


async def withdraw(client: discord.Client, desk: Handles, questions: Questions, question: int, *, pause: Pause) -> None:
    """Take away the answer to what is asked no more; one under way is not given."""
    async with questions.version(question):
        given = await desk.forget(str(question))
        if given is not None:
            await take_away(client, given.channel, given.messages, pause=pause)


async def _edit(message: discord.PartialMessage, part: Part) -> None:
    await message.edit(view=part.view, attachments=part.files())


def _stamp(question: discord.Message | None) -> str:
    edited = question.edited_at if question else None
    return f"e{int(edited.timestamp()) % 100:02}" if edited else "e"
