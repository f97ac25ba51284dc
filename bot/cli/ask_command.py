"""The command `ask`: one answer, or those to a file of questions."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from bot.chat.i18n import translations
from bot.chat.rendering import answer_replies
from bot.cli.batch import read_batch
from bot.cli.exit_codes import ABSTAINED, BAD_USAGE, OK
from bot.cli.wiring import build_library, local_date, print_json, read_settings
from bot.library import Library
from bot.question_answer import Question
from bot.text.display import without_surrogates

ABOUT = "one answer; exit 0 answered, 3 abstained, 2 bad usage or corpus"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `ask` takes besides the options of all commands."""
    parser.add_argument("question", nargs="?", help="what you want to know")
    parser.add_argument(
        "--batch", metavar="FILE", help="questions, one JSON object a line; - for standard input"
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Answer a question, or a batch of them."""
    if (arguments.question is None) == (arguments.batch is None):
        sys.stderr.write("ask takes a question or --batch FILE.\n")
        return BAD_USAGE
    library = build_library(arguments, read_settings(arguments))
    if arguments.batch is not None:
        return _run_batch(arguments, library)
    answer = library.ask(
        Question(without_surrogates(arguments.question), k=arguments.k, today=local_date())
    )
    if arguments.json:
        from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

        print_json(json_output.answer(answer))
    else:
        from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - rich costs 25 ms

        Terminal(sys.stdout).reply(
            answer_replies.answer_reply(translations(), answer, library.snapshot.corpus)
        )
    return OK if answer.answered else ABSTAINED


def _run_batch(arguments: argparse.Namespace, library: Library) -> int:
    if not arguments.json:
        sys.stderr.write("--batch answers in JSON: add --json.\n")
        return BAD_USAGE
    from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

    for question in read_batch(arguments.batch, arguments.k):
        print_json(json_output.answer(library.ask(replace(question, today=local_date()))))
    return OK
