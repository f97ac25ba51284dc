"""What is kept of the articles for those who look after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.moderation.audit_writer import AuditWriter
from bot.moderation.reload_preview import SavedQuestions, no_saved_questions
from bot.moderation.revisions import Revisions
from bot.store.opening import OpenStore


@dataclass(frozen=True, slots=True)
class CorpusRecords:
    """Earlier states of the articles, the log, and questions that were saved as tests."""

    audit: AuditWriter
    unix_clock: Callable[[], float]
    """Dates what is done, in seconds of unix time."""
    revisions: Revisions | None = None
    """None where no states are kept, so that nothing can be undone."""
    saved: SavedQuestions = no_saved_questions
    pending_folder: Path | None = None
    """Where changes of articles wait to be confirmed; None: they live as long as the process."""

    @staticmethod
    def of_log_alone(open_store: OpenStore | None, clock: Callable[[], float]) -> CorpusRecords:
        """Return the records of a bot that keeps no states; `clock` tells unix time."""
        return CorpusRecords(AuditWriter(open_store, None), clock)
