"""A build in a process of its own, so that whoever serves meanwhile is not held up."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bot.building.build import Built, Plan, Progress, build
from bot.building.earlier import lost
from bot.building.processes import leave_with_parent, undisturbed
from bot.building.slot import open_index
from bot.compact.bundle import Bundle
from bot.corpus.folder import path_of
from bot.corpus.redirects import Redirects
from bot.errors import BuildStopped, Report

_NICE = 10
"""How far the builder stands back behind who serves."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What the builder tells in the end."""

    place: Path | None
    """Where the index is kept; None where it could not be."""
    report: Report
    redirects: Redirects


def build_apart(plan: Plan, progress: Progress, before: Bundle | None = None) -> Built:
    """As `build`, in a process of its own; raises BuildStopped.

    What can't be kept is built here after all, and so is what needs articles from before that are
    kept no more.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    builder = context.Process(target=_build, args=(plan, theirs))
    try:
        with undisturbed(), theirs:
            builder.start()
        while not isinstance(told := ours.recv(), _Done):
            progress(*told)
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
    bundle = open_index(told.place) if told.place else None
    wrong = [path_of(one.path, plan.folder) for one in told.report.faults]
    if bundle is None or lost(before, bundle, wrong):
        return build(plan, progress, before)
    return Built(bundle, told.report, told.redirects)


def _build(plan: Plan, pipe: Connection) -> None:
    leave_with_parent()
    os.nice(_NICE)

    def progress(done: int, whole: int) -> None:
        pipe.send((done, whole))

    try:
        built = build(plan, progress)
    except BuildStopped:
        # That nothing came of it says enough.
        return
    pipe.send(_Done(built.bundle.path, built.report, built.redirects))
