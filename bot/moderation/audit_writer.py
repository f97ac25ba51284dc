"""Changes of the corpus brought into the log, each once, also where a process ended in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.moderation.changes import CorpusChange
from bot.moderation.revisions import Revisions
from bot.store.opening import OpenStore

if TYPE_CHECKING:
    from bot.store.audit_log import AuditLog

_RECENT_ENTRIES = 50
"""Entries among which one is looked for that may have been written already."""
_KEY = "key"
"""Under which the detail of an entry holds what stands for its change."""


class AuditWriter:
    """Writes the log; belongs to one event loop."""

    def __init__(self, open_store: OpenStore | None, revisions: Revisions | None) -> None:
        """Take what opens the store of the log, and where changes wait for their entry.

        Without `open_store` they go on waiting, for a process that has one.
        """
        self._open_store = open_store
        self._revisions = revisions
        self._listeners: list[Callable[[CorpusChange], None]] = []
        self._told: set[str] = set()
        self._writing = asyncio.Lock()

    def listen(self, listener: Callable[[CorpusChange], None]) -> None:
        """Have each change told from now on, once."""
        self._listeners.append(listener)

    async def write(self, change: CorpusChange | None = None) -> bool:
        """Write an entry for every change that waits, and for `change`, which may not.

        Returns whether all could be kept; what could not is tried again the next time.
        """
        async with self._writing:
            waiting = await self.waiting()
            if change is not None and change.key not in {item.key for item in waiting}:
                waiting.append(change)
            kept = [await self._write(item) for item in waiting]
        return all(kept)

    async def waiting(self) -> list[CorpusChange]:
        """Return the changes that wait for their entry, the oldest first."""
        return await asyncio.to_thread(self._revisions.unlogged) if self._revisions else []

    async def _write(self, change: CorpusChange) -> bool:
        kept = True
        if self._open_store is not None:
            log = self._open_store().audit
            kept = await _is_written(log, change) or await _append(log, change)
            if kept and self._revisions is not None:
                await asyncio.to_thread(self._revisions.mark_logged, change.key)
        if change.key not in self._told:
            self._told.add(change.key)
            for listener in self._listeners:
                listener(change)
        return kept


async def _is_written(log: AuditLog, change: CorpusChange) -> bool:
    entries = await log.entries(limit=_RECENT_ENTRIES)
    return any(entry.detail.get(_KEY) == change.key for entry in entries)


async def _append(log: AuditLog, change: CorpusChange) -> bool:
    detail: Mapping[str, Any] = {**change.detail, _KEY: change.key}
    number = await log.append(
        change.actor, change.action, change.subject, detail, change.before, change.after
    )
    return number is not None
