"""What was done to the corpus, by whom and when, as values."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.corpus.folder import article_id_of
from bot.corpus.reload_diff import ReloadDiff
from bot.moderation.manifest import Manifest, changed_paths

_KEY_BYTES = 8
TERMINAL = "terminal"
"""Stands as an actor for who is at the machine itself."""
MAX_NAMED = 50
"""Articles that an entry of the log names of each kind."""


class CorpusAction(StrEnum):
    """What can be done to the corpus; other rooms of the program may have actions of their own."""

    RELOAD = "reload"
    UNDO = "undo"
    FOUND = "found"
    """Files were changed while nobody looked, and were found so."""


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What becomes of one file when a state is brought back."""

    path: str
    before: str | None
    """Digest of what it holds until then; None where there is no such file."""
    after: str | None
    """Digest of what it holds from then on; None where it is removed."""


@dataclass(frozen=True, slots=True)
class CorpusChange:
    """Something that was done to the corpus."""

    key: str
    """Stands for it alone."""
    at: float
    """Unix time."""
    actor: str
    """Id of who did it; empty where nobody is known."""
    action: str
    subject: str = ""
    """The article or state concerned, where it is one."""
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Fits JSON, and names nobody."""
    before: int | None = None
    after: int | None = None
    """The numbers of the revisions before and after it; None where there is none."""


@dataclass(frozen=True, slots=True)
class UnfinishedChange:
    """A change that is under way: what is left to do of it, should the process end."""

    change: CorpusChange
    process: int
    """Whose files are left aside where it ends."""
    steps: tuple[UndoStep, ...] = ()
    """What it writes, where that is known before."""
    parent: int | None = None
    """The revision that comes before what an undo brings back."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of the corpus folder that can be brought back."""

    number: int
    at: float
    """Unix time."""
    action: str
    """What brought it about."""
    subject: str
    parent: int | None
    """The revision that an undo brings back; None where nothing is known before."""
    files: Manifest
    key: str = ""
    """That of the change that brought it about."""


@dataclass(frozen=True, slots=True)
class CommittedChange:
    """A change that is done and served."""

    change: CorpusChange
    diff: ReloadDiff
    left: tuple[str, ...] = ()
    """Files that an undo left as they are, because they were changed on the disk since."""
    trouble: str = ""
    """Why it can't be taken back, in the system's words; empty where it can."""


@dataclass(frozen=True, slots=True)
class CapturedState:
    """What the folder holds."""

    files: Manifest | None
    """None where it can't be kept."""
    trouble: str = ""
    """Why not, in the system's words."""


def new_change(actor: str, action: str, subject: str, now: float) -> CorpusChange:
    """Return a change that begins now, in unix time."""
    return CorpusChange(secrets.token_hex(_KEY_BYTES), now, actor, action, subject)


def describe_files(before: Manifest, after: Manifest) -> dict[str, Any]:
    """Return the same of files that were changed, of which nothing else is known."""
    paths = changed_paths(before, after)
    changed = {
        "added": [path for path in paths if path not in before],
        "changed": [path for path in paths if path in before and path in after],
        "removed": [path for path in paths if path not in after],
    }
    ids = {name: list(map(article_id_of, found)) for name, found in changed.items() if found}
    return _counted(ids)


def describe_diff(diff: ReloadDiff) -> dict[str, Any]:
    """Return what changed as an entry of the log keeps it: counts, and the first ids."""
    changed = {
        "added": diff.added,
        "changed": diff.changed,
        "removed": diff.removed,
        "moved": tuple(article for _, article in diff.moved),
    }
    return _counted({name: [item.id for item in some] for name, some in changed.items() if some})


def _counted(ids: Mapping[str, list[str]]) -> dict[str, Any]:
    named = {name: found[:MAX_NAMED] for name, found in ids.items()}
    return {**named, **{f"{name}_count": len(found) for name, found in ids.items()}}
