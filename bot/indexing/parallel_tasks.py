"""The tasks of a build, shared out in batches among all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bot.arrays.bundle import ArrayBundle
from bot.attribution.attributor import Attributor
from bot.attribution.discovered_outlets import DiscoveredOutlets
from bot.corpus.folder import ArticleFile
from bot.indexing.columns import ArticleRange, AttributionUpdates
from bot.indexing.folder_state import FolderState
from bot.indexing.tasks import ProcessedFiles, process_files, reattribute
from bot.indexing.workers import parallel_map

BATCH_BYTES = 400_000
"""Bytes of articles in a batch: under a second's work, which is what an interruption loses."""
REATTRIBUTION_BATCH_ARTICLES = 200
"""How many articles are attributed anew at once."""


def process_missing(
    state: FolderState,
    missing: Sequence[int],
    attributor: Attributor,
    discovered: DiscoveredOutlets,
    workers: int,
    progress: Callable[[int, int], None],
) -> Iterator[ProcessedFiles]:
    """Process the files at the `missing` positions, and set their keys to those of what was read.

    `discovered` are the outlets that articles are expected to introduce, as far as that is known.
    Raises BuildStopped.
    """
    files = state.listing.files
    batches = list(_batches(files, missing))
    done = len(files) - len(missing)
    progress(done, len(files))
    task = partial(process_files, attributor=attributor, discovered=discovered)
    items = [[files[position] for position in batch] for batch in batches]
    for number, processed in parallel_map(task, items, workers):
        for position, key in zip(batches[number], processed.keys, strict=True):
            state.keys[position] = key
        yield processed
        done += len(batches[number])
        progress(done, len(files))


def attribution_updates(
    sources: Sequence[ArrayBundle],
    ranges: Sequence[ArticleRange],
    attributor: Attributor,
    discovered: DiscoveredOutlets,
    workers: int,
) -> AttributionUpdates:
    """Attribute articles anew that were attributed when other names counted as outlets.

    Raises BuildStopped.
    """
    batches = [
        ArticleRange(run.source, start, min(start + REATTRIBUTION_BATCH_ARTICLES, run.end))
        for run in ranges
        if DiscoveredOutlets(sources[run.source].metadata["presented"]).difference(discovered)
        for start in range(run.start, run.end, REATTRIBUTION_BATCH_ARTICLES)
    ]
    task = partial(reattribute, attributor=attributor, discovered=discovered)
    items = [(sources[batch.source], batch.start, batch.end) for batch in batches]
    return {
        (batches[number].source, article): packed
        for number, by_article in parallel_map(task, items, workers)
        for article, packed in by_article.items()
    }


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
