"""What a bot keeps of its articles for those who look after them, made of the settings."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

from bot.chat.i18n import translations
from bot.chat.rendering.audit_log import log_change, recovery_text
from bot.cli.saved_questions import read_saved_questions
from bot.config import Config
from bot.library import Library
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.digest_reader import DigestReader
from bot.moderation.pending_changes import PendingChanges
from bot.moderation.recovery import recover
from bot.moderation.reload_preview import SavedQuestions, no_saved_questions
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.store.opening import OpenStore


def finish_changes(folder: Path, config: Config) -> None:
    """Finish what was being done to the articles when the bot stopped, and say so."""
    found = recover(folder, RevisionStore.for_folder(config.data, folder), time.time)
    if found is not None:
        sys.stderr.write(recovery_text(translations(), found) + "\n")


def build_records(
    library: Library, config: Config, open_store: OpenStore | None = None
) -> CorpusRecords:
    """Make what a bot keeps of its articles; entries of the log wait without `open_store`."""
    folder = library.snapshot.folder
    store = RevisionStore.for_folder(config.data, folder)
    revisions = Revisions(folder, store, library, time.time)
    revisions.begin_aside()
    audit = AuditWriter(open_store, revisions)
    audit.listen(log_change)
    pending = PendingChanges(config.data / "pending", time.time)
    digests = DigestReader(library, open_store) if open_store else None
    return CorpusRecords(
        audit, time.time, revisions, saved_questions(config), pending, digests=digests
    )


def saved_questions(config: Config) -> SavedQuestions:
    """Return what reads the questions that a team saved as tests."""
    if config.replay is None:
        return no_saved_questions
    return partial(read_saved_questions, config.replay)
