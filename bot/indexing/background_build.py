"""A build in a process of its own, so that whoever serves meanwhile is not held up."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bot.arrays.bundle import ArrayBundle
from bot.corpus.folder import relative_path
from bot.corpus.redirects import RedirectTable
from bot.errors import BuildStopped, LoadReport
from bot.indexing.cache import open_index
from bot.indexing.pipeline import BuildConfig, BuildResult, ProgressCallback, build
from bot.indexing.previous_build import is_any_missing
from bot.indexing.worker_processes import exit_with_parent, sigint_blocked

_NICENESS = 10
"""How far the builder stands back behind who serves."""


@dataclass(frozen=True, slots=True)
class _BuildDone:
    """What the builder tells in the end."""

    place: Path | None
    """Where the index is kept; None where it could not be."""
    report: LoadReport
    redirects: RedirectTable


def build_in_subprocess(
    config: BuildConfig, progress: ProgressCallback, before: ArrayBundle | None = None
) -> BuildResult:
    """As `build`, in a process of its own; raises BuildStopped.

    What can't be kept is built here after all, and so is what needs articles from before that are
    kept no more.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    builder = context.Process(target=_build_and_send, args=(config, theirs))
    try:
        with sigint_blocked(), theirs:
            builder.start()
        while not isinstance(message := ours.recv(), _BuildDone):
            progress(*message)
    except BaseException as error:
        if builder.is_alive():
            # What is worked out so far is kept.
            builder.terminate()
        if isinstance(error, (EOFError, OSError)):
            raise BuildStopped from error
        raise
    finally:
        ours.close()
        if builder.pid is not None:
            builder.join()
    bundle = open_index(message.place) if message.place else None
    wrong = [relative_path(fault.path, config.folder) for fault in message.report.faults]
    if bundle is None or is_any_missing(before, bundle, wrong):
        return build(config, progress, before)
    return BuildResult(bundle, message.report, message.redirects)


def _build_and_send(config: BuildConfig, pipe: Connection) -> None:
    exit_with_parent()
    os.nice(_NICENESS)

    def progress(done: int, total: int) -> None:
        pipe.send((done, total))

    try:
        built = build(config, progress)
    except BuildStopped:
        # That nothing came of it says enough.
        return
    pipe.send(_BuildDone(built.bundle.path, built.report, built.redirects))
