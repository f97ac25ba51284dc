"""From a folder of articles to the arrays that are served: only what changed is worked out, on all cores."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bot.arrays.bundle import ArrayBundle
from bot.attribution.attributor import Attributor
from bot.attribution.discovered_outlets import DiscoveredOutlets
from bot.corpus.folder import (
    ArticleFile,
    FolderListing,
    article_id_of,
    list_article_files,
    relative_path,
)
from bot.corpus.notices import find_notices
from bot.corpus.reader import read_file_bytes, sorted_faults
from bot.corpus.redirects import RedirectTable
from bot.errors import Fault, FaultKind, LoadReport, NoticeKind
from bot.indexing.best_effort_cache import BestEffortCache
from bot.indexing.cache import FileStates, IndexCache
from bot.indexing.columns import ArticleRange, AttributionUpdates, coalesce
from bot.indexing.fingerprint import analysis_fingerprint
from bot.indexing.merge import InMemorySink, build_derived, merge
from bot.indexing.previous_build import (
    PreviousArticles,
    find_carried_over,
    is_any_missing,
    reprocess,
)
from bot.indexing.tasks import (
    UNREAD_KEY,
    content_key,
    discovered_by_article,
    process_files,
    reattribute,
)
from bot.indexing.workers import parallel_map

BATCH_BYTES = 400_000
"""Bytes of articles that are worked out at once: under a second's work, which is what an interruption loses."""
REATTRIBUTION_BATCH_ARTICLES = 200
"""How many articles are attributed anew at once."""

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


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The arrays of a corpus, and what is to be said of them."""

    bundle: ArrayBundle
    report: LoadReport
    redirects: RedirectTable
    """Where articles stand that were moved, as far as it is kept."""


@dataclass(frozen=True, slots=True)
class _BuildInput:
    """The articles of a plan, as they are found."""

    config: BuildConfig
    fingerprint: str
    """What stands for the rules by which they are read."""
    listing: FolderListing
    keys: list[bytes]
    """What stands for each file; set anew where its content is another by the time it is read."""

    @property
    def index_version(self) -> str:
        """What stands for all that decides what an index of it holds, but for what was before."""
        digest = blake2b(self.fingerprint.encode(), digest_size=16)
        for file, key in zip(self.listing.files, self.keys, strict=True):
            digest.update(key if key != UNREAD_KEY else file.path.encode() + b"\0")
        for path in self.fault_paths(self.listing.faults):
            digest.update(path.encode() + b"\0")
        return digest.hexdigest()

    def faults(self, bundle: ArrayBundle) -> tuple[Fault, ...]:
        """What is wrong with the folder, and with the files from which a bundle was made."""
        told = [
            Fault(**{**item, "kind": FaultKind(item["kind"])}) for item in bundle.metadata["faults"]
        ]
        there = [replace(fault, path=str(self.config.folder / fault.path)) for fault in told]
        return sorted_faults([*self.listing.faults, *there])

    def fault_paths(self, faults: Iterable[Fault]) -> list[str]:
        """The paths under the corpus that faults are about."""
        return [relative_path(fault.path, self.config.folder) for fault in faults]


def build(
    config: BuildConfig, progress: ProgressCallback, before: ArrayBundle | None = None
) -> BuildResult:
    """The arrays of a corpus, from what is kept and what must be worked out; raises BuildStopped.

    Of a file with a fault they hold what they held `before`; where that is not given, the newest
    that is kept.
    """
    listing, fingerprint = (
        list_article_files(config.folder),
        analysis_fingerprint(config.attributor.digest, config.engine),
    )
    cache = BestEffortCache(
        None
        if config.data_dir is None
        else IndexCache.for_folder(config.data_dir, config.folder, fingerprint)
    )
    known, started_at = cache.attempt(IndexCache.load_file_states) or {}, time.time_ns()
    folder = _BuildInput(config, fingerprint, listing, _content_keys(listing.files, known))
    remember = partial(
        IndexCache.save_file_states,
        files=listing.files,
        keys=tuple(folder.keys),
        started_at=started_at,
    )
    version = folder.index_version

    def finished() -> ArrayBundle | None:
        found = cache.attempt(lambda cache: cache.open_version(version))
        gone = found is not None and is_any_missing(
            before, found, folder.fault_paths(folder.faults(found))
        )
        return None if gone else found

    bundle = finished()
    if bundle is not None:
        if cache.attempt(lambda cache: cache.stale_entries(version)):
            # Whoever made the index was stopped before all was put away.
            cache.attempt_if_free(lambda cache: cache.prune(version))
        looks = zip(listing.files, folder.keys, strict=True)
        if known != {file.path: (file.stat_signature, content) for file, content in looks}:
            cache.attempt_if_free(remember)
    else:
        with cache.locked():
            if listing.files:
                cache.attempt(remember)
            # Another process may have built it while we waited.
            bundle = finished() or _build_index(folder, cache, before, progress)
    redirects = cache.attempt(IndexCache.redirects) or RedirectTable()
    return BuildResult(bundle, _make_report(folder, bundle, cache.error), redirects)


def _make_report(folder: _BuildInput, bundle: ArrayBundle, cache_error: str) -> LoadReport:
    faults, held = folder.faults(bundle), PreviousArticles(bundle)
    paths = zip(faults, folder.fault_paths(faults), strict=True)
    kept = frozenset(fault.path for fault, path in paths if any(held.find(path)))
    broken = {fault.path for fault in faults}
    told = (*folder.listing.notices, *find_notices(bundle.arrays, folder.config.folder))
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
    folder: _BuildInput,
    cache: BestEffortCache,
    before: ArrayBundle | None,
    progress: ProgressCallback,
) -> ArrayBundle:
    config, keys = folder.config, folder.keys
    sources = cache.attempt(IndexCache.segments) or []
    before = before or cache.attempt(IndexCache.newest_index)
    available = _positions_by_key(sources)
    faults_of_files: list[Fault] = []
    missing = [position for position, key in enumerate(keys) if key not in available]
    for bundle, faults in _process_files(folder, missing, sources, progress):
        name = f"{time.time_ns()}-{len(sources)}"
        sources.append(
            cache.attempt(partial(IndexCache.add_segment, bundle=bundle, name=name)) or bundle
        )
        faults_of_files += faults
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
    updates = _attribution_updates(config, sources, ranges, discovered)
    told = [
        asdict(replace(faults_of_file, path=path))
        for faults_of_file, path in zip(
            faults_of_files, folder.fault_paths(faults_of_files), strict=True
        )
    ]
    metadata = {"presented": dict(discovered.kinds), "faults": told}
    version = folder.index_version
    if ranges:
        # An index of nothing would take the place of one that the next start may want again.
        cache.attempt(
            lambda cache: cache.publish(version, sources, ranges, updates, metadata, config.engine)
        )
    done = cache.attempt(lambda cache: cache.open_version(version)) if ranges else None
    return done or _in_memory(config, sources, ranges, updates, metadata)


def _process_files(
    folder: _BuildInput,
    missing: Sequence[int],
    sources: Sequence[ArrayBundle],
    progress: ProgressCallback,
) -> Iterator[tuple[ArrayBundle, tuple[Fault, ...]]]:
    """What comes of the missing files, batch by batch; their keys are set to those of what was read."""
    config, files = folder.config, folder.listing.files
    expected_outlets = (
        DiscoveredOutlets(sources[0].metadata["presented"]) if sources else DiscoveredOutlets()
    )
    batches = list(_batches(files, missing))
    done = len(files) - len(missing)
    progress(done, len(files))
    task = partial(process_files, attributor=config.attributor, discovered=expected_outlets)
    for position, processed in parallel_map(
        task, [[files[item] for item in batch] for batch in batches], config.workers
    ):
        for batch, read_key in zip(batches[position], processed.keys, strict=True):
            folder.keys[batch] = read_key
        yield processed.bundle, processed.faults
        done += len(batches[position])
        progress(done, len(files))


def _attribution_updates(
    config: BuildConfig,
    sources: Sequence[ArrayBundle],
    ranges: Sequence[ArticleRange],
    discovered: DiscoveredOutlets,
) -> AttributionUpdates:
    """What the passages of those articles lean on that were attributed when other names counted as outlets."""
    batches = [
        ArticleRange(run.source, start, min(start + REATTRIBUTION_BATCH_ARTICLES, run.end))
        for run in ranges
        if DiscoveredOutlets(sources[run.source].metadata["presented"]).difference(discovered)
        for start in range(run.start, run.end, REATTRIBUTION_BATCH_ARTICLES)
    ]
    task = partial(reattribute, attributor=config.attributor, discovered=discovered)
    found = parallel_map(
        task, [(sources[batch.source], batch.start, batch.end) for batch in batches], config.workers
    )
    return {
        (batches[position].source, article): packed
        for position, by_article in found
        for article, packed in by_article.items()
    }


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


def _content_keys(files: Sequence[ArticleFile], known: FileStates) -> list[bytes]:
    """What stands for each file's path and content; only files that look otherwise than before are read."""
    keys = []
    for file in files:
        look, held = known.get(file.path, ((), b""))
        keys.append(
            held
            if look == file.stat_signature
            else content_key(file.path, read_file_bytes(file)[0])
        )
    return keys


def _batches(files: Sequence[ArticleFile], missing: Sequence[int]) -> Iterator[list[int]]:
    batch, size = [], 0
    for position in missing:
        batch.append(position)
        size += files[position].stat_signature[0]
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _positions_by_key(sources: Sequence[ArrayBundle]) -> dict[bytes, tuple[int, int]]:
    """By key, the set and number of an article."""
    return {
        array.tobytes(): (number, position)
        for number, source in enumerate(sources)
        for position, array in enumerate(source.arrays["article.key"])
    }
