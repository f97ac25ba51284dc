"""Work shared out among processes of our own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from typing import TypeVar

from bot.errors import BuildStopped

Item = TypeVar("Item")
Result = TypeVar("Result")


def share(does: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[tuple[int, Result]]:
    """What comes of each item, with its place, as it gets done; raises BuildStopped when a process is ended from outside."""
    with _pool(workers) as pool:
        waiting = iter(enumerate(items))
        running: dict[Future[Result], int] = {}
        while True:
            # Few are handed out ahead, so that what is done is never far behind what is lost when we are stopped.
            with undisturbed():
                running |= {pool.submit(does, item): place for place, item in islice(waiting, 2 * workers - len(running))}
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end at once when anything goes wrong; raises BuildStopped where one is ended from outside, or can't be had."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=leave_with_parent)
    try:
        yield pool
    except BaseException as error:
        # Python would wait for what nobody wants any more.
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        if isinstance(error, (BrokenProcessPool, OSError)):
            raise BuildStopped from error
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even while they are too young to handle it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Where it has to be started first, it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
