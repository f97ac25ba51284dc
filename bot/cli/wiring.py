"""What commands are made of: settings, articles, and the service that front ends talk to."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_cache import cached_gazetteer
from bot.chat.i18n import translations
from bot.chat.rendering import load_report
from bot.config import Config, read_config
from bot.frontends.terminal.progress_bar import ProgressBar
from bot.indexing.pipeline import ProgressCallback, ignore_progress
from bot.library import Library
from bot.private_files import restrict_access
from bot.snapshot_builder import SnapshotBuilder
from bot.text.display import without_surrogates

if TYPE_CHECKING:
    from bot.chat.conversation.service import ChatService
    from bot.chat.scheduling.executor import FairExecutor
    from bot.chat.scheduling.rate_limits import RateLimiter
    from bot.moderation.corpus_records import CorpusRecords
    from bot.store.opening import OpenStore

_PRIVATE_FILES = (
    "store.db*",
    "discord-*",
    "history*",
    "index",
    "revisions",
    "pending",
    "bot-*",
    "outlets.msgpack*",
)
"""What any command writes under `data.path`."""


def read_settings(arguments: argparse.Namespace) -> Config:
    """Read the settings of a command that keeps things, and close to others what is kept."""
    config = read_config(arguments.config)
    for path in restrict_access(config.data, _PRIVATE_FILES):
        sys.stderr.write(translations()("corpus.not-private", path=str(path)) + "\n")
    return config


def build_source(
    arguments: argparse.Namespace, config: Config, beside: Path | None = None
) -> SnapshotBuilder:
    """Make what reads the articles that a command answers from.

    They are those that the user names, else those `beside` labelled questions, else the configured
    ones.
    """
    folder = arguments.corpus or beside or config.corpus
    attributor = Attributor(cached_gazetteer(config.outlets, config.data / "outlets.msgpack"))
    return SnapshotBuilder(folder, attributor, config.min_confidence, config.data, config.engine)


def build_library(
    arguments: argparse.Namespace,
    config: Config,
    beside: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    *,
    may_be_empty: bool = False,
) -> Library:
    """Read the articles that a command answers from."""
    source = build_source(arguments, config, beside)
    with ProgressBar(sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar(done, total)
            progress(done, total)

        library = Library(source.build, report, may_be_empty=may_be_empty)
    for line in load_report.startup_log_lines(translations(), library.snapshot.report):
        sys.stderr.write(line + "\n")
    return library


def build_bot_library(
    arguments: argparse.Namespace, config: Config, progress: ProgressCallback = ignore_progress
) -> Library:
    """Read the articles of a bot, which starts without any and says so.

    What was being done to them when it stopped is finished first.
    """
    from bot.cli.corpus_wiring import finish_changes  # noqa: PLC0415 - only a bot needs it

    finish_changes(arguments.corpus or config.corpus, config)
    library = build_library(arguments, config, progress=progress, may_be_empty=True)
    if not library.snapshot.corpus.article_count:
        sys.stderr.write(
            translations()("corpus.nothing-served", path=str(library.snapshot.folder)) + "\n"
        )
    return library


def build_chat_service(
    library: Library,
    config: Config,
    executor: FairExecutor,
    rate_limiter: RateLimiter | None = None,
    open_store: OpenStore | None = None,
    today: Callable[[], dt.date] | None = None,
    records: CorpusRecords | None = None,
) -> ChatService:
    """Make the service of a front end; without `today` the calendar says what day it is."""
    import time  # noqa: PLC0415 - with what follows

    from bot.chat.conversation.history import ConversationHistory  # noqa: PLC0415 - only a chat needs it
    from bot.chat.conversation.service import ChatService  # noqa: PLC0415 - it imports asyncio

    conversations = ConversationHistory(config.conversation_minutes * 60, config.conversation_turns)
    return ChatService(
        library,
        conversations,
        executor,
        time.monotonic,
        today or local_date,
        rate_limiter,
        open_store,
        records,
    )


def local_date() -> dt.date:
    """Read today's date off the system's clock, in its time zone."""
    return dt.datetime.now().astimezone().date()


def print_json(value: dict[str, Any]) -> None:
    """Print an object as one line."""
    line = json.dumps(value, ensure_ascii=False)
    # An id may be anything, and comes back as it was given.
    sys.stdout.write((line if line == without_surrogates(line) else json.dumps(value)) + "\n")
