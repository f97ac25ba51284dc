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

from bot.batch import read_batch
from bot.building.build import Progress
from bot.errors import Fault, FaultKind, Faults
from bot.library import Library, Snapshot
from bot.model import Question

if TYPE_CHECKING:
    from bot.evaluation.cost import Bench

ABOUT = "what questions cost on this machine, and where the time goes; takes half a minute; exit 0, 2 bad usage, questions or corpus"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `bench` takes, besides the options of all commands."""
    parser.add_argument("--questions", metavar="FILE", help="ask these, one JSON object a line as for ask --batch, not questions made from the articles")
    parser.add_argument("--json", action="store_true", help="what was measured as one JSON object")


def run_bench(arguments: argparse.Namespace, start: Callable[[Progress], Library], engine: str, today: dt.date) -> None:
    """Get ready, ask, and say what that cost; `engine` is the one of the settings.

    Raises NotFound, BadInput or Faults for questions that are not there, before anything is built.
    """
    from bot.chat import cost_words  # noqa: PLC0415 - only this command needs it, as with what follows
    from bot.chat.threads import AT_ONCE  # noqa: PLC0415
    from bot.evaluation.cost import Bench, Bounds, as_json, measure, memory  # noqa: PLC0415
    from bot.index.engines import engine_for  # noqa: PLC0415

    bounds = Bounds(at_work=AT_ONCE)
    given = _given(arguments.questions, arguments.k, bounds.answers) if arguments.questions else None
    told: list[tuple[int, int]] = []
    started = time.perf_counter()
    library = start(lambda done, whole: told.append((done, whole)))
    ready = time.perf_counter() - started
    snapshot = library.snapshot
    questions = [replace(one, today=today) for one in given or _made(snapshot, arguments.k)]
    sys.stderr.write(cost_words.asking(bounds) + "\n")
    cost = measure(_asking(library), questions, bounds)
    size = len(snapshot.corpus)
    fresh = told[0][1] - told[0][0] if told else None
    bench = Bench(snapshot.corpus.article_count, size, engine_for(engine, size), ready, fresh, memory(), len(questions), given is None, cost)
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(bench)) + "\n")
    else:
        _show(bench)


def _given(file: str, k: int, most: int) -> list[Question]:
    """The first questions of a file."""
    questions = list(islice(read_batch(file, k), most))
    if not questions:
        raise Faults((Fault(file, None, FaultKind.EMPTY),))
    return questions


def _made(snapshot: Snapshot, k: int) -> list[Question]:
    from bot.evaluation.made import made  # noqa: PLC0415 - as above

    return [Question(text, k=k) for text in made(snapshot.corpus, snapshot.answerer.reading.language_of)]


def _asking(library: Library) -> Callable[[Question], object]:
    """What takes a question to the words of its reply, as a front end does."""
    from bot.chat import words  # noqa: PLC0415 - as above
    from bot.chat.speech import speech  # noqa: PLC0415 - as above

    return lambda question: words.answer(speech(), library.ask(question), library.snapshot.corpus)


def _show(bench: Bench) -> None:
    from bot.chat import cost_words  # noqa: PLC0415 - as above
    from bot.frontends.terminal import Terminal  # noqa: PLC0415 - JSON does without

    terminal = Terminal(sys.stdout)
    for line in cost_words.corpus(bench):
        terminal.line(line)
    terminal.table(cost_words.answers(bench.cost))
    terminal.table(cost_words.stages(bench.cost))
