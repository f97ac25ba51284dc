"""Who plays a conversation: the desk itself, or the chat in the terminal."""

from __future__ import annotations

import io
from typing import Protocol

from bot.chat import turn_words
from bot.chat.desk import Desk
from bot.chat.message import Action, Message, Verb
from bot.chat.speech import DEFAULT
from bot.frontends.console import ConsoleChat
from bot.replay.conversation import Conversation, Step
from bot.replay.expectations import Outcome


class Driver(Protocol):
    """Plays the steps of one conversation, in order."""

    async def play(self, step: Step) -> Outcome:
        """Say, do or click, and see what comes back."""


class DeskDriver:
    """Talks to the desk; plays everything."""

    name = "desk"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._actions: dict[str, tuple[Action, ...]] = {}

    @staticmethod
    def plays(conversation: Conversation) -> bool:
        """Whether it can play the whole conversation."""
        del conversation
        return True

    async def play(self, step: Step) -> Outcome:
        """Say, do or click, and see what comes back."""
        place = f"direct {step.author}" if step.via == "direct" else f"{step.channel}/{step.thread or ''}"
        verb, text = self._asked(step, place)
        # A click is answered to who clicked alone, as is a question about another's message.
        private = step.privately or step.clicks is not None or step.via == "menu"
        talk = place if step.thread else f"{place}/{step.author}"
        channel = "" if step.via == "direct" else place
        options = {"outlet": step.outlet, "since": step.since, "language": step.language, "id": str(step.line), "channel": channel}
        reply = await self._desk.handle(Message(step.author, talk, text, verb, step.moderator, private, **options))
        if reply.earlier:
            reply = turn_words.pointing(reply, f"#{reply.earlier}")
        self._actions[place] = (*reply.actions, *(reply.choices.actions if reply.choices else ()))
        return Outcome(reply.text, reply)

    def _asked(self, step: Step, place: str) -> tuple[Verb, str]:
        if step.clicks is not None:
            action = next((one for one in self._actions.get(place, ()) if one.label == step.clicks), None)
            # A button that is not there shows nothing.
            return (action.verb, action.text) if action else (Verb.SHOW, "")
        return (step.does, step.what) if step.does else (Verb.ABOUT if step.via == "menu" else Verb.ASK, step.says or "")


class ConsoleDriver:
    """Types into the chat of the terminal: one person, who may do all."""

    name = "console"

    def __init__(self, desk: Desk) -> None:
        self._out = io.StringIO()
        self._chat = ConsoleChat(desk, self._out, self._out)

    @staticmethod
    def plays(conversation: Conversation) -> bool:
        """One author, nothing private, no clicks, no lines that the terminal keeps for itself."""
        steps = conversation.steps
        alone = len({(step.author, step.channel, step.thread, step.via) for step in steps}) == 1
        return alone and all(
            step.clicks is None
            and step.via != "menu"
            and step.language == DEFAULT
            and not (step.privately or step.outlet or step.since)
            and (step.moderator or step.does in {None, Verb.HELP, Verb.SOURCES, Verb.MORE, Verb.ARTICLES, Verb.ARTICLE, Verb.OUTLETS})
            and (step.does is not None or _typed(step.says or ""))
            for step in steps
        )

    async def play(self, step: Step) -> Outcome:
        """Type a line and read what is printed."""
        self._out.seek(0)
        self._out.truncate()
        reply = await self._chat.say(f":{step.does.value} {step.what}" if step.does else step.says or "")
        return Outcome(reply.text if reply else self._out.getvalue(), reply)


def _typed(line: str) -> bool:
    return bool(line.strip()) and "\n" not in line and not line.startswith(":")
