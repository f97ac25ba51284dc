"""What stays of a message of ours when another page or view comes in its place.

It is read off the message itself, so that nothing has to be remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import discord

from bot.chat.messages.commands import ANSWER_VIEWS, Command
from bot.chat.messages.request_reply import Action, Reply
from bot.frontends.discord_app.components import markdown
from bot.frontends.discord_app.components.buttons import action_of
from bot.frontends.discord_app.components.choice_list import MenuOrigin, encode_origin

QUESTION_COMPONENT_ID = 1000
"""Number of the component that repeats the question."""


@dataclass(frozen=True, slots=True)
class MessageState:
    """The parts of a message that are the same in every view of its answer."""

    question: str
    """As it is repeated above; empty where it is not."""
    above: str
    """What else stands there, in Discord's Markdown."""
    actions: tuple[Action, ...]


def read_state(message: discord.Message) -> MessageState:
    """Return what stays of a message."""
    texts = [part for part in message.components if isinstance(part, discord.TextDisplay)]
    above = "\n".join(part.content for part in texts if part.id != QUESTION_COMPONENT_ID)
    return MessageState(repeated_question(message), above, tuple(_actions(message)))


def repeated_question(message: discord.Message) -> str:
    """Return the question that a message repeats above its answer; empty where it does not."""
    repeated = (
        part.content
        for part in message.components
        if isinstance(part, discord.TextDisplay) and part.id == QUESTION_COMPONENT_ID
    )
    return markdown.unescape(next(repeated, "").removeprefix("-# “").removesuffix("”"))


def merge_view_actions(before: Sequence[Action], now: Sequence[Action]) -> list[Action]:
    """Return the actions of another view of an answer; `before` alone has what comes next."""
    return [*(action for action in before if action.command is Command.MORE), *now]


def open_menu(reply: Reply, state: MessageState, origin: MenuOrigin, *, shareable: bool) -> Reply:
    """Return a menu as it opens below an answer: without what stands there already.

    `state` is that of the answer's message; `shareable` is an answer that not everybody sees.
    """
    if reply.choices is None:
        return reply
    left_out = {action.command for action in state.actions}
    if Command.ANSWER in left_out:
        # It is another view itself, and leads back.
        left_out |= {*ANSWER_VIEWS}
    if not shareable:
        left_out.add(Command.SHARE)
    hidden = tuple(action for action in reply.choices.actions if action.command not in left_out)
    choices = replace(reply.choices, actions=hidden, origin=encode_origin(origin))
    return replace(reply, choices=choices, repeated_question=state.question)


def _actions(message: discord.Message) -> Iterator[Action]:
    for part in message.components:
        for child in part.children if isinstance(part, discord.Container) else ():
            for button in child.children if isinstance(child, discord.ActionRow) else ():
                action = action_of(button) if isinstance(button, discord.Button) else None
                if action is not None:
                    yield action
