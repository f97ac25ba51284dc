"""The command `eval`: labelled questions asked, and what is measured shown, saved and compared."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.attribution.gazetteer import Gazetteer
from bot.library import Library

if TYPE_CHECKING:
    from bot.evaluation.run import Run
    from bot.evaluation.saved import Comparison

ABOUT = "ranking and citation figures on a directory with labelled questions; exit 0, 1 worse than --against, 2 bad usage, questions or corpus"
PICTURES = (".png", ".svg")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `eval` takes, besides the options of all commands."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="holds questions.jsonl, and corpus/ unless the questions are about the configured articles")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON object, with the outcome of each question")
    parser.add_argument("--baseline", action="store_true", help="also rank by plain BM25 (rank-bm25, words parted at spaces), to compare with")
    parser.add_argument("--plot", type=_picture, metavar="FILE", help="draw confidence against share right, as .png or .svg; needs matplotlib")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the run as JSON, for --against")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with a saved run, and exit 1 when a figure got worse")


def corpus_beside(folder: Path) -> Path | None:
    """The articles that come with the labelled questions of a folder; None where they are about the configured ones."""
    beside = folder / "corpus"
    return beside if beside.is_dir() else None


def run_eval(arguments: argparse.Namespace, library: Library, gazetteer: Gazetteer) -> bool:
    """Measure and say what came out; returns whether nothing got worse.

    Raises Faults for broken questions or a broken saved run and NoPlots before anything is asked, NotWritten afterwards.
    """
    from bot.evaluation.labelled import read_labelled  # noqa: PLC0415 - only this command needs it, as with what follows
    from bot.evaluation.run import evaluate  # noqa: PLC0415
    from bot.evaluation.saved import as_json, compare, load, write_whole  # noqa: PLC0415

    labelled = read_labelled(arguments.folder / "questions.jsonl", library.snapshot.corpus, gazetteer.spellings)
    before = load(arguments.against) if arguments.against else None
    draw = _drawing(arguments.plot) if arguments.plot else None
    run = evaluate(library, labelled, baseline=arguments.baseline)
    compared = compare(before, run) if before else None
    try:
        if arguments.save:
            write_whole(arguments.save, json.dumps(as_json(run), ensure_ascii=False, indent=1).encode() + b"\n")
        if draw:
            write_whole(arguments.plot, draw(run))
    finally:
        # A file that can't be written must not cost the figures, nor a reader that leaves early the file.
        if arguments.json:
            sys.stdout.write(json.dumps(as_json(run, compared), ensure_ascii=False) + "\n")
        else:
            _show(run, compared)
    return not (compared and compared.worse)


def _picture(text: str) -> Path:
    if Path(text).suffix.lower() not in PICTURES:
        raise argparse.ArgumentTypeError(f"a picture is a file ending in {' or '.join(PICTURES)}")
    return Path(text)


def _drawing(file: Path) -> Callable[[Run], bytes]:
    from bot.chat.figure_words import PICTURE  # noqa: PLC0415 - as above
    from bot.evaluation.plot import draw  # noqa: PLC0415 - matplotlib may be missing, and takes a second

    return lambda run: draw(run.figures.bins, file.suffix.lower().removeprefix("."), **PICTURE)


def _show(run: Run, compared: Comparison | None) -> None:
    from bot.chat import figure_words  # noqa: PLC0415 - JSON does without
    from bot.frontends.terminal import Terminal  # noqa: PLC0415 - the same

    terminal = Terminal(sys.stdout)
    terminal.table(figure_words.figures(run, compared))
    terminal.table(figure_words.reliability(run.figures.bins))
    for line in figure_words.comparison(compared) if compared else ():
        terminal.line(line)
