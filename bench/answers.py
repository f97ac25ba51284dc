"""What questions cost on this machine, and where the time goes.

    python -m bench.answers [--questions FILE] [--json] [--config FILE] [--corpus DIR] [-k N]

Takes half a minute. Exit 0, 2 for bad usage, questions or corpus.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bench.latency import (
    BenchLimits,
    BenchReport,
    as_json,
    measure_latency,
    memory_use,
)
from bench.latency_report import corpus_lines, latency_table, progress_line, stage_table
from bench.synthetic_questions import synthetic_questions
from bot.chat.i18n import translations
from bot.chat.rendering import answer_replies, error_messages
from bot.chat.scheduling.executor import MAX_CONCURRENT
from bot.cli.arguments import COMMON_DEFAULTS, common_options
from bot.cli.batch import read_batch
from bot.cli.exit_codes import BAD_USAGE, OK
from bot.cli.wiring import build_library, local_date, read_settings
from bot.errors import BylineError, Fault, FaultKind, Faults
from bot.frontends.terminal.output import Terminal
from bot.index.engines import select_engine
from bot.library import Library, Snapshot
from bot.question_answer import Question

LIMITS = BenchLimits(max_concurrent=MAX_CONCURRENT)


def main(argv: Sequence[str] | None = None, limits: BenchLimits = LIMITS) -> int:
    """Measure, and print what came out; returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        report = _measure(arguments, limits)
    except BylineError as error:
        sys.stderr.write(error_messages.error_text(translations(), error) + "\n")
        return BAD_USAGE
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(report)) + "\n")
    else:
        _print_report(report)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.answers",
        description="What questions cost on this machine, and where the time goes.",
        parents=[common_options()],
    )
    parser.set_defaults(**COMMON_DEFAULTS)
    parser.add_argument(
        "--questions",
        metavar="FILE",
        help="ask these, one JSON object a line as for ask --batch, "
        "not questions made from the articles",
    )
    parser.add_argument("--json", action="store_true", help="what was measured as one JSON object")
    return parser


def _measure(arguments: argparse.Namespace, limits: BenchLimits) -> BenchReport:
    """Build the library and ask it.

    Raises NotFound, BadInput or Faults for questions that are not there, before anything is built.
    """
    of_file = (
        _read_questions(arguments.questions, arguments.k, limits.answers)
        if arguments.questions
        else None
    )
    config = read_settings(arguments)
    progress: list[tuple[int, int]] = []
    started = time.perf_counter()
    library = build_library(
        arguments, config, progress=lambda done, total: progress.append((done, total))
    )
    startup_seconds = time.perf_counter() - started
    snapshot = library.snapshot
    questions = [
        replace(question, today=local_date())
        for question in of_file or _make_questions(snapshot, arguments.k)
    ]
    sys.stderr.write(progress_line(limits) + "\n")
    latency = measure_latency(lambda question: _reply(library, question), questions, limits)
    passages = len(snapshot.corpus)
    return BenchReport(
        articles=snapshot.corpus.article_count,
        passages=passages,
        engine=select_engine(config.engine, passages),
        startup_seconds=startup_seconds,
        indexed_articles=progress[0][1] - progress[0][0] if progress else None,
        memory=memory_use(),
        questions=len(questions),
        synthetic=of_file is None,
        latency=latency,
    )


def _read_questions(file: str, k: int, limit: int) -> list[Question]:
    """The first questions of a file."""
    questions = list(islice(read_batch(file, k), limit))
    if not questions:
        raise Faults((Fault(file, None, FaultKind.EMPTY),))
    return questions


def _make_questions(snapshot: Snapshot, k: int) -> list[Question]:
    language_of = snapshot.answerer.corpus_analysis.language_of
    return [Question(text, k=k) for text in synthetic_questions(snapshot.corpus, language_of)]


def _reply(library: Library, question: Question) -> object:
    """Take a question to the words of its reply, as a front end does."""
    answer = library.ask(question)
    return answer_replies.answer_reply(translations(), answer, library.snapshot.corpus)


def _print_report(report: BenchReport) -> None:
    terminal = Terminal(sys.stdout)
    for line in corpus_lines(report):
        terminal.line(line)
    terminal.table(latency_table(report.latency))
    terminal.table(stage_table(report.latency))


if __name__ == "__main__":
    sys.exit(main())
