"""Who plays a conversation: the desk itself, or the chat in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Protocol

from bot.chat import turn_words
from bot.chat.desk import Desk
from bot.chat.message import GOING_ON, Action, Clicked, Message, Reply, Verb
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
        self._said: list[Message | None] = []
        """What was said at each turn."""
        self._stands: dict[str, Reply] = {}
        """The answer to each message, as it reads by now."""
        self._newest: dict[str, str] = {}
        """The message that was answered last in each place."""
        self._shown: dict[str, tuple[Reply, Message, str]] = {}
        """What stands last in each place with something to click, what it answers, and its key."""

    @staticmethod
    def plays(conversation: Conversation) -> bool:
        """Whether it can play the whole conversation."""
        del conversation
        return True

    async def play(self, step: Step) -> Outcome:
        """Say, do or click, and see what comes back."""
        reply = await self._played(step)
        if self._desk.amendments.due:
            await self._amend()
        return Outcome(reply.text, reply) if reply else Outcome("", None)

    async def _played(self, step: Step) -> Reply | None:
        if earlier := step.edits or step.deletes or step.looks:
            self._said.append(None)
            before = self._said[earlier - 1]
            return await self._follow(step, before) if before else None
        message, place = self._message(step)
        self._said.append(message)
        reply = await self._answered(message)
        self._newest[place] = message.id
        if step.clicks is None or _clickable(reply):
            self._shown[place] = reply, message, f"{place}:{step.line}"
        return reply

    async def _follow(self, step: Step, before: Message) -> Reply | None:
        if step.looks is not None:
            return self._stands.get(before.id)
        if step.deletes is not None:
            await self._desk.forget(before.id)
            self._stands.pop(before.id, None)
        elif step.says is not None and step.says != before.text:
            edited = replace(before, text=step.says, edited=True)
            self._said[(step.edits or 0) - 1] = edited
            return await self._answered(edited)
        return None

    async def _answered(self, message: Message) -> Reply:
        reply = await self._desk.handle(message)
        if reply.earlier:
            reply = turn_words.pointing(reply, f"#{reply.earlier}")
        self._desk.given(message.id, message.conversation, (_answer(message.id),), points=bool(reply.earlier))
        self._stands[message.id] = reply
        return reply

    async def _amend(self) -> None:
        self._desk.amendments.begin()
        async for made in self._desk.amendments.pending():
            self._stands[made.given.question] = made.reply
            self._desk.amendments.amended(made)

    def _message(self, step: Step) -> tuple[Message, str]:
        """What is said at a step, and where."""
        place = f"direct {step.author}" if step.via == "direct" else f"{step.channel}/{step.thread or ''}"
        before = self._said[step.to - 1] if step.to else None
        after = before.id if before else self._newest.get(place, "") if step.via == "reply" else ""
        message = Message(
            step.author,
            place if step.thread else f"{place}/{step.author}",
            step.what if step.does else step.says or "",
            # About an answer of ours a question is asked, which goes on from it.
            step.does or (Verb.ABOUT if step.via == "menu" and before is None else Verb.ASK),
            step.moderator,
            # A question about another's message is answered to who asks alone.
            private=step.privately or step.via == "menu",
            outlet=step.outlet,
            since=step.since,
            language=step.language,
            id=str(step.line),
            after=_answer(after) if after else "",
            channel="" if step.via == "direct" else place,
            name=step.author,
        )
        return (self._click(message, step.clicks, place) if step.clicks is not None else message), place

    def _click(self, message: Message, label: str, place: str) -> Message:
        """A click on what stands there: who asked for it goes on where it stands, anybody else alone."""
        reply, asked, key = self._shown.get(place, (None, message, ""))
        action = next((one for one in _clickable(reply) if one.label == label), None) if reply else None
        if action is None:
            # A button that is not there shows nothing.
            return replace(message, verb=Verb.SHOW, text="", private=True)
        goes_on = action.verb in GOING_ON and asked.author == message.author
        private = action.verb is not Verb.SHARE and (asked.private or not goes_on)
        question = asked.clicked.question if asked.clicked else asked.text
        return replace(message, verb=action.verb, text=action.text, private=private, clicked=Clicked(key, question))


def _answer(question: str) -> str:
    """The id of the message that answers another."""
    return f"answer to {question}"


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
            and step.to is step.edits is step.deletes is step.looks is None
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


def _clickable(reply: Reply) -> tuple[Action, ...]:
    return (*reply.actions, *(reply.choices.actions if reply.choices else ()))


def _typed(line: str) -> bool:
    return bool(line.strip()) and "\n" not in line and not line.startswith(":")
