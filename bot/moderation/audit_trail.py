"""Changes of the corpus brought into the log, each once, also where a process ended in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.moderation.changes import CorpusChange
from bot.moderation.revisions import Revisions
from bot.store.audit_log import AuditLog

_RECENT_ENTRIES = 50
"""Entries among which one is looked for that may have been written already."""
_KEY = "key"
"""Under which the detail of an entry holds what stands for its change."""


class AuditTrail:
    """Writes the log; belongs to one event loop."""

    def __init__(self, log: AuditLog, revisions: Revisions | None) -> None:
        """Take the log, and where changes wait for their entry; None where nothing is kept."""
        self._log = log
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
            waiting = await asyncio.to_thread(self._revisions.unlogged) if self._revisions else []
            if change is not None and change.key not in {item.key for item in waiting}:
                waiting.append(change)
            kept = [await self._write(item) for item in waiting]
        return all(kept)

    async def _write(self, change: CorpusChange) -> bool:
        kept = await self._is_written(change) or await self._append(change)
        if kept and self._revisions is not None:
            await asyncio.to_thread(self._revisions.mark_logged, change.key)
        if change.key not in self._told:
            self._told.add(change.key)
            for listener in self._listeners:
                listener(change)
        return kept

    async def _is_written(self, change: CorpusChange) -> bool:
        entries = await self._log.entries(limit=_RECENT_ENTRIES)
        return any(entry.detail.get(_KEY) == change.key for entry in entries)

    async def _append(self, change: CorpusChange) -> bool:
        detail: Mapping[str, Any] = {**change.detail, _KEY: change.key}
        number = await self._log.append(
            change.actor, change.action, change.subject, detail, change.before, change.after
        )
        return number is not None
