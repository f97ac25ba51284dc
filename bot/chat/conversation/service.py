"""The service: takes requests from every front end, decides who may ask what, and replies."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.chat.browsing.service import BrowsingService, NameKind
from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.corrections import Corrections
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.history import ConversationHistory, Turn
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.conversation.text_cleaning import sanitize_request
from bot.chat.handlers.context import RequestContext
from bot.chat.handlers.personal import build_personal_services
from bot.chat.handlers.table import build_handlers
from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import (
    Audience,
    ProgressCallback,
    Reply,
    Request,
    ignore_progress,
)
from bot.chat.rendering import answer_replies
from bot.chat.scheduling.executor import FairExecutor
from bot.chat.scheduling.rate_limits import RateLimiter
from bot.errors import BylineError, NothingLoaded, QueueFull, RateLimited
from bot.library import Library
from bot.moderation.corpus_records import CorpusRecords
from bot.store.opening import OpenStore, in_memory
from bot.store.records import AnswerRecord

_log = logging.getLogger(__name__)


class ChatService:
    """Answers requests; never raises. Slow work is done on threads of the executor."""

    def __init__(
        self,
        library: Library,
        conversations: ConversationHistory,
        executor: FairExecutor,
        clock: Callable[[], float],
        today: Callable[[], dt.date],
        rate_limiter: RateLimiter | None = None,
        open_store: OpenStore | None = None,
        records: CorpusRecords | None = None,
    ) -> None:
        """Take a clock that counts seconds, and what tells the day.

        Without `rate_limiter` anybody may ask as much as they like; without `open_store`
        answers and votes are known as long as the service is; without `records` nothing can be
        undone.
        """
        records = records or CorpusRecords.of_log_alone(open_store, clock)
        self.audit, self.digests = records.audit, records.digests
        open_store = open_store or in_memory(clock)
        self.answer_history = AnswerHistory(library, conversations, open_store, clock)
        self.corrections = Corrections(library, open_store, executor, clock, today)
        self._clock = clock
        self._library = library
        self._executor = executor
        self._rate_limiter = rate_limiter or RateLimiter(0, 0, clock)
        self._browsing = BrowsingService(today)
        self._suggestions = Suggestions(executor, clock, self._browsing.catalog)
        duplicates = DuplicateQuestions(clock)
        personal = build_personal_services(
            library=library,
            executor=executor,
            history=self.answer_history,
            suggestions=self._suggestions,
            duplicates=duplicates,
            open_store=open_store,
            records=records,
            clock=clock,
            today=today,
        )
        self.data_removal, self.watch_checker = personal.data_removal, personal.watch_checker
        self._handlers = build_handlers(
            library=library,
            executor=executor,
            history=self.answer_history,
            open_store=open_store,
            records=records,
            corrections=self.corrections,
            browsing=self._browsing,
            suggestions=self._suggestions,
            duplicates=duplicates,
            personal=personal.handlers,
            clock=clock,
            today=today,
        )

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        """Reply to a request; what goes wrong is said in it. A reload tells how far it is."""
        tr = translations(request.language)
        request = sanitize_request(request)
        turns: Sequence[Turn] = ()
        asked_at = self._clock()
        try:
            turns = await self.answer_history.turns(request)
            reply = await self._reply(request, turns, tr, progress)
        except RateLimited as error:
            reply = replace(
                answer_replies.error_reply(tr, error),
                audience=Audience.NONE if error.already_notified else Audience.AUTHOR,
            )
        except QueueFull as error:
            reach = self._rate_limiter.overload_audience(request.author)
            reply = replace(answer_replies.error_reply(tr, error), audience=reach)
        except BylineError as error:
            reply = answer_replies.error_reply(tr, error)
        except Exception:  # noqa: BLE001 - whatever it is, somebody is waiting for an answer
            _log.exception("A request could not be handled (%s)", request.command)
            reply = answer_replies.text_reply(tr("error.unknown"), private=True, error=True)
        reply = replace(reply, language=tr.language)
        if self.data_removal.was_removed_since(request.author, asked_at):
            self.data_removal.forget_in_memory(request.author)
            return reply
        return self.answer_history.record(request, turns, reply, self._clock() - asked_at)

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Note in which messages of a channel a reply stands.

        `is_pointer` says that they only point at another answer.
        """
        self.answer_history.record_delivery(question, channel, messages, is_pointer=is_pointer)
        self.corrections.note_delivery()

    def record_view(self, message: str, reply: Reply) -> None:
        """Note that another view of an answer stands in a message by now."""
        self.answer_history.record_view(message, reply)

    async def find_answer(self, question: str) -> AnswerRecord | None:
        """Return the answer that a message was given, within a week."""
        return await self.answer_history.find_answer(question)

    async def forget(self, question: str) -> AnswerRecord | None:
        """Forget a question and its answer, which is returned for its messages to be deleted."""
        return await self.data_removal.remove_question(question)

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        """Offer questions for what is typed, or else `outlets` that may answer; the best first."""
        snapshot = self._library.snapshot
        return await (
            self._suggestions.outlets(typed, snapshot)
            if outlets
            else self._suggestions.questions(author, typed, snapshot)
        )

    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        """Offer at most 25 names, each as it is shown and as it is to be given back."""
        return await self._executor.run_detached(
            partial(self._browsing.complete_name, kind, typed, self._library.snapshot)
        )

    async def _reply(
        self, request: Request, turns: Sequence[Turn], tr: Translations, progress: ProgressCallback
    ) -> Reply:
        """Return the reply to what may be asked; raises RateLimited and NothingLoaded."""
        self._rate_limiter.check(request)
        if (posted := await self.answer_history.posted_reply(request, tr)) is not None:
            return posted
        if request.needs_articles and not self._library.snapshot.corpus.article_count:
            raise NothingLoaded
        handler = self._handlers[request.command]
        return await handler(RequestContext(request, turns, tr, progress))
