"""The command `check`: every fault and notice of settings, articles and outlets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import Gazetteer, load_gazetteer
from bot.attribution.packed import Attributions
from bot.attribution.unknown import unknown_outlets
from bot.building.build import Plan, build
from bot.building.pool import cores
from bot.chat import report_words, words
from bot.chat.speech import speech
from bot.corpus.corpus import Corpus
from bot.errors import Fault, Report
from bot.frontends.reading_bar import ReadingBar
from bot.index.engines import AUTO

ABOUT = "config, corpus and outlets: every fault and notice with file and line; exit 0, 1 faults"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `check` takes, besides the options of all commands."""
    parser.add_argument("--strict", action="store_true", help="exit 1 for notices too")


def run_check(folder: Path | None, gazetteer: Gazetteer | None, faults: Sequence[Fault], *, strict: bool) -> bool:
    """Read the articles and say what is wrong; returns whether all is well, which notices spoil only when `strict`.

    `faults` are those of the settings and the outlets; None stands for a folder or a gazetteer that they hide.
    """
    corpus, report = None, Report()
    if folder is not None:
        with ReadingBar(sys.stderr) as bar:
            built = build(Plan(folder, None, Attributor(gazetteer or load_gazetteer()), AUTO, cores()), bar)
        arrays, report = built.bundle.arrays, built.report
        corpus = Corpus(arrays)
        unknown = unknown_outlets(Attributions(arrays, built.bundle.about)) if gazetteer else []
        for line in words.unknown_outlets(speech(), unknown):
            sys.stdout.write(line + "\n")
    found = (*faults, *report.faults)
    for line in report_words.checked(speech(), found, report.notices, corpus):
        sys.stdout.write(line + "\n")
    return not found and not (strict and report.notices)
