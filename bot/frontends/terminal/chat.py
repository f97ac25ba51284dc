"""A chat in the terminal."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from bot.chat.conversation.chitchat import Chitchat, detect_chitchat
from bot.chat.conversation.service import ChatService
from bot.chat.conversation.typed_commands import parse_typed_command
from bot.chat.messages.commands import ARTICLE_CHANGES, Command
from bot.chat.messages.request_reply import Action, Reply, Request
from bot.frontends.terminal.output import Terminal, available_actions
from bot.frontends.terminal.progress_bar import ProgressBar
from bot.text.display import without_surrogates

PROMPT = "› "
_COMMANDS = {
    f":{verb}": verb
    for verb in (
        Command.HELP,
        Command.MORE,
        Command.SOURCES,
        Command.LIST,
        Command.STATUS,
        Command.RELOAD,
        Command.PREVIEW,
        Command.UNDO,
    )
}
_COMMANDS_WITH_TEXT = {
    f":{verb}": verb for verb in (Command.ARTICLES, Command.ARTICLE, Command.OUTLETS, Command.LOG)
}
"""What acts on the words behind it."""
_HELP = (
    "In this chat: :more, :sources, :articles, :article NAME, :outlets, :list, :status, :reload, "
    ":preview, :undo, :log, :help, :1, :2 and so on for what stands below an answer, and quit or "
    "Ctrl-D to leave."
)
_GREETING = "Ask about the news. Type “help” for more, “quit” to leave."
_UNKNOWN = "There is no such command. Type :help to see them all."

Observer = Callable[[Request, Reply], None]


class TerminalChat:
    """One person at a terminal, who may do all that a moderator may."""

    def __init__(
        self,
        service: ChatService,
        out: TextIO,
        err: TextIO,
        observe: Observer | None = None,
        author: str = "you",
    ) -> None:
        """Take where replies go, and where the bar of a reload does."""
        self._service = service
        self._err = err
        self._terminal = Terminal(out)
        self._observe = observe
        self._author = author
        self._actions: tuple[Action, ...] = ()

    async def handle_line(self, line: str) -> Reply | None:
        """Handle one line and print the reply; None where there is nothing to say."""
        request = self._parse_line(without_surrogates(line).strip())
        if request is None:
            if line.strip():
                self._terminal.line(_UNKNOWN)
            return None
        with ProgressBar(self._err) as bar:
            reply = await self._service.handle(request, bar)
        self._actions = available_actions(reply)
        self._terminal.reply(reply)
        if request.command is Command.HELP:
            self._terminal.line(_HELP)
        if self._observe:
            self._observe(request, reply)
        return reply

    def _parse_line(self, line: str) -> Request | None:
        if not line:
            return None
        typed = parse_typed_command(line)
        if typed and typed[0] not in ARTICLE_CHANGES:
            return self._request(*typed)
        if typed:
            # Files are at hand here, and windows are not.
            return None
        if not line.startswith(":"):
            is_help = detect_chitchat(line) is Chitchat.HELP
            return self._request(Command.HELP if is_help else Command.ASK, line)
        if line in _COMMANDS:
            return self._request(_COMMANDS[line])
        command, _, text = line.partition(" ")
        if command in _COMMANDS_WITH_TEXT:
            return self._request(_COMMANDS_WITH_TEXT[command], text.strip())
        place = line[1:]
        if place.isascii() and place.isdigit() and 1 <= int(place) <= len(self._actions):
            action = self._actions[int(place) - 1]
            return self._request(action.command, action.text)
        return None

    def _request(self, command: Command, text: str = "") -> Request:
        return Request(
            author=self._author,
            conversation="console",
            text=text,
            command=command,
            is_moderator=True,
        )


async def run(service: ChatService, history: Path, observe: Observer | None = None) -> None:
    """Chat until the input ends.

    On a terminal, lines can be edited and are remembered in the file `history`.
    """
    chat = TerminalChat(service, sys.stdout, sys.stderr, observe)
    if not sys.stdin.isatty():
        for line in sys.stdin:
            if _leaves(line):
                return
            await chat.handle_line(line)
        return
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - 60 ms that `ask` does not pay

    from bot.frontends.terminal.input_history import open_input_history  # noqa: PLC0415 - the same

    session: PromptSession[str] = PromptSession(
        history=open_input_history(history, dt.datetime.now())  # noqa: DTZ005 - as it is written there
    )
    Terminal(sys.stdout).line(_GREETING)
    while True:
        try:
            line = await session.prompt_async(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if _leaves(line):
            return
        await chat.handle_line(line)


def _leaves(line: str) -> bool:
    return line.strip() == ":quit" or detect_chitchat(line) is Chitchat.QUIT
