"""Work shared out among processes of our own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar, cast

from bot.errors import BuildStopped

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_unordered(
    task: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[tuple[int, Result]]:
    """Yield what comes of each item, with its place, as it gets done.

    Raises BuildStopped when a process is ended from outside.
    """
    with _worker_pipes(task, workers) as pipes:
        idle, waiting = pipes, iter(enumerate(items))
        running: dict[Connection, int] = {}
        done: list[tuple[int, Result]] = []
        while True:
            # Only who waits for an item is sent one: two that write at once may wait for ever.
            for pipe, (position, item) in zip(idle, waiting, strict=False):
                pipe.send(item)
                running[pipe] = position
            yield from done
            if not running:
                return
            idle = cast("list[Connection]", wait(list(running)))
            done = [(running.pop(pipe), _receive(pipe)) for pipe in idle]


@contextmanager
def _worker_pipes(task: Callable[[Item], Result], workers: int) -> Iterator[list[Connection]]:
    """Open pipes to processes that do one item at a time, and end with the context or with us.

    Each has a pipe to itself, whose other end nobody else holds: its death ends the pipe even in
    the middle of a result.
    Raises BuildStopped where one is ended from outside, or can't be had.
    """
    context = multiprocessing.get_context("spawn")
    processes: list[SpawnProcess] = []
    pipes: list[Connection] = []
    try:
        for _ in range(workers):
            ours, theirs = context.Pipe()
            pipes.append(ours)
            with sigint_blocked(), theirs:
                processes.append(
                    context.Process(target=_run_worker, args=(task, theirs), daemon=True)
                )
                processes[-1].start()
        yield pipes
    except (EOFError, OSError) as error:
        raise BuildStopped from error
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            if process.pid is not None:
                # What it may be at, nobody wants any more.
                process.kill()
                process.join()


def _run_worker(task: Callable[[Item], Result], pipe: Connection) -> None:
    exit_with_parent()
    # Whoever sent the items is gone, or wants no more of them.
    with suppress(EOFError, OSError):
        while True:
            item = pipe.recv()
            try:
                outcome: tuple[Result | None, Exception | None] = task(item), None
            except Exception as error:  # noqa: BLE001 - raised where it was asked for
                error.add_note(traceback.format_exc())
                outcome = None, error
            pipe.send(outcome)


def _receive(pipe: Connection) -> Any:  # noqa: ANN401 - what a pipe brings has no type
    result, error = pipe.recv()
    if error is not None:
        raise error
    return result


@contextmanager
def sigint_blocked() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even before they can handle it."""
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


def exit_with_parent() -> None:
    """Make this process end with the one that started it, and leave Ctrl-C to that one."""
    # What is worked out holds no cycles; to look for some would cost a tenth of the time.
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.join,), daemon=True).start()


def _exit_after(wait_for_parent: Callable[[], None]) -> None:
    wait_for_parent()
    os._exit(1)
