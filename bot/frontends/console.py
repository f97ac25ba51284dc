"""A chat in the terminal."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from bot.chat.desk import Desk
from bot.chat.message import Action, Message, Reply, Verb
from bot.frontends.reading_bar import ReadingBar
from bot.frontends.terminal import Terminal, offered
from bot.text.display import sendable

PROMPT = "› "
_COMMANDS = {f":{verb}": verb for verb in (Verb.HELP, Verb.MORE, Verb.SOURCES, Verb.LIST, Verb.STATUS, Verb.RELOAD)}
_NAMING = {f":{verb}": verb for verb in (Verb.ARTICLES, Verb.ARTICLE, Verb.OUTLETS)}
"""What acts on the words behind it."""
_HELP = (
    "Here: :more, :sources, :articles, :article NAME, :outlets, :list, :status, :reload, :help, "
    ":1 and so on for what is offered below an answer, Ctrl-D or :quit to leave."
)
_GREETING = "Ask about the news. :help tells more, Ctrl-D leaves."
_UNKNOWN = "There is no such command. :help lists them."

Observe = Callable[[Message, Reply], None]


class ConsoleChat:
    """One person at a terminal, who may do all that a moderator may."""

    def __init__(self, desk: Desk, out: TextIO, err: TextIO, observe: Observe | None = None, author: str = "you") -> None:
        """Take where replies go, and where the bar of a reload does."""
        self._desk = desk
        self._err = err
        self._terminal = Terminal(out)
        self._observe = observe
        self._author = author
        self._actions: tuple[Action, ...] = ()

    async def say(self, line: str) -> Reply | None:
        """Handle one line and print the reply; None where there is nothing to say."""
        message = self._message(sendable(line).strip())
        if message is None:
            if line.strip():
                self._terminal.line(_UNKNOWN)
            return None
        with ReadingBar(self._err) as bar:
            reply = await self._desk.handle(message, bar)
        self._actions = offered(reply)
        self._terminal.reply(reply)
        if message.verb is Verb.HELP:
            self._terminal.line(_HELP)
        if self._observe:
            self._observe(message, reply)
        return reply

    def _message(self, line: str) -> Message | None:
        if not line:
            return None
        if not line.startswith(":"):
            return self._from(Verb.ASK, line)
        if line in _COMMANDS:
            return self._from(_COMMANDS[line])
        command, _, text = line.partition(" ")
        if command in _NAMING:
            return self._from(_NAMING[command], text.strip())
        place = line[1:]
        if place.isascii() and place.isdigit() and 1 <= int(place) <= len(self._actions):
            action = self._actions[int(place) - 1]
            return self._from(action.verb, action.text)
        return None

    def _from(self, verb: Verb, text: str = "") -> Message:
        return Message(author=self._author, conversation="console", text=text, verb=verb, moderator=True)


async def run(desk: Desk, history: Path, observe: Observe | None = None) -> None:
    """Chat until the input ends; lines are edited and remembered in `history` when the input is a terminal."""
    chat = ConsoleChat(desk, sys.stdout, sys.stderr, observe)
    if not sys.stdin.isatty():
        for line in sys.stdin:
            if line.strip() == ":quit":
                return
            await chat.say(line)
        return
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - 60 ms that `ask` does not pay

    from bot.frontends.line_history import line_history  # noqa: PLC0415 - the same

    session: PromptSession[str] = PromptSession(history=line_history(history, dt.datetime.now()))  # noqa: DTZ005 - as it is written there
    Terminal(sys.stdout).line(_GREETING)
    while True:
        try:
            line = await session.prompt_async(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if line.strip() == ":quit":
            return
        await chat.say(line)
