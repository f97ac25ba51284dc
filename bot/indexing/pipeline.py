"""From a folder of articles to the arrays that are served: only what changed is processed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from bot.arrays.bundle import ArrayBundle
from bot.attribution.attributor import Attributor
from bot.attribution.discovered_outlets import DiscoveredOutlets
from bot.corpus.folder import article_id_of
from bot.corpus.notices import find_notices
from bot.corpus.redirects import RedirectTable
from bot.errors import Fault, LoadReport, NoticeKind
from bot.indexing.best_effort_cache import BestEffortCache
from bot.indexing.cache import IndexCache
from bot.indexing.columns import ArticleRange, AttributionUpdates, coalesce
from bot.indexing.fingerprint import analysis_fingerprint
from bot.indexing.folder_state import FolderState
from bot.indexing.merge import InMemorySink, build_derived, merge
from bot.indexing.parallel_tasks import attribution_updates, process_missing
from bot.indexing.previous_build import (
    PreviousArticles,
    find_carried_over,
    is_any_missing,
    reprocess,
)
from bot.indexing.tasks import discovered_by_article

ProgressCallback = Callable[[int, int], None]
"""Told how many articles of how many are worked out."""


def ignore_progress(done: int, total: int) -> None:
    """Progress that nobody wants to know."""


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """What is to be built, and how."""

    folder: Path
    data_dir: Path | None
    """Where work is kept between starts; None: nowhere."""
    attributor: Attributor
    engine: str
    workers: int
    """How many processes may work."""
    aside: bool = False
    """Whether the index from before stays kept beside, until one of the two is chosen."""
    kept_as: Path | None = None
    """The folder under whose name work is kept, where `folder` stands in for it."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The arrays of a corpus, and what is to be said of them."""

    bundle: ArrayBundle
    report: LoadReport
    redirects: RedirectTable
    """Where articles stand that were moved, as far as it is kept."""


def open_newest(config: BuildConfig) -> BuildResult | None:
    """Open what is kept of a corpus, however its folder looks by now; None where nothing is."""
    if config.data_dir is None:
        return None
    fingerprint = analysis_fingerprint(config.attributor.digest, config.engine)
    cache = BestEffortCache(IndexCache.for_folder(config.data_dir, config.folder, fingerprint))
    bundle = cache.attempt(IndexCache.newest_version)
    redirects = cache.attempt(IndexCache.redirects) or RedirectTable()
    return None if bundle is None else BuildResult(bundle, LoadReport(), redirects)


def build(
    config: BuildConfig, progress: ProgressCallback, before: ArrayBundle | None = None
) -> BuildResult:
    """The arrays of a corpus, from what is kept and what must be worked out; raises BuildStopped.

    Of a file with a fault they hold what they held `before`; where that is not given, the newest
    that is kept.
    """
    fingerprint = analysis_fingerprint(config.attributor.digest, config.engine)
    cache = BestEffortCache(
        None
        if config.data_dir is None
        else IndexCache.for_folder(config.data_dir, config.kept_as or config.folder, fingerprint)
    )
    known, started_at = cache.attempt(IndexCache.load_file_states) or {}, time.time_ns()
    folder = FolderState.read(config.folder, fingerprint, known)
    files = folder.listing.files
    remember = partial(
        IndexCache.save_file_states,
        files=files,
        keys=tuple(folder.keys),
        started_at=started_at,
    )
    version = folder.index_version
    # Files that stand in for others look otherwise than those.
    is_own = config.kept_as in {None, config.folder}

    def finished() -> ArrayBundle | None:
        found = cache.attempt(lambda cache: cache.open_version(version))
        gone = found is not None and is_any_missing(
            before, found, folder.fault_paths(folder.faults(found))
        )
        return None if gone else found

    bundle = finished()
    if bundle is not None:
        stale = None if config.aside else cache.attempt(lambda cache: cache.stale_entries(version))
        if stale:
            # Whoever made the index was stopped before all was put away.
            cache.attempt_if_free(lambda cache: cache.prune(version))
        if is_own and known != folder.file_states:
            cache.attempt_if_free(remember)
    else:
        with cache.locked():
            if is_own and files:
                cache.attempt(remember)
            # Another process may have built it while we waited.
            bundle = finished() or _build_index(config, folder, cache, before, progress)
    redirects = cache.attempt(IndexCache.redirects) or RedirectTable()
    return BuildResult(bundle, _make_report(folder, bundle, cache.error), redirects)


def _make_report(folder: FolderState, bundle: ArrayBundle, cache_error: str) -> LoadReport:
    faults, held = folder.faults(bundle), PreviousArticles(bundle)
    paths = zip(faults, folder.fault_paths(faults), strict=True)
    kept = frozenset(fault.path for fault, path in paths if any(held.find(path)))
    broken = {fault.path for fault in faults}
    told = (*folder.listing.notices, *find_notices(bundle.arrays, folder.folder))
    # What is to be noticed of a version from before was told when it was read.
    fresh = sorted(
        (notice for notice in told if notice.path not in broken),
        key=lambda notice: (
            notice.path,
            notice.line or 0,
            notice.kind is NoticeKind.MORE,
            notice.kind,
        ),
    )
    return LoadReport(faults, kept, tuple(fresh), cache_error)


def _build_index(
    config: BuildConfig,
    folder: FolderState,
    cache: BestEffortCache,
    before: ArrayBundle | None,
    progress: ProgressCallback,
) -> ArrayBundle:
    keys = folder.keys
    sources = cache.attempt(IndexCache.segments) or []
    before = before or cache.attempt(IndexCache.newest_index)
    available = _positions_by_key(sources)
    faults_of_files: list[Fault] = []
    missing = [position for position, key in enumerate(keys) if key not in available]
    expected = DiscoveredOutlets(sources[0].metadata["presented"] if sources else {})
    for processed in process_missing(
        folder, missing, config.attributor, expected, config.workers, progress
    ):
        keep = partial(
            IndexCache.add_segment,
            bundle=processed.bundle,
            name=f"{time.time_ns()}-{len(sources)}",
        )
        sources.append(cache.attempt(keep) or processed.bundle)
        faults_of_files += processed.faults
    available = _positions_by_key(sources)
    good = {
        file.path: key
        for file, key in zip(folder.listing.files, keys, strict=True)
        if key in available
    }
    wrong = folder.fault_paths((*folder.listing.faults, *faults_of_files))
    stale = find_carried_over(before, wrong, set(map(article_id_of, good)))
    if before is not None and not available.keys() >= set(stale.values()):
        # What is served was never kept, or cleared away by others, or read under other rules.
        worked = reprocess(before, stale, config.folder, config.attributor)
        stale = dict(zip(stale, worked.keys, strict=True))
        sources.append(worked.bundle)
        available = _positions_by_key(sources)
    ranges = coalesce(
        available[content] for _, content in sorted((good | stale).items()) if content in available
    )
    discovered = DiscoveredOutlets.merge(
        discovered_by_article(sources[run.source].arrays, article)
        for run in ranges
        for article in range(run.start, run.end)
    )
    updates = attribution_updates(sources, ranges, config.attributor, discovered, config.workers)
    paths = folder.fault_paths(faults_of_files)
    stored_faults = [
        asdict(replace(fault, path=path))
        for fault, path in zip(faults_of_files, paths, strict=True)
    ]
    metadata = {"presented": dict(discovered.kinds), "faults": stored_faults}
    version = folder.index_version
    if ranges:
        # An index of nothing would take the place of one that the next start may want again.
        cache.attempt(
            lambda cache: cache.publish(version, sources, ranges, updates, metadata, config.engine)
        )
        if not config.aside:
            cache.attempt(lambda cache: cache.prune(version))
    done = cache.attempt(lambda cache: cache.open_version(version)) if ranges else None
    return done or _in_memory(config, sources, ranges, updates, metadata)


def _in_memory(
    config: BuildConfig,
    sources: Sequence[ArrayBundle],
    ranges: Sequence[ArticleRange],
    updates: AttributionUpdates,
    metadata: Mapping[str, object],
) -> ArrayBundle:
    sink = InMemorySink()
    languages = merge(sources, ranges, updates, sink)
    derived = build_derived(sink.arrays, config.engine)
    return ArrayBundle(
        {**sink.arrays, **derived.arrays}, {**metadata, **derived.metadata, "languages": languages}
    )


def _positions_by_key(sources: Sequence[ArrayBundle]) -> dict[bytes, tuple[int, int]]:
    """By key, the set and number of an article."""
    return {
        array.tobytes(): (number, position)
        for number, source in enumerate(sources)
        for position, array in enumerate(source.arrays["article.key"])
    }
