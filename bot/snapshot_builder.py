"""Snapshots of the corpus: what they are built from, and how they answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.answerer import Answerer
from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.corpus.corpus import Corpus
from bot.corpus.diff import find_redirects
from bot.corpus.folder import is_larger_than
from bot.index.engines import AUTO, select_engine
from bot.indexing.folder_state import report_as_of
from bot.indexing.pipeline import (
    BuildConfig,
    BuildResult,
    ProgressCallback,
    build,
    ignore_progress,
    open_newest,
)
from bot.indexing.workers import cpu_count
from bot.library import Snapshot

MIN_BACKGROUND_BUILD_BYTES = 250_000
"""Bytes of articles that take longer to read than a moment."""


@dataclass(frozen=True, slots=True)
class SnapshotBuilder:
    """Where the snapshots of a library come from, and how they answer."""

    folder: Path
    """With the articles."""
    attributor: Attributor
    min_confidence: float
    data: Path | None = None
    """Where what was computed is kept between starts; None: nowhere."""
    engine: str = AUTO

    def build(
        self,
        progress: ProgressCallback = ignore_progress,
        current: Snapshot | None = None,
        stand_in: Path | None = None,
    ) -> Snapshot:
        """Read and index the corpus, of which there may be nothing; raises BuildStopped.

        Where another is `current` meanwhile, files that can't be read stay as they are there, and
        what takes longer than a moment is done in a process of its own. `stand_in` is a folder
        that is read as if it were the articles' own.
        """
        folder = stand_in or self.folder
        config = self._config(folder, aside=current is not None)
        before = current.bundle if current is not None else None
        if before is not None and is_larger_than(folder, MIN_BACKGROUND_BUILD_BYTES):
            from bot.indexing.background_build import build_in_subprocess  # noqa: PLC0415 - it brings multiprocessing, which only a reload needs

            built = build_in_subprocess(config, progress, before)
        else:
            built = build(config, progress, before)
        corpus = Corpus(built.bundle.arrays, built.redirects)
        if current is not None:
            corpus = Corpus(built.bundle.arrays, find_redirects(current.corpus, corpus))
        return self._snapshot(
            replace(built, report=report_as_of(built.report, folder, self.folder)), corpus
        )

    def open_newest(self) -> Snapshot | None:
        """Open what is kept of the articles, as it was read last; None where nothing is kept."""
        built = open_newest(self._config(self.folder, aside=True))
        if built is None:
            return None
        return self._snapshot(built, Corpus(built.bundle.arrays, built.redirects))

    def _config(self, folder: Path, *, aside: bool) -> BuildConfig:
        return BuildConfig(
            folder, self.data, self.attributor, self.engine, cpu_count(), aside, self.folder
        )

    def _snapshot(self, built: BuildResult, corpus: Corpus) -> Snapshot:
        arrays, about = built.bundle.arrays, built.bundle.metadata
        attributions = AttributionStore(arrays, about)
        analyzed = AnalyzedCorpus(
            corpus, arrays, about["languages"], select_engine(self.engine, len(corpus))
        )
        answerer = Answerer(analyzed, attributions, self.attributor, self.min_confidence)
        return Snapshot(corpus, attributions, answerer, self.folder, built.report, built.bundle)
