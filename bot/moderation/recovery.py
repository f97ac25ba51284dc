"""Work that a process left unfinished, found and brought to its end at the next start."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import ReloadInProgress, WriteFailed
from bot.moderation.changes import (
    CorpusAction,
    CorpusChange,
    Revision,
    UndoStep,
    UnfinishedChange,
    describe_files,
)
from bot.moderation.manifest import Manifest, capture, changed_paths
from bot.moderation.revision_store import RevisionStore
from bot.moderation.undo_plan import ASIDE, take_steps

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of a change that was under way when a process ended."""

    change: CorpusChange
    done: bool
    """Whether it stands; else nothing of it was done."""
    trouble: str = ""
    """Why it could not be finished yet, in the system's words."""


def recover(folder: Path, store: RevisionStore, clock: Callable[[], float]) -> Recovery | None:
    """Finish what was under way, before the articles are read; None where nothing was.

    `clock` tells unix time. What can't be finished now is tried again at the next start.
    """
    if not store.folder.exists():
        return None
    try:
        with store.lock():
            for left in store.folder.glob(f"{ASIDE}*"):
                shutil.rmtree(left, ignore_errors=True)
            unfinished = store.unfinished()
            return None if unfinished is None else finish(folder, store, unfinished, clock)
    except ReloadInProgress:
        # It is not unfinished: another process is at it.
        return None
    except OSError as error:
        _log.warning("What was under way when the bot ended can't be finished: %s", error)
        return None


def finish(
    folder: Path, store: RevisionStore, unfinished: UnfinishedChange, clock: Callable[[], float]
) -> Recovery:
    """Finish a change that nobody is at any more; to be done under the lock of the store.

    Raises OSError.
    """
    change = unfinished.change
    for left in folder.rglob(f"*.{unfinished.process}.new"):
        with suppress(OSError):
            left.unlink()
    newest = store.newest()
    if newest is not None and newest.key == change.key:
        done = replace(change, after=newest.number)
        store.finish(done)
        return Recovery(done, done=True)
    known: Manifest = newest.files if newest else {}
    try:
        found = capture(folder, known, store.contents)
        take_steps(folder, _steps_left(unfinished.steps, found), store.contents)
        found = capture(folder, known, store.contents)
    except WriteFailed as error:
        return Recovery(change, done=False, trouble=f"{error.path}: {error.detail}")
    if not changed_paths(known, found) and change.action != CorpusAction.RELOAD:
        store.drop()
        return Recovery(change, done=False)
    done = keep_state(store, unfinished, found, describe_files(known, found), clock())
    store.finish(done)
    return Recovery(done, done=True)


def keep_state(
    store: RevisionStore,
    unfinished: UnfinishedChange,
    files: Manifest,
    detail: dict[str, object],
    now: float,
) -> CorpusChange:
    """Keep the state that a change has led to, if it is another one; returns the change with both.

    `now` is unix time. Raises OSError.
    """
    change, newest = unfinished.change, store.newest()
    before = after = newest.number if newest else None
    if newest is None or changed_paths(newest.files, files):
        after = store.next_number()
        parent = unfinished.parent if unfinished.steps else before
        store.add(Revision(after, now, change.action, change.subject, parent, files, change.key))
    elif newest.files != files:
        # The same contents, which look otherwise: the next look need not read them again.
        store.add(replace(newest, files=files))
    return replace(change, detail={**change.detail, **detail}, before=before, after=after)


def _steps_left(steps: tuple[UndoStep, ...], found: Manifest) -> tuple[UndoStep, ...]:
    """Return the steps not taken yet, but for files that hold something else by now."""
    return tuple(
        step
        for step in steps
        if step.before == (kept.digest if (kept := found.get(step.path)) else None)
    )
