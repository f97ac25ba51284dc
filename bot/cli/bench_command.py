"""The command `bench`: what questions cost on this machine, and where the time goes."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.cli.batch import read_batch
from bot.errors import Fault, FaultKind, Faults
from bot.indexing.pipeline import ProgressCallback
from bot.library import Library, Snapshot
from bot.model import Question

if TYPE_CHECKING:
    from bot.evaluation.latency import BenchReport

ABOUT = "what questions cost on this machine, and where the time goes; takes half a minute; exit 0, 2 bad usage, questions or corpus"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `bench` takes, besides the options of all commands."""
    parser.add_argument(
        "--questions",
        metavar="FILE",
        help="ask these, one JSON object a line as for ask --batch, not questions made from the articles",
    )
    parser.add_argument("--json", action="store_true", help="what was measured as one JSON object")


def run_bench(
    arguments: argparse.Namespace,
    make_library: Callable[[ProgressCallback], Library],
    engine: str,
    today: dt.date,
) -> None:
    """Get ready, ask, and say what that cost; `engine` is the one of the settings.

    Raises NotFound, BadInput or Faults for questions that are not there, before anything is built.
    """
    from bot.chat.conversation.executor import MAX_CONCURRENT  # noqa: PLC0415
    from bot.chat.rendering import bench_report  # noqa: PLC0415 - only this command needs it, as with what follows
    from bot.evaluation.latency import (  # noqa: PLC0415
        BenchLimits,
        BenchReport,
        as_json,
        measure_latency,
        memory_use,
    )
    from bot.index.engines import select_engine  # noqa: PLC0415

    bounds = BenchLimits(max_concurrent=MAX_CONCURRENT)
    questions_of_file = (
        _read_questions(arguments.questions, arguments.k, bounds.answers)
        if arguments.questions
        else None
    )
    progress: list[tuple[int, int]] = []
    started = time.perf_counter()
    library = make_library(lambda done, total: progress.append((done, total)))
    ready = time.perf_counter() - started
    snapshot = library.snapshot
    questions = [
        replace(question, today=today)
        for question in questions_of_file or _make_questions(snapshot, arguments.k)
    ]
    sys.stderr.write(bench_report.progress_line(bounds) + "\n")
    cost = measure_latency(_ask_and_render(library), questions, bounds)
    size = len(snapshot.corpus)
    indexed_articles = progress[0][1] - progress[0][0] if progress else None
    bench = BenchReport(
        snapshot.corpus.article_count,
        size,
        select_engine(engine, size),
        ready,
        indexed_articles,
        memory_use(),
        len(questions),
        questions_of_file is None,
        cost,
    )
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(bench)) + "\n")
    else:
        _print_report(bench)


def _read_questions(file: str, k: int, limit: int) -> list[Question]:
    """The first questions of a file."""
    questions = list(islice(read_batch(file, k), limit))
    if not questions:
        raise Faults((Fault(file, None, FaultKind.EMPTY),))
    return questions


def _make_questions(snapshot: Snapshot, k: int) -> list[Question]:
    from bot.evaluation.synthetic_questions import synthetic_questions  # noqa: PLC0415 - as above

    return [
        Question(text, k=k)
        for text in synthetic_questions(
            snapshot.corpus, snapshot.answerer.corpus_analysis.language_of
        )
    ]


def _ask_and_render(library: Library) -> Callable[[Question], object]:
    """What takes a question to the words of its reply, as a front end does."""
    from bot.chat.i18n import translations  # noqa: PLC0415 - as above
    from bot.chat.rendering import answer_replies  # noqa: PLC0415 - as above

    return lambda question: answer_replies.answer_reply(
        translations(), library.ask(question), library.snapshot.corpus
    )


def _print_report(bench: BenchReport) -> None:
    from bot.chat.rendering import bench_report  # noqa: PLC0415 - as above
    from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - JSON does without

    terminal = Terminal(sys.stdout)
    for line in bench_report.corpus_lines(bench):
        terminal.line(line)
    terminal.table(bench_report.latency_table(bench.latency))
    terminal.table(bench_report.stage_table(bench.latency))
