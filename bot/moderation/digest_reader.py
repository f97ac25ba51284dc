"""The figures of a week as the store has them, and which digests were posted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.library import Library
from bot.moderation.digest import DigestWeek, WeeklyDigest, build_digest
from bot.store.opening import OpenStore

if TYPE_CHECKING:
    from bot.store.digests import DigestLog


@dataclass(frozen=True, slots=True)
class DigestReader:
    """Counts what was asked; belongs to one event loop."""

    library: Library
    open_store: OpenStore

    @property
    def log(self) -> DigestLog:
        """Knows which digests were posted."""
        return self.open_store().digests

    async def read(self, week: DigestWeek) -> WeeklyDigest:
        """Return the digest of a week, of the answers that are still kept."""
        answers = self.open_store().answers
        kept_since = answers.oldest
        logged = await answers.since(week.start.timestamp())
        snapshot = self.library.snapshot
        return await asyncio.to_thread(partial(build_digest, logged, week, kept_since, snapshot))
