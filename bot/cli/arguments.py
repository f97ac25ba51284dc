"""What can be said on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bot.cli import (
    ask_command,
    chat_command,
    check_command,
    discord_command,
    eval_command,
    reload_command,
    replay_command,
    show_command,
)
from bot.cli.exit_codes import BAD_USAGE, FAILED

Run = Callable[[argparse.Namespace], int]


def parser(run_default: Run) -> argparse.ArgumentParser:
    """Make what reads the words after `python -m bot`; without any, `run_default` is run."""
    root = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answers questions from your own news articles, word for word, "
        "and says which outlet each passage cites.",
        parents=[common_options()],
    )
    root.set_defaults(run=run_default, fails_with=FAILED, record=None, **COMMON_DEFAULTS)
    subparsers = root.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, about: str, run: Run, fails_with: int) -> argparse.ArgumentParser:
        item = subparsers.add_parser(
            name, help=about, description=about, parents=[common_options()]
        )
        item.set_defaults(run=run, fails_with=fails_with)
        return item

    add("discord", discord_command.ABOUT, discord_command.run, FAILED)
    for name, command, fails_with in (
        ("chat", chat_command, FAILED),
        ("ask", ask_command, BAD_USAGE),
        ("show", show_command, BAD_USAGE),
        ("check", check_command, FAILED),
        ("replay", replay_command, FAILED),
        ("eval", eval_command, BAD_USAGE),
        ("reload", reload_command, FAILED),
    ):
        command.add_arguments(add(name, command.ABOUT, command.run, fails_with))
    return root


COMMON_DEFAULTS = {"config": Path("config.toml"), "corpus": None, "k": 5}


def common_options() -> argparse.ArgumentParser:
    """Make the options of all commands anew: defaults set for one would be those of all."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="settings file (default: config.toml)"
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
