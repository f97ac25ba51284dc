"""Work handed to processes of our own, as many as there are cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from bot.errors import BuildStopped

Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """How many cores we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(does: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[tuple[int, Result]]:
    """What comes of each item, with its place, as it gets done; one item, or one worker, needs no process.

    Raises BuildStopped when a process is ended from outside.
    """
    if workers < 2 or len(items) < 2:
        yield from enumerate(map(does, items))
        return
    pool = ProcessPoolExecutor(min(workers, len(items)), multiprocessing.get_context("spawn"), initializer=leave_with_parent)
    try:
        waiting = iter(enumerate(items))
        running: dict[Future[Result], int] = {}
        while True:
            # Few are handed out ahead, so that what is done is never far behind what is lost when we are stopped.
            running |= {pool.submit(does, item): place for place, item in islice(waiting, 2 * workers - len(running))}
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()
    except BrokenProcessPool as error:
        raise BuildStopped from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def leave_with_parent() -> None:
    """Make this process end with the one that started it, and leave Ctrl-C to that one."""
    # What is worked out holds no cycles; to look for some would cost a tenth of the time.
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.join,), daemon=True).start()


def _outlive(joined: Callable[[], None]) -> None:
    joined()
    os._exit(1)
