"""The corpus as it is served: built aside, swapped whole, and compared with the one before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.answering.answerer import Answerer
from bot.arrays.bundle import ArrayBundle
from bot.attribution.attribution_store import AttributionStore
from bot.corpus.corpus import Corpus
from bot.corpus.folder import article_id_of, relative_path
from bot.corpus.reload_diff import ReloadDiff, diff_corpora
from bot.errors import (
    BuildStopped,
    BylineError,
    EmptyCorpus,
    LoadReport,
    NotVerbatim,
    PreviewOutdated,
    ReloadInProgress,
)
from bot.indexing.cache import prune_others
from bot.indexing.pipeline import ProgressCallback, ignore_progress
from bot.model import Passage
from bot.question_answer import Answer, Question


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reading of the corpus with all that answers from it; never changed once built."""

    corpus: Corpus
    attributions: AttributionStore
    answerer: Answerer
    folder: Path
    """Where the articles were read."""
    report: LoadReport
    bundle: ArrayBundle
    """What all of it lies in; the next snapshot takes from it what can't be read any more."""

    def is_unreadable(self, article_id: str) -> bool:
        """Tell whether an article is missing because its file, or all files, can't be read."""
        if self.corpus.find_article(article_id) is not None:
            return False
        if not self.corpus.article_count:
            return True
        paths = (relative_path(fault.path, self.folder) for fault in self.report.faults)
        return any(
            article_id_of(path) == article_id or article_id.startswith(path + "/") for path in paths
        )


@dataclass(frozen=True, slots=True)
class PreparedReload:
    """A snapshot that was read aside and is not served yet."""

    before: Snapshot
    """What was served meanwhile."""
    fresh: Snapshot
    diff: ReloadDiff


class BuildSnapshot(Protocol):
    """Builds a snapshot, as `SnapshotBuilder.build` does."""

    def __call__(
        self, progress: ProgressCallback, current: Snapshot | None, stand_in: Path | None = None, /
    ) -> Snapshot:
        """Read the articles, or the folder that stands in for theirs."""


class Library:
    """Serves the newest good snapshot; may be used by several threads."""

    def __init__(
        self,
        build: BuildSnapshot,
        progress: ProgressCallback = ignore_progress,
        *,
        may_be_empty: bool = False,
    ) -> None:
        """Read the articles.

        Raises EmptyCorpus where there is no article, unless it `may_be_empty` until a reload.
        """
        self._build = build
        self._snapshot = build(progress, None)
        if not may_be_empty:
            _require_articles(self._snapshot)
        self._last_failure: BylineError | None = None
        self._reloading = threading.Lock()
        self._reload_progress: tuple[int, int] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What is served now."""
        return self._snapshot

    @property
    def last_failure(self) -> BylineError | None:
        """Why the last reload changed nothing; None where it was applied, or there was none yet."""
        return self._last_failure

    @property
    def reload_progress(self) -> tuple[int, int] | None:
        """How many articles of how many a reload has read; None where none is under way."""
        return self._reload_progress

    def ask(self, question: Question) -> Answer:
        """Answer from one snapshot.

        Raises NotVerbatim rather than give a passage that is not what the file says.
        """
        snapshot = self._snapshot
        answer = snapshot.answerer.answer(question)
        for candidate in answer.candidates:
            check_verbatim(candidate.passage, snapshot.corpus)
        return answer

    def latest(self, question: Question) -> Answer | None:
        """Find the newest on what a question names, newest first, from one snapshot.

        None where it names nothing. Raises NotVerbatim as `ask` does.
        """
        snapshot = self._snapshot
        answer = snapshot.answerer.latest(question)
        for candidate in answer.candidates if answer else ():
            check_verbatim(candidate.passage, snapshot.corpus)
        return answer

    def prepare(
        self, progress: ProgressCallback = ignore_progress, stand_in: Path | None = None
    ) -> PreparedReload:
        """Read the corpus anew, or a folder that stands in for it, and serve nothing of it yet.

        Raises as `reload` does. What comes of it is to be given to `apply` or `discard`.
        """
        with self._exclusively():
            return self._prepare(progress, stand_in)

    def apply(self, prepared: PreparedReload) -> ReloadDiff:
        """Serve what was prepared; returns what changed.

        Raises ReloadInProgress, and PreviewOutdated where it was not made beside what is served.
        """
        with self._exclusively():
            return self._apply(prepared)

    def discard(self, prepared: PreparedReload) -> None:
        """Let go of what was prepared, and of what is kept of it on disk."""
        served = self._snapshot.bundle.path
        if served is not None and prepared.fresh.bundle.path != served:
            prune_others(served)

    def reload(self, progress: ProgressCallback = ignore_progress) -> ReloadDiff:
        """Read the corpus anew and serve it from then on; returns what changed.

        Files that can't be read stay as they were. Raises ReloadInProgress while another one runs,
        BuildStopped, or EmptyCorpus when there is no article: the corpus served before then stays.
        """
        with self._exclusively():
            try:
                return self._apply(self._prepare(progress))
            except (EmptyCorpus, BuildStopped) as problem:
                self._last_failure = problem
                raise

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        if not self._reloading.acquire(blocking=False):
            raise ReloadInProgress
        try:
            yield
        finally:
            self._reload_progress = None
            self._reloading.release()

    def _prepare(self, progress: ProgressCallback, stand_in: Path | None = None) -> PreparedReload:
        def report_progress(done: int, total: int) -> None:
            self._reload_progress = done, total
            progress(done, total)

        self._reload_progress = 0, 0
        before = self._snapshot
        if stand_in is None:
            fresh = self._build(report_progress, before)
        else:
            fresh = self._build(report_progress, before, stand_in)
        _require_articles(fresh)
        return PreparedReload(before, fresh, diff_corpora(before.corpus, fresh.corpus))

    def _apply(self, prepared: PreparedReload) -> ReloadDiff:
        if prepared.before is not self._snapshot:
            raise PreviewOutdated
        self._snapshot, self._last_failure = prepared.fresh, None
        if (place := prepared.fresh.bundle.path) is not None:
            prune_others(place)
        return prepared.diff


def _require_articles(snapshot: Snapshot) -> None:
    """Raise EmptyCorpus for a snapshot without an article."""
    if not snapshot.corpus.article_count:
        raise EmptyCorpus(str(snapshot.folder), snapshot.report)


def example_questions(snapshot: Snapshot, limit: int) -> tuple[str, ...]:
    """Choose at most `limit` questions that a snapshot surely answers."""
    from bot.answering.sample_questions import sample_questions  # noqa: PLC0415 - its patterns cost 5 ms that a single question does without

    return sample_questions(snapshot.answerer, snapshot.attributions, limit)


def check_verbatim(passage: Passage, corpus: Corpus) -> None:
    """Raise NotVerbatim for a passage that is not what its article says."""
    article = corpus.find_article(passage.article.id)
    if article is None or corpus.stored_text(article)[passage.start : passage.end] != passage.text:
        raise NotVerbatim(passage.id)
