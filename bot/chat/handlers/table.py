"""Which handler replies to which command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from bot.chat.browsing.service import BrowsingService
from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.corrections import Corrections
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.handlers.answer import AnswerHandler
from bot.chat.handlers.ask import AskHandler
from bot.chat.handlers.browse import BrowseHandler
from bot.chat.handlers.chitchat import ChitchatHandler
from bot.chat.handlers.context import Handler
from bot.chat.handlers.help import HelpHandler
from bot.chat.handlers.latest import LatestHandler
from bot.chat.handlers.moderation import ModerationHandler
from bot.chat.handlers.more import MoreHandler
from bot.chat.handlers.views import ViewHandler
from bot.chat.messages.commands import MODERATION, Command
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.moderation.corpus_records import CorpusRecords
from bot.store.opening import OpenStore


def build_handlers(
    *,
    library: Library,
    executor: FairExecutor,
    history: AnswerHistory,
    open_store: OpenStore,
    records: CorpusRecords,
    corrections: Corrections,
    browsing: BrowsingService,
    suggestions: Suggestions,
    duplicates: DuplicateQuestions,
    personal: Mapping[Command, Handler],
    clock: Callable[[], float],
    today: Callable[[], dt.date],
) -> Mapping[Command, Handler]:
    """Return a handler for each command; `personal` are those that concern one person.

    FOLLOW comes from front ends without a window to ask in: they show the answer again.
    """
    moderation = ModerationHandler(
        library, executor, history, corrections, records, open_store, clock
    )
    answers = AnswerHandler(
        library, executor, history, suggestions, duplicates, lambda: moderation.loaded_at, today
    )
    browse = BrowseHandler(library, executor, browsing)
    latest = LatestHandler(library, executor, history, browse, today)
    more = MoreHandler(library, executor, history)
    views = ViewHandler(library, executor, history, open_store)
    help_handler = HelpHandler(library, executor)
    chitchat = ChitchatHandler(library, browse, help_handler)
    ask = AskHandler(answers, more, views, latest, help_handler, chitchat)
    return {
        Command.ASK: ask.ask,
        Command.ABOUT: ask.ask_about,
        Command.LATEST: ask.ask_for_latest,
        Command.MORE: more.more,
        Command.SOURCES: views.source,
        Command.SHOW: views.view,
        Command.FOLLOW: views.view,
        Command.ANSWER: views.view,
        Command.CONTEXT: views.view,
        Command.MENU: views.view,
        Command.FILE: views.view,
        Command.SHARE: views.view,
        Command.RIGHT: views.vote,
        Command.WRONG: views.vote,
        Command.ARTICLES: browse.browse,
        Command.ARTICLE: browse.browse,
        Command.OUTLETS: browse.browse,
        **personal,
        Command.HELP: help_handler.help,
        **dict.fromkeys(MODERATION, moderation.moderate),
    }
