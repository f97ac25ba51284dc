"""Answers that stand already: told anew in the same messages, or taken away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.chat.messages.request_reply import Action, Reply
from bot.frontends.discord_app.delivery.outgoing_messages import OutgoingMessage, build_messages
from bot.frontends.discord_app.delivery.retry import with_retries
from bot.frontends.discord_app.delivery.sending import post_message

if TYPE_CHECKING:
    from bot.chat.scheduling.startup import ChatHandler
    from bot.frontends.discord_app.state.in_flight import InFlightQuestions
    from bot.store.records import AnswerRecord

_log = logging.getLogger(__name__)


def record_delivery(
    service: ChatHandler, question: str, sent: Sequence[discord.Message], *, is_pointer: bool
) -> None:
    """Record which messages hold the answer to a question, if any do.

    One that `is_pointer` only leads to another answer.
    """
    if sent:
        service.record_delivery(
            question,
            str(sent[0].channel.id),
            [str(item.id) for item in sent],
            is_pointer=is_pointer,
        )


async def edit_answer(
    client: discord.Client,
    record: AnswerRecord,
    reply: Reply,
    reload_action: Action | None,
    *,
    question: discord.Message | None = None,
) -> Sequence[str]:
    """Put a reply in the place of an earlier one, in more or fewer messages; return their ids.

    What is missing is sent as a reply to `question`; without one, raises NotFound where none of the
    messages is there any more.
    """
    channel = client.get_partial_messageable(int(record.channel))
    messages, ids = await build_messages(reply, reload_action, int(record.author)), []
    not_found: discord.NotFound | None = None
    for number, outgoing in enumerate(messages):
        message_id = record.messages[number] if number < len(record.messages) else None
        if message_id is not None:
            try:
                await with_retries(
                    partial(_edit_message, channel.get_partial_message(int(message_id)), outgoing),
                )
            except discord.NotFound as error:
                not_found = error
            else:
                ids.append(message_id)
                continue
        if not_found and not ids and question is None:
            raise not_found
        # Neither the first answer's, nor that of an edit before.
        nonce = f"{record.question}-{number}{_edit_suffix(question)}"
        ids.append(
            str((await with_retries(partial(post_message, channel, outgoing, question, nonce))).id)
        )
    await delete_answer(client, record.channel, record.messages[len(messages) :])
    return ids


async def delete_answer(client: discord.Client, channel: str, messages: Sequence[str]) -> None:
    """Delete messages of ours; those that are gone, or that we see no more, are let be."""
    for message in messages:
        try:
            await with_retries(
                client.get_partial_messageable(int(channel))
                .get_partial_message(int(message))
                .delete,
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("An answer could not be deleted: %s", error)


async def withdraw_answer(
    client: discord.Client,
    service: ChatHandler,
    in_flight: InFlightQuestions,
    question: int,
) -> None:
    """Take away the answer to what is asked no more; one under way is not given."""
    async with in_flight.new_version(question):
        record = await service.forget(str(question))
        if record is not None:
            await delete_answer(client, record.channel, record.messages)


async def _edit_message(message: discord.PartialMessage, outgoing: OutgoingMessage) -> None:
    await message.edit(view=outgoing.view, attachments=outgoing.files())


def _edit_suffix(question: discord.Message | None) -> str:
    edited = question.edited_at if question else None
    return f"e{int(edited.timestamp()) % 100:02}" if edited else "e"
