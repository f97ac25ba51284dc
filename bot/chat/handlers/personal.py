"""What concerns one person: what they wait for, and what is kept of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.data_removal import DataRemoval
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.conversation.watches import WatchChecker
from bot.chat.handlers.context import Handler
from bot.chat.handlers.privacy import PrivacyHandler
from bot.chat.handlers.watches import WatchHandler
from bot.chat.messages.commands import PRIVACY, Command
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.moderation.corpus_records import CorpusRecords
from bot.store.opening import OpenStore


@dataclass(frozen=True, slots=True)
class PersonalServices:
    """What looks after single people, and the handlers of their commands."""

    watch_checker: WatchChecker
    data_removal: DataRemoval
    handlers: Mapping[Command, Handler]


def build_personal_services(
    *,
    library: Library,
    executor: FairExecutor,
    history: AnswerHistory,
    suggestions: Suggestions,
    duplicates: DuplicateQuestions,
    open_store: OpenStore,
    records: CorpusRecords,
    clock: Callable[[], float],
    today: Callable[[], dt.date],
) -> PersonalServices:
    """Make them, over all that keeps something of a person."""
    checker = WatchChecker(library, open_store, executor, today)
    removal = DataRemoval(history, suggestions, duplicates, open_store, records, clock)
    watches = WatchHandler(history, checker, open_store)
    privacy = PrivacyHandler(removal, open_store)
    handlers = {
        **dict.fromkeys((Command.WATCH, Command.UNWATCH, Command.WATCHES), watches.reply),
        **dict.fromkeys(PRIVACY, privacy.reply),
    }
    return PersonalServices(checker, removal, handlers)
