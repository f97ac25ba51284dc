"""An earlier state of the corpus folder brought back: what is to be done, and doing it."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import WriteFailed
from bot.moderation.changes import Revision, UndoStep
from bot.moderation.manifest import ContentStore, Manifest, as_write_failed, changed_paths
from bot.private_files import write_whole

ASIDE = "aside"
"""Begins the names of folders that are of no use once their process has ended."""


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What bringing a revision back does."""

    undone: Revision
    """What is taken back."""
    target: Revision
    """What is brought back."""
    steps: tuple[UndoStep, ...]
    left: tuple[str, ...]
    """Files that were changed on the disk since, and stay as they are."""
    files: Manifest
    """What the folder holds afterwards."""


def plan_undo(current: Manifest, undone: Revision, target: Revision) -> UndoPlan:
    """Plan how to bring a folder that holds `current` from a revision back to another one."""
    steps, left, files = [], [], dict(current)
    for path in changed_paths(undone.files, target.files):
        there, was, wanted = (
            None if (kept := manifest.get(path)) is None else kept.digest
            for manifest in (current, undone.files, target.files)
        )
        if there == wanted:
            continue
        if there != was:
            left.append(path)
            continue
        steps.append(UndoStep(path, there, wanted))
        files.pop(path, None)
        if path in target.files:
            files[path] = target.files[path]
    return UndoPlan(undone, target, _in_order(steps), tuple(left), files)


def steps_between(current: Manifest, wanted: Manifest) -> tuple[UndoStep, ...]:
    """Return what makes one state of a folder out of another."""
    return _in_order(
        UndoStep(path, _digest(current, path), _digest(wanted, path))
        for path in changed_paths(current, wanted)
    )


def _in_order(steps: Iterable[UndoStep]) -> tuple[UndoStep, ...]:
    """Put removals last: what a full disk refuses is refused before anything is gone."""
    return tuple(sorted(steps, key=lambda step: step.after is None))


def take_steps(folder: Path, steps: Sequence[UndoStep], contents: ContentStore) -> None:
    """Bring files of a folder to where steps lead, all of them or none.

    Raises WriteFailed with what is in the way.
    """
    done: list[UndoStep] = []
    for step in steps:
        try:
            _put(folder, step.path, step.after, contents)
        except OSError as error:
            for earlier in reversed(done):
                with suppress(OSError):
                    _put(folder, earlier.path, earlier.before, contents)
            raise WriteFailed(str(folder / step.path), error.strerror or str(error)) from error
        done.append(step)


@contextmanager
def staged(above: Path, files: Manifest, contents: ContentStore) -> Iterator[Path]:
    """Make a folder in another that holds the files of a state, to be read alone.

    Raises WriteFailed.
    """
    place: Path | None = None
    try:
        with as_write_failed(above):
            place = Path(tempfile.mkdtemp(prefix=f"{ASIDE}-", dir=above))
            for path, kept in files.items():
                contents.copy(kept.digest, place / path)
        yield place
    finally:
        if place is not None:
            shutil.rmtree(place, ignore_errors=True)


def _put(folder: Path, path: str, digest: str | None, contents: ContentStore) -> None:
    file = folder / path
    if digest is None:
        file.unlink(missing_ok=True)
        return
    content = contents.read(digest)
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o666
    write_whole(file, content, lambda name, flags: os.open(name, flags, mode))


def _digest(manifest: Manifest, path: str) -> str | None:
    kept = manifest.get(path)
    return None if kept is None else kept.digest
