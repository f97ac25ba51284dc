"""Who plays a conversation: the chat service itself, or the chat in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Protocol

from bot.chat.conversation.service import ChatService
from bot.chat.i18n import DEFAULT_LANGUAGE
from bot.chat.messages.commands import CONTINUATIONS, Command
from bot.chat.messages.reply_refs import ClickedReply
from bot.chat.messages.request_reply import Action, Reply, Request
from bot.chat.rendering import intent_replies
from bot.frontends.terminal.chat import TerminalChat
from bot.replay.conversation import Conversation, Step
from bot.replay.expectations import StepOutcome


class Driver(Protocol):
    """Plays the steps of one conversation, in order."""

    async def play(self, step: Step) -> StepOutcome:
        """Say, do or click, and see what comes back."""


class ServiceDriver:
    """Talks to the chat service; plays everything."""

    name = "desk"

    def __init__(self, service: ChatService) -> None:
        self._service = service
        self._requests: list[Request | None] = []
        """What was said at each turn."""
        self._current_replies: dict[str, Reply] = {}
        """The answer to each message, as it reads by now."""
        self._newest: dict[str, str] = {}
        """The message that was answered last in each place."""
        self._clickable: dict[str, tuple[Reply, Request, str]] = {}
        """What stands last in each place with something to click, what it answers, and its key."""

    @staticmethod
    def plays(conversation: Conversation) -> bool:
        """Tell whether it can play the whole conversation."""
        del conversation
        return True

    async def play(self, step: Step) -> StepOutcome:
        """Say, do or click, and see what comes back."""
        reply = await self._perform(step)
        if self._service.corrections.has_pending:
            await self._correct()
        return StepOutcome(reply.text, reply) if reply else StepOutcome("", None)

    async def _perform(self, step: Step) -> Reply | None:
        if earlier := step.edits or step.deletes or step.looks:
            self._requests.append(None)
            before = self._requests[earlier - 1]
            return await self._change_earlier(step, before) if before else None
        request, place = self._request(step)
        self._requests.append(request)
        reply = await self._handle(request)
        self._newest[place] = request.id
        if step.clicks is None or _clickable_actions(reply):
            self._clickable[place] = reply, request, f"{place}:{step.line}"
        return reply

    async def _change_earlier(self, step: Step, before: Request) -> Reply | None:
        if step.looks is not None:
            return self._current_replies.get(before.id)
        if step.deletes is not None:
            await self._service.forget(before.id)
            self._current_replies.pop(before.id, None)
        elif step.says is not None and step.says != before.text:
            edited = replace(before, text=step.says, is_edit=True)
            self._requests[(step.edits or 0) - 1] = edited
            return await self._handle(edited)
        return None

    async def _handle(self, request: Request) -> Reply:
        reply = await self._service.handle(request)
        if reply.duplicate_of:
            reply = intent_replies.duplicate_reply(reply, f"#{reply.duplicate_of}")
        self._service.record_delivery(
            request.id,
            request.conversation,
            (_answer_id(request.id),),
            is_pointer=bool(reply.duplicate_of),
        )
        self._current_replies[request.id] = reply
        return reply

    async def _correct(self) -> None:
        self._service.corrections.mark_started()
        async for correction in self._service.corrections.pending():
            self._current_replies[correction.record.question] = correction.reply
            self._service.corrections.mark_corrected(correction)

    def _request(self, step: Step) -> tuple[Request, str]:
        """Return what is said at a step, and where."""
        place = (
            f"direct {step.author}"
            if step.via == "direct"
            else f"{step.channel}/{step.thread or ''}"
        )
        before = self._requests[step.to - 1] if step.to else None
        after = before.id if before else self._newest.get(place, "") if step.via == "reply" else ""
        request = Request(
            step.author,
            place if step.thread else f"{place}/{step.author}",
            step.what if step.does else step.says or "",
            # About an answer of ours a question is asked, which goes on from it.
            step.does or (Command.ABOUT if step.via == "menu" and before is None else Command.ASK),
            step.moderator,
            # A question about another's message is answered to who asks alone.
            private=step.privately or step.via == "menu",
            outlet=step.outlet,
            since=step.since,
            language=step.language,
            id=str(step.line),
            reply_to=_answer_id(after) if after else "",
            channel="" if step.via == "direct" else place,
            author_name=step.author,
        )
        return (
            self._click(request, step.clicks, place) if step.clicks is not None else request
        ), place

    def _click(self, request: Request, label: str, place: str) -> Request:
        """Click what stands there: who asked for it goes on in place, anybody else alone."""
        reply, original, key = self._clickable.get(place, (None, request, ""))
        action = (
            next((action for action in _clickable_actions(reply) if action.label == label), None)
            if reply
            else None
        )
        if action is None:
            # A button that is not there shows nothing.
            return replace(request, command=Command.SHOW, text="", private=True)
        goes_on = action.command in CONTINUATIONS and original.author == request.author
        private = action.command is not Command.SHARE and (original.private or not goes_on)
        question = original.clicked.question if original.clicked else original.text
        return replace(
            request,
            command=action.command,
            text=action.text,
            private=private,
            clicked=ClickedReply(key, question),
        )


def _answer_id(question: str) -> str:
    """Return the id of the message that answers another."""
    return f"answer to {question}"


class TerminalDriver:
    """Types into the chat of the terminal: one person, who may do all."""

    name = "console"

    def __init__(self, service: ChatService) -> None:
        self._out = io.StringIO()
        self._chat = TerminalChat(service, self._out, self._out)

    @staticmethod
    def plays(conversation: Conversation) -> bool:
        """One author, nothing private, no clicks, no lines that the terminal keeps for itself."""
        steps = conversation.steps
        alone = len({(step.author, step.channel, step.thread, step.via) for step in steps}) == 1
        return alone and all(
            step.clicks is None
            and step.via != "menu"
            and step.language == DEFAULT_LANGUAGE
            and step.to is step.edits is step.deletes is step.looks is None
            and not (step.privately or step.outlet or step.since)
            and (
                step.moderator
                or step.does
                in {
                    None,
                    Command.HELP,
                    Command.SOURCES,
                    Command.MORE,
                    Command.ARTICLES,
                    Command.ARTICLE,
                    Command.OUTLETS,
                }
            )
            and (step.does is not None or _can_be_typed(step.says or ""))
            for step in steps
        )

    async def play(self, step: Step) -> StepOutcome:
        """Type a line and read what is printed."""
        self._out.seek(0)
        self._out.truncate()
        reply = await self._chat.handle_line(
            f":{step.does.value} {step.what}" if step.does else step.says or ""
        )
        return StepOutcome(reply.text if reply else self._out.getvalue(), reply)


def _clickable_actions(reply: Reply) -> tuple[Action, ...]:
    return (*reply.actions, *(reply.choices.actions if reply.choices else ()))


def _can_be_typed(line: str) -> bool:
    return bool(line.strip()) and "\n" not in line and not line.startswith(":")
