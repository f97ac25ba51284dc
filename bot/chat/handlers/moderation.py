"""What only moderators may do: change the articles that are served, list them, read the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.corrections import Corrections
from bot.chat.handlers.articles import ArticleHandler
from bot.chat.handlers.audit import LogHandler
from bot.chat.handlers.context import Handler, RequestContext
from bot.chat.handlers.inbox import InboxHandler
from bot.chat.handlers.reload import ReloadHandler
from bot.chat.handlers.saved_tests import SavedTestHandler
from bot.chat.messages.commands import ARTICLE_CHANGES, INBOX_CHANGES, TEST_SAVING, Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import corpus_admin
from bot.chat.scheduling.executor import FairExecutor
from bot.errors import AmbiguousServer, ModeratorsOnly
from bot.library import Library
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.inbox_reader import InboxReader
from bot.store.opening import OpenStore


class ModerationHandler:
    """Replies to all commands that are moderators' alone."""

    def __init__(
        self,
        library: Library,
        executor: FairExecutor,
        history: AnswerHistory,
        corrections: Corrections,
        records: CorpusRecords,
        open_store: OpenStore,
        clock: Callable[[], float],
    ) -> None:
        """Take what reloads are told to, and a clock in seconds."""
        self._library = library
        self._executor = executor
        self._corrections = corrections
        self._clock = clock
        self._loaded_at = clock()
        self._reloads = ReloadHandler(library, executor, history, records, self._on_served, clock)
        self._log = LogHandler(open_store, records.audit)
        self._articles = ArticleHandler(library, executor, records, self._on_served, clock)

        inbox = InboxHandler(library, executor, InboxReader(open_store))
        saving = SavedTestHandler(library, executor, open_store, records.tests)
        self._others: Mapping[Command, Handler] = {
            **dict.fromkeys((Command.QUESTIONS, *INBOX_CHANGES), inbox.reply),
            **dict.fromkeys((Command.REPLAY, *TEST_SAVING), saving.reply),
            **dict.fromkeys(ARTICLE_CHANGES, self._articles.change),
        }

    @property
    def loaded_at(self) -> float:
        """Return when the articles that are served were read, in seconds of the clock."""
        return self._loaded_at

    async def moderate(self, context: RequestContext) -> Reply:
        """Do what a moderator wants; raises ModeratorsOnly and AmbiguousServer for anybody else."""
        request, tr = context.request, context.tr
        if not request.is_moderator:
            raise (
                AmbiguousServer(request.candidate_servers)
                if request.candidate_servers
                else ModeratorsOnly
            )
        if handler := self._others.get(request.command):
            return await handler(context)
        snapshot = self._library.snapshot
        match request.command:
            case Command.LIST:
                return await self._executor.run_fair(
                    request.author,
                    partial(corpus_admin.article_list, tr, snapshot.corpus, int(request.text or 0)),
                )
            case Command.STATUS:
                return await self._executor.run_detached(
                    partial(
                        corpus_admin.status_reply,
                        tr,
                        snapshot,
                        self._clock() - self._loaded_at,
                        self._library.reload_progress,
                        self._library.last_failure,
                    )
                )
            case Command.LOG:
                return await self._log.reply(context)
            case _:
                return await self._reloads.reply(context)

    def _on_served(self) -> None:
        """Note that other articles are served."""
        self._loaded_at = self._clock()
        self._corrections.note_reload()
