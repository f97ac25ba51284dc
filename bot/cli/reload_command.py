"""The command `reload`: tells the running bot to reload, or shows what that would change."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from bot.chat.i18n import translations
from bot.cli.exit_codes import FAILED, OK
from bot.cli.wiring import build_source, read_settings
from bot.errors import NoPreviousReading, WriteFailed
from bot.frontends.terminal.progress_bar import ProgressBar
from bot.library import Library
from bot.moderation.reload_requests import ReloadRequests

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config import Config
    from bot.indexing.pipeline import ProgressCallback
    from bot.library import Snapshot
    from bot.question_answer import Question

ABOUT = "tell the running bot to read the articles anew; with --preview show what that would change"
_POLL_SECONDS = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `reload` takes besides the options of all commands."""
    parser.add_argument(
        "--preview",
        action="store_true",
        help="compare the folder with what the bot read last, and change nothing",
    )


def run(arguments: argparse.Namespace) -> int:
    """Reload or compare; raises NoPreviousReading and WriteFailed."""
    return _preview(arguments) if arguments.preview else _reload(arguments)


def _reload(arguments: argparse.Namespace) -> int:
    config, tr = read_settings(arguments), translations()
    requests = ReloadRequests(config.data)
    if not requests.is_served():
        sys.stderr.write(tr("reload.nobody-runs", path=str(config.data)) + "\n")
        return FAILED
    try:
        key = requests.ask()
    except OSError as error:
        raise WriteFailed(str(config.data), error.strerror or str(error)) from error
    sys.stderr.write(tr("reload.asked") + "\n")
    while (outcome := requests.outcome(key)) is None:
        if not requests.is_served():
            sys.stderr.write(tr("reload.stopped") + "\n")
            return FAILED
        time.sleep(_POLL_SECONDS)
    sys.stdout.write(outcome.text + "\n")
    return FAILED if outcome.failed else OK


def _preview(arguments: argparse.Namespace) -> int:
    from bot.chat.messages.request_reply import Reply  # noqa: PLC0415 - with what follows
    from bot.chat.rendering.reload_previews import nothing_reply, preview_lines  # noqa: PLC0415
    from bot.cli.corpus_wiring import saved_questions  # noqa: PLC0415
    from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - only this way needs it
    from bot.moderation.answer_changes import Probe, ProbeSource  # noqa: PLC0415 - the same
    from bot.moderation.changes import CapturedState  # noqa: PLC0415 - the same
    from bot.moderation.reload_preview import build_preview  # noqa: PLC0415 - the same

    config = read_settings(arguments)
    source = build_source(arguments, config)
    kept = source.open_newest()
    if kept is None:
        raise NoPreviousReading(str(source.folder))

    def build(
        progress: ProgressCallback, current: Snapshot | None, _: Path | None = None, /
    ) -> Snapshot:
        return kept if current is None else source.build(progress, current)

    library = Library(build, may_be_empty=True)
    with ProgressBar(sys.stderr) as bar:
        prepared = library.prepare(bar)
    recent = (
        Probe(question, ProbeSource.RECENT) for question in _recent_questions(library, config)
    )
    preview = build_preview(prepared, CapturedState(None), tuple(recent), saved_questions(config))
    library.discard(prepared)
    tr = translations()
    reply = (
        Reply(tuple(preview_lines(tr, preview)))
        if preview.changes_anything
        else nothing_reply(tr, preview)
    )
    Terminal(sys.stdout).reply(reply)
    return OK


def _recent_questions(library: Library, config: Config) -> tuple[Question, ...]:
    """Read what the bot was asked lately; nothing where it keeps no answers."""
    import asyncio  # noqa: PLC0415 - with what follows

    from bot.chat.conversation.answer_history import AnswerHistory  # noqa: PLC0415
    from bot.chat.conversation.history import ConversationHistory  # noqa: PLC0415
    from bot.moderation.reload_preview import MAX_RECENT_QUESTIONS  # noqa: PLC0415
    from bot.store.store import Store  # noqa: PLC0415 - it imports the database library

    file = config.data / "store.db"
    if not file.exists():
        return ()
    conversations = ConversationHistory(config.conversation_minutes * 60, config.conversation_turns)
    with closing(Store.open(file, time.time)) as store:
        history = AnswerHistory(library, conversations, lambda: store, time.monotonic)
        return asyncio.run(history.recent_questions(MAX_RECENT_QUESTIONS))
