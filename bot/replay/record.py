"""Writes a chat down as a conversation file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from bot.chat.messages.commands import DECISIONS, INBOX_CHANGES, TEST_SAVING, Command
from bot.chat.messages.request_reply import Reply, Request
from bot.moderation.saved_tests import dump_conversation
from bot.private_files import write_whole

_CLICK_COMMANDS = {Command.SHOW, Command.ANSWER, Command.CONTEXT}
_STATEFUL_COMMANDS = {
    Command.PREVIEW,
    Command.UNDO,
    Command.LOG,
    Command.QUESTIONS,
    Command.REPLAY,
    *DECISIONS,
    *INBOX_CHANGES,
    *TEST_SAVING,
}
"""What they bring depends on what a bot keeps; a replayed one keeps nothing."""


class Recorder:
    """Gathers turns; the file is whole after each."""

    def __init__(self, path: Path, today: dt.date) -> None:
        """Take the file, and the day on which the chat takes place."""
        self._path = path
        self._today = today
        self._turns: list[dict[str, Any]] = []

    def observe(self, request: Request, reply: Reply) -> None:
        """Add one message and what was said to it."""
        turn: dict[str, Any] = {"author": request.author, "moderator": request.is_moderator}
        if request.command in {*_CLICK_COMMANDS, *_STATEFUL_COMMANDS} or (
            request.command in {Command.LIST, Command.SOURCES} and request.text
        ):
            # A click can't be replayed without its label.
            return
        if request.command is Command.ASK:
            turn["says"] = request.text
        else:
            turn["does"] = request.command.value
        answer = reply.answer
        if reply.shown is not None:
            turn["passage"] = reply.shown.passage.id
        elif answer is not None and answer.fact is not None:
            turn["fact"] = answer.fact.text
        elif answer is not None:
            turn["abstains"] = True
        if request.command is not Command.STATUS:
            # The status tells the time.
            turn["reply"] = reply.text
        self._turns.append(turn)
        self._write()

    def _write(self) -> None:
        text = dump_conversation("a recorded chat", self._today, self._turns)
        write_whole(self._path, text.encode())
