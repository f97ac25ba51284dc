"""The command `eval`: labelled questions asked, and what is measured shown, saved and compared."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.attribution.gazetteer_loader import load_gazetteer
from bot.cli.exit_codes import FAILED, OK
from bot.cli.wiring import build_library, read_settings

if TYPE_CHECKING:
    from bot.evaluation.run import EvaluationRun
    from bot.evaluation.saved_run import Comparison

ABOUT = (
    "measure ranking and citations on labelled questions; "
    "exit 0, 1 worse than --against, 2 bad usage, questions or articles"
)
PICTURE_SUFFIXES = (".png", ".svg")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `eval` takes besides the options of all commands."""
    parser.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="folder with questions.jsonl, and with corpus/ unless the questions are about the "
        "configured articles",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object, with the outcome of each question",
    )
    parser.add_argument(
        "--baseline",
        action="store_true",
        help="also rank by plain BM25 (rank-bm25, words split at spaces), for comparison",
    )
    parser.add_argument(
        "--plot",
        type=_picture_path,
        metavar="FILE",
        help="plot confidence against the share of right answers (.png or .svg); needs matplotlib",
    )
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="save the run as JSON, for --against"
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="compare with a saved run, and exit 1 when a figure got worse",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print, draw and save what came out.

    Raises Faults for broken questions or a broken saved run and NoPlots before anything is asked,
    NotWritten afterwards.
    """
    from bot.evaluation.labelled import LABELLED_NAME, read_labelled  # noqa: PLC0415 - only this command needs it, as with what follows
    from bot.evaluation.run import evaluate  # noqa: PLC0415
    from bot.evaluation.saved_run import as_json, compare_runs, load_run, save_file  # noqa: PLC0415

    config, beside = read_settings(arguments), arguments.folder / "corpus"
    library = build_library(arguments, config, beside if beside.is_dir() else None)
    labelled = read_labelled(
        arguments.folder / LABELLED_NAME,
        library.snapshot.corpus,
        load_gazetteer(config.outlets).spellings,
    )
    before = load_run(arguments.against) if arguments.against else None
    draw = _plotter(arguments.plot) if arguments.plot else None
    run = evaluate(library, labelled, baseline=arguments.baseline)
    compared = compare_runs(before, run) if before else None
    try:
        if arguments.save:
            save_file(
                arguments.save,
                json.dumps(as_json(run), ensure_ascii=False, indent=1).encode() + b"\n",
            )
        if draw:
            save_file(arguments.plot, draw(run))
    finally:
        # A file that can't be written must not cost the figures, nor a closed pipe the file.
        if arguments.json:
            sys.stdout.write(json.dumps(as_json(run, compared), ensure_ascii=False) + "\n")
        else:
            _print_report(run, compared)
    return FAILED if compared and compared.regressions else OK


def _picture_path(text: str) -> Path:
    if Path(text).suffix.lower() not in PICTURE_SUFFIXES:
        raise argparse.ArgumentTypeError(
            f"the file name must end in {' or '.join(PICTURE_SUFFIXES)}"
        )
    return Path(text)


def _plotter(file: Path) -> Callable[[EvaluationRun], bytes]:
    from bot.chat.rendering.eval_report import PLOT_LABELS  # noqa: PLC0415 - as above
    from bot.evaluation.plot import draw  # noqa: PLC0415 - matplotlib may be missing, and takes a second

    return lambda run: draw(run.metrics.bins, file.suffix.lower().removeprefix("."), **PLOT_LABELS)


def _print_report(run: EvaluationRun, compared: Comparison | None) -> None:
    from bot.chat.rendering import eval_report  # noqa: PLC0415 - JSON does without
    from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - the same

    terminal = Terminal(sys.stdout)
    terminal.table(eval_report.metrics_table(run, compared))
    terminal.table(eval_report.reliability_table(run.metrics.bins))
    for line in eval_report.comparison_lines(compared) if compared else ():
        terminal.line(line)
