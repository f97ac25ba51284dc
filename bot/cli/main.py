"""The program: runs one command, and says in words what goes wrong."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys

from bot.chat.i18n import translations
from bot.chat.rendering import error_messages
from bot.cli import chat_command, discord_command
from bot.cli.arguments import parser
from bot.cli.discord_command import TOKEN
from bot.cli.exit_codes import INTERRUPTED, OK
from bot.errors import BylineError


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = parser(_run).parse_args(argv)
    if isinstance(sys.stdin, io.TextIOWrapper):
        # What is no text in what people type or pipe is cleaned away where it is read.
        sys.stdin.reconfigure(errors="surrogateescape")
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    try:
        return int(arguments.run(arguments))
    except BylineError as error:
        sys.stderr.write(error_messages.error_text(translations(), error) + "\n")
        return int(arguments.fails_with)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough; the interpreter must not complain as it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run(arguments: argparse.Namespace) -> int:
    if os.environ.get(TOKEN):
        sys.stderr.write(
            f"Starting on Discord, because {TOKEN} is set. For a chat here: python -m bot chat\n"
        )
        return discord_command.run(arguments)
    sys.stderr.write(
        f"Starting a chat here, because {TOKEN} is not set. With it the bot starts on Discord; "
        "the README says how to get one.\n"
    )
    return chat_command.run(arguments)
