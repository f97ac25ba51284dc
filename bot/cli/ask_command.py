"""The command `ask`: one answer, or those to a file of questions."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from bot.chat.conversation.latest_intent import parse_latest_request
from bot.cli.batch import read_batch
from bot.cli.exit_codes import ABSTAINED, BAD_USAGE, OK
from bot.cli.wiring import build_library, local_date, print_json, read_settings
from bot.library import Library
from bot.question_answer import Answer, Question
from bot.text.display import without_surrogates

ABOUT = "answer a question; exit 0 answered, 3 not answered, 2 bad usage or articles"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `ask` takes besides the options of all commands."""
    parser.add_argument("question", nargs="?", help="what you want to know")
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help="file of questions, one JSON object per line; - for standard input",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Answer a question, or a batch of them."""
    if (arguments.question is None) == (arguments.batch is None):
        sys.stderr.write("ask needs a question or --batch FILE.\n")
        return BAD_USAGE
    library = build_library(arguments, read_settings(arguments))
    if arguments.batch is not None:
        return _run_batch(arguments, library)
    question = Question(without_surrogates(arguments.question), k=arguments.k, today=local_date())
    answer, topic = _find_answer(library, question)
    if arguments.json:
        from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

        print_json(json_output.answer(answer))
    else:
        from bot.cli.printed_answer import print_answer  # noqa: PLC0415 - rich costs 25 ms

        print_answer(answer, topic, library.snapshot)
    return OK if answer.answered else ABSTAINED


def _run_batch(arguments: argparse.Namespace, library: Library) -> int:
    if not arguments.json:
        sys.stderr.write("--batch only answers in JSON: add --json.\n")
        return BAD_USAGE
    from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

    for question in read_batch(arguments.batch, arguments.k):
        answer, _ = _find_answer(library, replace(question, today=local_date()))
        print_json(json_output.answer(answer))
    return OK


def _find_answer(library: Library, question: Question) -> tuple[Answer, str]:
    """Answer a question as the chat does, "latest on ..." with the newest passages, newest first.

    Returns the topic of these with them; it is empty for any other answer.
    """
    if topic := parse_latest_request(question.text):
        latest = library.latest(replace(question, text=topic))
        if latest is not None:
            return replace(latest, question=question), topic if latest.answered else ""
    return library.ask(question), ""
