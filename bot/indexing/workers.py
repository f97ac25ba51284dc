"""Work done on as many cores as there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def cpu_count() -> int:
    """Tell how many cores we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parallel_map(
    task: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[tuple[int, Result]]:
    """Yield what comes of each item, with its place, as it gets done.

    One item, or one worker, needs no process. Raises BuildStopped when a process is ended from
    outside.
    """
    if workers < 2 or len(items) < 2:
        yield from enumerate(map(task, items))
        return
    from bot.indexing.worker_processes import map_unordered  # noqa: PLC0415 - it brings multiprocessing, which little work does without

    yield from map_unordered(task, items, min(workers, len(items)))
