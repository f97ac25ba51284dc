"""The command `check`: every fault and notice of settings, articles and outlets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer import Gazetteer, load_gazetteer
from bot.attribution.uncatalogued import uncatalogued_outlets
from bot.chat.i18n import translations
from bot.chat.rendering import answer_replies, load_report
from bot.corpus.corpus import Corpus
from bot.errors import Fault, LoadReport
from bot.frontends.terminal.progress_bar import ProgressBar
from bot.index.engines import AUTO
from bot.indexing.pipeline import BuildConfig, build
from bot.indexing.workers import cpu_count

DESCRIPTION = (
    "config, corpus and outlets: every fault and notice with file and line; exit 0, 1 faults"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `check` takes, besides the options of all commands."""
    parser.add_argument("--strict", action="store_true", help="exit 1 for notices too")


def run_check(
    folder: Path | None, gazetteer: Gazetteer | None, faults: Sequence[Fault], *, strict: bool
) -> bool:
    """Read the articles and say what is wrong; returns whether all is well, which notices spoil only when `strict`.

    `faults` are those of the settings and the outlets; None stands for a folder or a gazetteer that they hide.
    """
    corpus, report = None, LoadReport()
    if folder is not None:
        with ProgressBar(sys.stderr) as bar:
            built = build(
                BuildConfig(
                    folder, None, Attributor(gazetteer or load_gazetteer()), AUTO, cpu_count()
                ),
                bar,
            )
        arrays, report = built.bundle.arrays, built.report
        corpus = Corpus(arrays)
        unknown = (
            uncatalogued_outlets(
                (
                    (corpus[number], attribution)
                    for number, attribution in enumerate(
                        AttributionStore(arrays, built.bundle.metadata)
                    )
                )
            )
            if gazetteer
            else []
        )
        for line in answer_replies.uncatalogued_outlet_lines(translations(), unknown):
            sys.stdout.write(line + "\n")
    found = (*faults, *report.faults)
    for line in load_report.check_lines(translations(), found, report.notices, corpus):
        sys.stdout.write(line + "\n")
    return not found and not (strict and report.notices)
