"""What people say and click on Discord, as the desk takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.chat.message import Clicked, Message, Verb
from bot.frontends.discord_app import people
from bot.frontends.discord_app.kept import question
from bot.frontends.discord_app.moderators import Moderators
from bot.frontends.discord_app.own_threads import conversation_in

if TYPE_CHECKING:
    from bot.store.answers import Given


def said(message: discord.Message, me: int, language: str, *, given: Given | None, own_thread: bool) -> Message:
    """A question in a message; one that was `given` an answer before stays in its conversation."""
    talk = conversation_in(message) if own_thread else people.conversation(message.channel, message.channel.id, message.author.id)
    return Message(
        author=str(message.author.id),
        conversation=given.conversation if given else talk,
        text=people.question(message, me),
        language=language,
        id=str(message.id),
        channel=people.shared(message.channel.id, direct=message.guild is None),
        server=str(message.guild.id) if message.guild else "",
        after=people.goes_on_from(message),
        edited=given is not None,
    )


def done(
    interaction: discord.Interaction[Any],
    verb: Verb,
    text: str,
    moderators: Moderators,
    language: str,
    *,
    private: bool,
) -> Message:
    """A command or a click: what alone can moderate."""
    person, below = interaction.user, interaction.message
    moderator = moderators.includes(interaction)
    return Message(
        author=str(person.id),
        conversation=people.conversation(interaction.channel, interaction.channel_id, person.id),
        text=text,
        verb=verb,
        moderator=moderator,
        private=private,
        language=language,
        id=str(interaction.id),
        channel=people.shared(interaction.channel_id, direct=interaction.guild_id is None),
        server=str(interaction.guild_id) if interaction.guild_id else "",
        several=() if moderator else moderators.unsettled(interaction),
        clicked=Clicked(str(below.id), question(below)) if below else None,
        name=person.display_name,
    )
