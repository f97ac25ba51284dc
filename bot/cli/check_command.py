"""The command `check`: every fault and notice of settings, articles and outlets."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer import Gazetteer
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.chat.i18n import translations
from bot.chat.rendering import corpus_admin, load_report
from bot.cli.exit_codes import FAILED, OK
from bot.config import read_config
from bot.corpus.corpus import Corpus
from bot.errors import Fault, Faults, LoadReport
from bot.frontends.terminal.progress_bar import ProgressBar
from bot.index.engines import AUTO
from bot.indexing.pipeline import BuildConfig, build
from bot.indexing.workers import cpu_count

ABOUT = "every fault and notice of settings, articles and outlets; exit 0, or 1 for faults"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes besides the options of all commands."""
    parser.add_argument("--strict", action="store_true", help="exit 1 for notices as well")


def run(arguments: argparse.Namespace) -> int:
    """Read settings, outlets and articles, and print what is wrong with each of them."""
    faults: list[Fault] = []
    folder, outlets, gazetteer = arguments.corpus, None, None
    try:
        config = read_config(arguments.config)
        folder, outlets = folder or config.corpus, config.outlets
    except Faults as error:
        faults += error.faults
    try:
        gazetteer = load_gazetteer(outlets)
    except Faults as error:
        faults += error.faults
    corpus, report = None, LoadReport()
    if folder is not None:
        corpus, report = _read_articles(folder, gazetteer)
    faults += report.faults
    for line in load_report.check_lines(translations(), faults, report.notices, corpus):
        sys.stdout.write(line + "\n")
    return FAILED if faults or (arguments.strict and report.notices) else OK


def _read_articles(folder: Path, gazetteer: Gazetteer | None) -> tuple[Corpus, LoadReport]:
    """Read a folder, and print outlets that it cites and the gazetteer lacks, if that is known."""
    attributor = Attributor(gazetteer or load_gazetteer())
    with ProgressBar(sys.stderr) as bar:
        built = build(BuildConfig(folder, None, attributor, AUTO, cpu_count()), bar)
    arrays = built.bundle.arrays
    corpus = Corpus(arrays)
    if gazetteer:
        from bot.attribution.uncatalogued import uncatalogued_outlets  # noqa: PLC0415 - it reads a table that other commands do without

        attributions = AttributionStore(arrays, built.bundle.metadata)
        unknown = uncatalogued_outlets(
            (corpus[number], attribution) for number, attribution in enumerate(attributions)
        )
        for line in corpus_admin.uncatalogued_outlet_lines(translations(), unknown):
            sys.stdout.write(line + "\n")
    return corpus, built.report
