"""The commands and all wiring; the only reader of the settings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.chat import words
from bot.errors import BylineError

OK, FAILED, BAD_USAGE, ABSTAINED, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = _parser().parse_args(argv)
    _log_to_stderr()
    try:
        return int(arguments.command(arguments))
    except BylineError as error:
        sys.stderr.write(words.error(error) + "\n")
        return int(arguments.fails_with)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough of it; keep the interpreter from complaining as it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, default=Path("config.toml"), metavar="FILE", help="settings (default: config.toml)")
    common.add_argument("--corpus", type=Path, metavar="DIR", help="folder with the articles, instead of corpus.path")
    common.add_argument("-k", type=_positive, default=5, metavar="N", help="how many candidates to consider (default: 5)")
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answers questions from your own news articles, word for word, with the outlet that each passage cites.",
        parents=[common],
    )
    parser.set_defaults(command=_run, record=None, fails_with=FAILED)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], int], about: str, fails_with: int = FAILED) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about, parents=[common])
        made.set_defaults(command=does, fails_with=fails_with)
        return made

    command("discord", _discord, "the bot on Discord; needs DISCORD_TOKEN")
    chat = command("chat", _chat, "a chat in the terminal")
    chat.add_argument("--record", type=Path, metavar="FILE", help="write the chat to a conversation file")
    ask = command("ask", _ask, "one answer; exit 0 answered, 3 abstained, 2 bad usage or corpus", BAD_USAGE)
    ask.add_argument("question", nargs="?", help="what you want to know")
    ask.add_argument("--batch", metavar="FILE", help="questions from a file, one JSON object a line; - for standard input")
    ask.add_argument("--json", action="store_true", help="the answer as JSON")
    show = command("show", _show, "an article as the bot reads it: passages and what each cites", BAD_USAGE)
    show.add_argument("article", nargs="?", help="the article's id or path")
    show.add_argument("--all", action="store_true", help="every article")
    show.add_argument("--json", action="store_true", help="one article a line, as JSON")
    command("check", _check, "config, corpus and outlets: every fault with file and line")
    replay = command("replay", _replay, "play conversation files and compare what is said")
    replay.add_argument("files", nargs="+", type=Path, metavar="FILE", help="conversation files")
    return parser
