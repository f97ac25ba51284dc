"""What can be said on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.cli import bench_command, check_command, eval_command

OK, FAILED, BAD_USAGE, ABSTAINED, INTERRUPTED = 0, 1, 2, 3, 130

Command = Callable[[argparse.Namespace], int]


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Reads the words after `python -m bot`; `commands` gives what each command does, that without a name too."""
    root = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answers questions from your own news articles, word for word, with the outlet that each passage cites.",
        parents=[_common_options()],
    )
    root.set_defaults(
        command=commands[""],
        fails_with=FAILED,
        config=Path("config.toml"),
        corpus=None,
        k=5,
        record=None,
    )
    subparsers = root.add_subparsers(title="commands", metavar="COMMAND")

    def add_command(name: str, about: str, fails: int = FAILED) -> argparse.ArgumentParser:
        item = subparsers.add_parser(
            name, help=about, description=about, parents=[_common_options()]
        )
        item.set_defaults(command=commands[name], fails_with=fails)
        return item

    add_command("discord", "the bot on Discord; needs DISCORD_TOKEN")
    chat = add_command("chat", "a chat in the terminal")
    chat.add_argument(
        "--record",
        type=Path,
        default=None,
        metavar="FILE",
        help="write the chat to a conversation file",
    )
    ask = add_command(
        "ask", "one answer; exit 0 answered, 3 abstained, 2 bad usage or corpus", BAD_USAGE
    )
    ask.add_argument("question", nargs="?", help="what you want to know")
    ask.add_argument(
        "--batch", metavar="FILE", help="questions, one JSON object a line; - for standard input"
    )
    ask.add_argument("--json", action="store_true", help="the answer as JSON")
    show = add_command(
        "show", "an article as the bot reads it: passages and what each cites", BAD_USAGE
    )
    show.add_argument("article", nargs="?", help="the article's id or path")
    show.add_argument("--all", action="store_true", help="every article")
    show.add_argument("--json", action="store_true", help="one article a line, as JSON")
    check_command.add_arguments(add_command("check", check_command.DESCRIPTION))
    replay = add_command("replay", "play conversation files and compare what is said")
    replay.add_argument("files", nargs="+", type=Path, metavar="FILE", help="conversation files")
    eval_command.add_arguments(add_command("eval", eval_command.ABOUT, BAD_USAGE))
    bench_command.add_arguments(add_command("bench", bench_command.ABOUT, BAD_USAGE))
    return root


def _common_options() -> argparse.ArgumentParser:
    """The options of all commands; made anew for each, as defaults set for one would be those of all."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="settings (default: config.toml)"
    )
    common.add_argument(
        "--corpus",
        type=Path,
        metavar="DIR",
        help="folder with the articles, instead of corpus.path",
    )
    common.add_argument(
        "-k", type=_positive_integer, metavar="N", help="how many candidates to return (default: 5)"
    )
    return common


def _positive_integer(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
