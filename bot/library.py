"""The corpus as it is served: built aside, swapped whole, and compared with the one before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.answering import examples
from bot.answering.answerer import Answerer
from bot.answering.reading import Reading
from bot.attribution.attribute import Attributor
from bot.attribution.packed import Attributions
from bot.building.build import Plan, Progress, build, untold
from bot.building.pool import cores
from bot.compact.bundle import Bundle
from bot.corpus.corpus import Corpus
from bot.corpus.differences import differences, passage_texts, redirects
from bot.corpus.folder import holds_more, id_of, path_of
from bot.errors import BuildStopped, BylineError, NothingToServe, NotVerbatim, ReloadRunning, Report
from bot.index.engines import AUTO, engine_for
from bot.model import Answer, Article, Passage, Question

MUCH = 250_000
"""Bytes of articles that take longer to read than a moment."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reading of the corpus with all that answers from it; never changed once built."""

    corpus: Corpus
    attributions: Attributions
    answerer: Answerer
    folder: Path
    """Where the articles were read."""
    report: Report
    bundle: Bundle
    """What all of it lies in: of files that can't be read any more, the next one takes their articles."""

    def unread(self, article_id: str) -> bool:
        """Whether an article is not served because its file can't be read, or no file is there at all."""
        if self.corpus.find_article(article_id) is not None:
            return False
        if not self.corpus.article_count:
            return True
        paths = (path_of(one.path, self.folder) for one in self.report.faults)
        return any(id_of(path) == article_id or article_id.startswith(path + "/") for path in paths)


@dataclass(frozen=True, slots=True)
class Diff:
    """What a reload changed."""

    added: tuple[Article, ...]
    changed: tuple[Article, ...]
    removed: tuple[Article, ...]
    passages_added: int
    passages_removed: int
    articles: int
    passages: int
    moved: tuple[tuple[Article, Article], ...] = ()
    """As they were, and as they are; those that were changed as well stand in `changed` too."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the snapshots of a library come from, and how they answer."""

    folder: Path
    """With the articles."""
    attributor: Attributor
    min_confidence: float
    data: Path | None = None
    """Where what was computed is kept between starts; None: nowhere."""
    engine: str = AUTO

    def snapshot(self, progress: Progress = untold, served: Snapshot | None = None) -> Snapshot:
        """Read and index the corpus, of which there may be nothing; raises BuildStopped.

        Where another is `served` meanwhile, files that can't be read stay as they are there, and
        what takes longer than a moment is done in a process of its own.
        """
        plan = Plan(self.folder, self.data, self.attributor, self.engine, cores())
        before = served.bundle if served is not None else None
        if before is not None and holds_more(self.folder, MUCH):
            from bot.building.apart import build_apart  # noqa: PLC0415 - it brings multiprocessing, which only a reload needs

            built = build_apart(plan, progress, before)
        else:
            built = build(plan, progress, before)
        arrays, about = built.bundle.arrays, built.bundle.about
        corpus = Corpus(arrays, built.redirects)
        if served is not None:
            corpus = Corpus(arrays, redirects(served.corpus, corpus))
        attributions = Attributions(arrays, about)
        reading = Reading(corpus, arrays, about["languages"], engine_for(self.engine, len(corpus)))
        answerer = Answerer(reading, attributions, self.attributor, self.min_confidence)
        return Snapshot(corpus, attributions, answerer, self.folder, built.report, built.bundle)


class Library:
    """Serves the newest good snapshot; may be used by several threads."""

    def __init__(
        self,
        build: Callable[[Progress, Snapshot | None], Snapshot],
        progress: Progress = untold,
        *,
        may_be_empty: bool = False,
    ) -> None:
        """Take what builds a snapshot, told of the one that is served meanwhile; as `Source.snapshot` does.

        Raises NothingToServe where there is no article, unless it `may_be_empty` until a reload.
        """
        self._build = build
        self._snapshot = build(progress, None)
        if not may_be_empty:
            _check_filled(self._snapshot)
        self._refused: BylineError | None = None
        self._reloading = threading.Lock()
        self._reading: tuple[int, int] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What is served now."""
        return self._snapshot

    @property
    def refused(self) -> BylineError | None:
        """Why the last reload changed nothing; None where it was applied, or there was none yet."""
        return self._refused

    @property
    def reading(self) -> tuple[int, int] | None:
        """How many articles of how many a reload has read; None where none is under way."""
        return self._reading

    def ask(self, question: Question) -> Answer:
        """Answer from one snapshot; raises NotVerbatim rather than give a passage that is not what the file says."""
        snapshot = self._snapshot
        answer = snapshot.answerer.answer(question)
        for candidate in answer.candidates:
            check_verbatim(candidate.passage, snapshot.corpus)
        return answer

    def latest(self, question: Question) -> Answer | None:
        """The newest on what a question names, newest first, from one snapshot; None where it names nothing. Raises NotVerbatim as `ask` does."""
        snapshot = self._snapshot
        answer = snapshot.answerer.latest(question)
        for candidate in answer.candidates if answer else ():
            check_verbatim(candidate.passage, snapshot.corpus)
        return answer

    def reload(self, progress: Progress = untold) -> Diff:
        """Read the corpus anew and serve it from then on; returns what changed.

        Files that can't be read stay as they were. Raises ReloadRunning while another one runs, BuildStopped,
        or NothingToServe when there is no article: the corpus served before then stays.
        """
        if not self._reloading.acquire(blocking=False):
            raise ReloadRunning

        def told(done: int, whole: int) -> None:
            self._reading = done, whole
            progress(done, whole)

        self._reading = 0, 0
        try:
            fresh = self._build(told, self._snapshot)
            _check_filled(fresh)
        except (NothingToServe, BuildStopped) as problem:
            self._refused = problem
            raise
        else:
            diff = compare(self._snapshot.corpus, fresh.corpus)
            self._snapshot, self._refused = fresh, None
            return diff
        finally:
            self._reading = None
            self._reloading.release()


def _check_filled(snapshot: Snapshot) -> None:
    """Raise NothingToServe for a snapshot without an article."""
    if not snapshot.corpus.article_count:
        raise NothingToServe(str(snapshot.folder), snapshot.report)


def questions_to_try(snapshot: Snapshot, most: int) -> tuple[str, ...]:
    """A few questions that a snapshot surely answers; fewer or none where its articles lend themselves to none."""
    return examples.examples(snapshot.answerer, snapshot.attributions, most)


def check_verbatim(passage: Passage, corpus: Corpus) -> None:
    """Raise NotVerbatim for a passage that is not what its article says."""
    article = corpus.find_article(passage.article.id)
    if article is None or corpus.stored_text(article)[passage.start : passage.end] != passage.text:
        raise NotVerbatim(passage.id)


def compare(old: Corpus, new: Corpus) -> Diff:
    """What became of the articles of `old` in `new`, by id and content."""
    found = differences(old, new)
    passages_added = sum(len(passage_texts(new, number)) for number in found.added)
    passages_removed = sum(len(passage_texts(old, number)) for number in found.removed)
    for earlier, number in found.changed:
        gone, come = passage_texts(old, earlier), passage_texts(new, number)
        passages_added += len(come - gone)
        passages_removed += len(gone - come)
    return Diff(
        tuple(map(new.article, found.added)),
        tuple(new.article(number) for _, number in found.changed),
        tuple(map(old.article, found.removed)),
        passages_added,
        passages_removed,
        new.article_count,
        len(new),
        tuple((old.article(earlier), new.article(number)) for earlier, number in found.moved),
    )
