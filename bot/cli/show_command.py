"""The command `show`: articles as the bot reads them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from bot.cli.exit_codes import BAD_USAGE, OK
from bot.cli.wiring import build_library, print_json, read_settings
from bot.corpus.corpus import Corpus
from bot.errors import NotFound

ABOUT = "show an article as the bot reads it, with the outlets that each passage cites"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `show` takes besides the options of all commands."""
    parser.add_argument("article", nargs="?", help="the article's id or path")
    parser.add_argument("--all", action="store_true", help="show every article")
    parser.add_argument("--json", action="store_true", help="print JSON, one article per line")


def run(arguments: argparse.Namespace) -> int:
    """Print an article, or all of them; raises NotFound."""
    if (arguments.article is None) == (not arguments.all):
        sys.stderr.write("show needs an article or --all.\n")
        return BAD_USAGE
    snapshot = build_library(arguments, read_settings(arguments)).snapshot
    corpus = snapshot.corpus
    numbers: Iterable[int] = (
        range(corpus.article_count) if arguments.all else [_find(corpus, arguments.article)]
    )
    if arguments.json:
        from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

        for number in numbers:
            print_json(json_output.article(number, snapshot))
    else:
        from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - rich costs 25 ms

        terminal = Terminal(sys.stdout)
        for number in numbers:
            terminal.article(number, snapshot)
    return OK


def _find(corpus: Corpus, name: str) -> int:
    """Return the number of the article with an id, or else with a path; raises NotFound."""
    found = corpus.find_article(name)
    if found is not None:
        return found
    for number in range(corpus.article_count):
        if corpus.article(number).path == name:
            return number
    raise NotFound(name)
