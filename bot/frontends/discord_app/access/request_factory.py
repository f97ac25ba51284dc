"""What people say and click on Discord, as the chat service takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Request
from bot.frontends.discord_app.access import message_parsing
from bot.frontends.discord_app.access.moderators import ModeratorCheck
from bot.frontends.discord_app.components.clicked import clicked_reply
from bot.frontends.discord_app.delivery.question_threads import thread_conversation_key

if TYPE_CHECKING:
    from bot.store.records import AnswerRecord


def request_of_message(
    message: discord.Message,
    bot_id: int,
    language: str,
    *,
    record: AnswerRecord | None,
    own_thread: bool,
) -> Request:
    """Read the question in a message, or in the one that it hands on.

    One that was `record` an answer before stays in its conversation.
    """
    quoted = message_parsing.quoted_message(message, bot_id)
    conversation = (
        thread_conversation_key(message)
        if own_thread
        else message_parsing.conversation_key(
            message.channel, message.channel.id, message.author.id
        )
    )
    return Request(
        author=str(message.author.id),
        conversation=record.conversation if record else conversation,
        text=message_parsing.question_text(quoted or message, bot_id),
        command=Command.ABOUT if quoted else Command.ASK,
        language=language,
        id=str(message.id),
        channel=message_parsing.public_channel_key(
            message.channel.id, direct=message.guild is None
        ),
        server=str(message.guild.id) if message.guild else "",
        reply_to=message_parsing.replied_to_id(message),
        is_edit=record is not None,
    )


def request_of_interaction(
    interaction: discord.Interaction[Any],
    command: Command,
    text: str,
    moderators: ModeratorCheck,
    language: str,
    *,
    private: bool,
) -> Request:
    """Read a command or a click: what alone can moderate."""
    person = interaction.user
    moderator = moderators.is_moderator(interaction)
    return Request(
        author=str(person.id),
        conversation=message_parsing.conversation_key(
            interaction.channel, interaction.channel_id, person.id
        ),
        text=text,
        command=command,
        is_moderator=moderator,
        private=private,
        language=language,
        id=str(interaction.id),
        channel=message_parsing.public_channel_key(
            interaction.channel_id, direct=interaction.guild_id is None
        ),
        server=str(interaction.guild_id) if interaction.guild_id else "",
        candidate_servers=() if moderator else moderators.undecided_servers(interaction),
        clicked=clicked_reply(interaction),
        author_name=person.display_name,
    )
