"""Work shared out among processes, and what becomes of it when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import wait

import pytest

from bot.errors import BuildStopped
from bot.indexing.worker_processes import map_unordered

MORE_THAN_A_PIPE_HOLDS = 10_000_000
SOON = 0.2
"""Seconds within which a process is busy sending its result, most likely; if it is not yet, the test shows less."""


def doubled(item: int) -> int:
    return 2 * item


def refused(item: int) -> int:
    raise LookupError(item)


def dies(item: int) -> int:
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def dies_while_it_tells(item: int) -> bytes:
    if item:
        threading.Timer(SOON, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return bytes(item * MORE_THAN_A_PIPE_HOLDS)


@pytest.mark.parametrize(("workers", "much"), [(1, 7), (2, 0), (2, 1), (3, 7)])
def test_every_item_is_done_once_and_told_with_its_place(workers: int, much: int) -> None:
    assert sorted(map_unordered(doubled, range(10, 10 + much), workers)) == [
        (place, 2 * item) for place, item in enumerate(range(10, 10 + much))
    ]


def test_an_error_is_raised_where_the_work_was_asked_for() -> None:
    with pytest.raises(LookupError, match="7") as raised:
        list(map_unordered(refused, [7], 2))
    assert "in refused" in raised.value.__notes__[0]


@pytest.mark.parametrize("does", [dies, dies_while_it_tells])
def test_a_process_that_dies_stops_the_build_even_in_the_middle_of_a_result(
    does: Callable[[int], object],
) -> None:
    before = set(multiprocessing.active_children())

    def read_late() -> None:
        for _ in map_unordered(does, [0, 2, *[0] * 20], 2):
            alive = set(multiprocessing.active_children()) - before
            if len(alive) == 2:
                # What the other sends meanwhile fills its pipe, until it is gone.
                wait([process.sentinel for process in alive])

    with pytest.raises(BuildStopped):
        read_late()
    assert set(multiprocessing.active_children()) <= before


def test_whoever_wants_no_more_leaves_no_process_behind() -> None:
    before = set(multiprocessing.active_children())
    told = map_unordered(doubled, range(1000), 2)
    next(told)
    told.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) <= before
