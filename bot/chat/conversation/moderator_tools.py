"""What a team's moderators have beside the articles: saved tests, and the digest of a week."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.chat.conversation.digests import Digests
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.moderation.saved_tests import SavedTests
from bot.store.opening import OpenStore


@dataclass(frozen=True, slots=True)
class ModeratorTools:
    """What is set up for moderators."""

    saved_tests: SavedTests = field(default_factory=SavedTests)

    @staticmethod
    def make_digests(library: Library, executor: FairExecutor, open_store: OpenStore) -> Digests:
        """Return what makes digests of the answers that are kept."""
        return Digests(library, executor, open_store)
