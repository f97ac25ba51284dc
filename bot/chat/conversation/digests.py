"""The digest of a week, and which ones were posted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.chat.i18n import translations
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.digest_reply import digest_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.moderation.digest import DigestWeek, build_digest
from bot.store.opening import OpenStore

if TYPE_CHECKING:
    from bot.store.digests import DigestLog


@dataclass(frozen=True, slots=True)
class Digests:
    """Makes digests from the answers that are kept."""

    library: Library
    executor: FairExecutor
    open_store: OpenStore

    @property
    def log(self) -> DigestLog:
        """Knows which digests were posted."""
        return self.open_store().digests

    async def report(self, week: DigestWeek, language: str) -> Reply:
        """Return the digest of a week in a language."""
        answers = self.open_store().answers
        logged = await answers.since(week.start.timestamp())
        kept_since = answers.oldest
        make = partial(build_digest, logged, week, self.library.snapshot)
        return await self.executor.run_detached(
            lambda: digest_reply(translations(language), week, make(), kept_since)
        )
