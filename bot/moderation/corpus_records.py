"""What is kept of the articles for those who look after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.moderation.audit_writer import AuditWriter
from bot.moderation.digest_reader import DigestReader
from bot.moderation.pending_changes import PendingChanges
from bot.moderation.reload_preview import SavedQuestions, no_saved_questions
from bot.moderation.revisions import Revisions
from bot.moderation.saved_tests import SavedTests
from bot.store.opening import OpenStore


@dataclass(frozen=True, slots=True)
class CorpusRecords:
    """Earlier states of the articles, the log, saved tests, and the figures of each week."""

    audit: AuditWriter
    unix_clock: Callable[[], float]
    """Dates what is done, in seconds of unix time."""
    revisions: Revisions | None = None
    """None where no states are kept, so that nothing can be undone."""
    saved: SavedQuestions = no_saved_questions
    pending: PendingChanges | None = None
    """Changes of articles that wait to be confirmed; None: they live as long as the process."""
    tests: SavedTests = field(default_factory=SavedTests)
    digests: DigestReader | None = None
    """None where nothing is kept that could be counted."""

    @staticmethod
    def of_log_alone(open_store: OpenStore | None, clock: Callable[[], float]) -> CorpusRecords:
        """Return the records of a bot that keeps no states; `clock` tells unix time."""
        return CorpusRecords(AuditWriter(open_store, None), clock)
