"""What can be said on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bot import cli_bench, cli_check, cli_eval

OK, FAILED, BAD_USAGE, ABSTAINED, INTERRUPTED = 0, 1, 2, 3, 130

Does = Callable[[argparse.Namespace], int]


def parser(does: Mapping[str, Does]) -> argparse.ArgumentParser:
    """Reads the words after `python -m bot`; `does` gives what each command does, that without a name too."""
    made = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answers questions from your own news articles, word for word, with the outlet that each passage cites.",
        parents=[_common()],
    )
    made.set_defaults(command=does[""], fails_with=FAILED, config=Path("config.toml"), corpus=None, k=5, record=None)
    commands = made.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, about: str, fails: int = FAILED) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about, parents=[_common()])
        one.set_defaults(command=does[name], fails_with=fails)
        return one

    command("discord", "the bot on Discord; needs DISCORD_TOKEN")
    chat = command("chat", "a chat in the terminal")
    chat.add_argument("--record", type=Path, default=None, metavar="FILE", help="write the chat to a conversation file")
    ask = command("ask", "one answer; exit 0 answered, 3 abstained, 2 bad usage or corpus", BAD_USAGE)
    ask.add_argument("question", nargs="?", help="what you want to know")
    ask.add_argument("--batch", metavar="FILE", help="questions, one JSON object a line; - for standard input")
    ask.add_argument("--json", action="store_true", help="the answer as JSON")
    show = command("show", "an article as the bot reads it: passages and what each cites", BAD_USAGE)
    show.add_argument("article", nargs="?", help="the article's id or path")
    show.add_argument("--all", action="store_true", help="every article")
    show.add_argument("--json", action="store_true", help="one article a line, as JSON")
    cli_check.add_arguments(command("check", cli_check.ABOUT))
    replay = command("replay", "play conversation files and compare what is said")
    replay.add_argument("files", nargs="+", type=Path, metavar="FILE", help="conversation files")
    cli_eval.add_arguments(command("eval", cli_eval.ABOUT, BAD_USAGE))
    cli_bench.add_arguments(command("bench", cli_bench.ABOUT, BAD_USAGE))
    return made


def _common() -> argparse.ArgumentParser:
    """The options of all commands; made anew for each, as defaults set for one would be those of all."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--config", type=Path, metavar="FILE", help="settings (default: config.toml)")
    common.add_argument("--corpus", type=Path, metavar="DIR", help="folder with the articles, instead of corpus.path")
    common.add_argument("-k", type=_positive, metavar="N", help="how many candidates to return (default: 5)")
    return common


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
