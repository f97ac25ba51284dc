"""The desk: takes messages from every front end, decides who may do what, and replies."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.chat.browsing.article_query import latest_articles_query
from bot.chat.browsing.catalog import SnapshotCache
from bot.chat.browsing.service import BrowsingService, NameKind
from bot.chat.conversation import answer_views, votes
from bot.chat.conversation.answer_history import AnswerHistory, conversation_key
from bot.chat.conversation.answer_source import source_reply
from bot.chat.conversation.corrections import Corrections
from bot.chat.conversation.data_removal import DataRemoval
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.executor import FairExecutor, call_on_this_loop
from bot.chat.conversation.history import ConversationHistory, Turn
from bot.chat.conversation.intents import Intent, detect_intent
from bot.chat.conversation.latest import LatestReply, find_latest
from bot.chat.conversation.latest_intent import parse_latest_request
from bot.chat.conversation.more_results import MAX_CANDIDATES, more_results
from bot.chat.conversation.question_extraction import extract_question
from bot.chat.conversation.rate_limits import RateLimiter
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.conversation.text_cleaning import (
    clean_text,
    has_words,
    is_foreign_script,
    sanitize_request,
)
from bot.chat.i18n import Translations, translations
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.passage_ref import PassageRef, ResultCursor
from bot.chat.messages.request_reply import (
    MODERATION,
    Audience,
    Command,
    ProgressCallback,
    Reply,
    Request,
    ignore_progress,
)
from bot.chat.rendering import answer_replies, answer_view_blocks, corpus_admin, follow_ups
from bot.errors import (
    AmbiguousServer,
    BuildStopped,
    BylineError,
    EmptyCorpus,
    ModeratorsOnly,
    NothingLoaded,
    QueueFull,
    RateLimited,
)
from bot.library import Library, Snapshot, example_questions
from bot.model import Answer, HistoryTurn, Question
from bot.store.answer_log import AnswerRecord
from bot.store.store import Store
from bot.text.display import without_surrogates

MAX_QUESTION_CHARS = 1000
"""Characters."""
HELP_EXAMPLES = 3
"""Questions that the help gives as examples."""
_log = logging.getLogger(__name__)


class ChatService:
    """Answers messages; never raises. What takes time is done on threads, which whoever makes the desk closes."""

    def __init__(
        self,
        library: Library,
        conversations: ConversationHistory,
        executor: FairExecutor,
        clock: Callable[[], float],
        today: Callable[[], dt.date],
        rate_limiter: RateLimiter | None = None,
        store: Store | None = None,
    ) -> None:
        """Take what it answers from and remembers with; without `rate_limiter` anybody may ask as much as they like.

        Without a `store` answers and votes are known as long as the desk is.
        """
        self._store = store or Store.open(None, clock)
        self.answer_history = AnswerHistory(
            library, conversations, self._store.answers, self._store.posts, clock
        )
        self.corrections = Corrections(library, self._store.answers, executor, today)
        self._library = library
        self._conversations = conversations
        self._executor = executor
        self._clock = clock
        self._today = today
        self._loaded_at = clock()
        self._suggestions = Suggestions(executor, clock)
        self._rate_limiter = rate_limiter or RateLimiter(0, 0)
        self._duplicates = DuplicateQuestions()
        self.data_removal = DataRemoval(
            conversations, self._suggestions, self._duplicates, self._store
        )
        self._browsing = BrowsingService(today)
        self._example_questions = SnapshotCache(partial(example_questions, limit=HELP_EXAMPLES))

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        """The reply to a message; what goes wrong is said in it. A reload tells how far it is."""
        tr = translations(request.language)
        request = sanitize_request(request)
        turns: Sequence[Turn] = ()
        try:
            turns = await self.answer_history.turns(request)
            reply = await self._reply(request, turns, tr, progress)
        except RateLimited as error:
            reply = replace(
                answer_replies.error_reply(tr, error),
                audience=Audience.NONE if error.already_notified else Audience.AUTHOR,
            )
        except QueueFull as error:
            reach = self._rate_limiter.overload_audience(request.author, self._clock())
            reply = replace(answer_replies.error_reply(tr, error), audience=reach)
        except BylineError as error:
            reply = answer_replies.error_reply(tr, error)
        except Exception:  # noqa: BLE001 - whatever it is, somebody is waiting for an answer
            _log.exception("could not handle a message (%s)", request.command)
            reply = answer_replies.text_reply(tr("error.unknown"), private=True, error=True)
        return self.answer_history.record(request, turns, replace(reply, language=tr.language))

    def record_delivery(
        self, question: str, channel: str, messages: Sequence[str], *, is_pointer: bool = False
    ) -> None:
        """Told by the front end in which messages, of which channel, the reply to a message stands by now, or that it only `is_pointer` at another."""
        self.answer_history.record_delivery(question, channel, messages, is_pointer=is_pointer)
        self.corrections.note_delivery()

    def record_view(self, message: str, reply: Reply) -> None:
        """Told by the front end that another view of an answer stands in a message by now."""
        self.answer_history.record_view(message, reply)

    async def find_answer(self, question: str) -> AnswerRecord | None:
        """The answer that a message was given, within a week."""
        return await self.answer_history.find_answer(question)

    async def forget(self, question: str) -> AnswerRecord | None:
        """Forget a question and its answer, which is returned for its messages to be deleted."""
        return await self.data_removal.remove_question(question)

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        """What to offer to somebody who types a question, or else one of the `outlets` that articles cite; the best first."""
        typed, snapshot = without_surrogates(typed), self._library.snapshot
        return await (
            self._suggestions.outlets(typed, snapshot)
            if outlets
            else self._suggestions.questions(author, typed, snapshot)
        )

    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        """What to offer somebody who types a name: at most 25, each as it is shown and as it is to be given back."""
        return await self._executor.run_detached(
            partial(
                self._browsing.complete_name,
                kind,
                without_surrogates(typed),
                self._library.snapshot,
            )
        )

    async def _reply(
        self, request: Request, turns: Sequence[Turn], tr: Translations, progress: ProgressCallback
    ) -> Reply:
        """Return the reply to what may be asked; raises RateLimited and NothingLoaded."""
        self._rate_limiter.check(request, self._clock())
        if (post := await self.answer_history.find_post(request)) is not None:
            return follow_ups.already_posted_reply(tr, request.command, post)
        if not self._library.snapshot.corpus.article_count and request.command not in {
            Command.HELP,
            *MODERATION,
        }:
            raise NothingLoaded
        return await self._dispatch(request, turns, tr, progress)

    async def _dispatch(
        self, request: Request, turns: Sequence[Turn], tr: Translations, progress: ProgressCallback
    ) -> Reply:
        snapshot = self._library.snapshot
        match request.command:
            case Command.ASK:
                return await self._ask(request, turns, tr)
            case Command.ABOUT:
                question = extract_question(request.text)
                extracted = replace(request, text=question or "")
                return (
                    await self._ask(extracted, turns, tr)
                    if question
                    else answer_replies.text_reply(tr("question.no-text"), private=True, error=True)
                )
            case Command.SOURCES:
                return await (
                    self._run_answer_action(request, tr)
                    if request.text
                    else self._show_source(request, turns, tr)
                )
            case Command.MORE:
                return await (
                    self._show_more_of_button(request, tr)
                    if request.text
                    else self._show_more(request, turns, tr)
                )
            case (
                Command.SHOW
                | Command.ANSWER
                | Command.CONTEXT
                | Command.FILE
                | Command.SHARE
                | Command.RIGHT
                | Command.WRONG
            ):
                return await self._run_answer_action(request, tr)
            case Command.HELP:
                return answer_replies.help_reply(tr, await self._answerable_examples())
            case Command.LATEST:
                return await self._show_latest(
                    request, tr, request.text.strip()
                ) or await self._ask(request, turns, tr)
            case Command.ARTICLES | Command.ARTICLE | Command.OUTLETS:
                return await self._browse(request, tr)
        return await self._moderate(request, snapshot, tr, progress)

    async def _moderate(
        self, request: Request, snapshot: Snapshot, tr: Translations, progress: ProgressCallback
    ) -> Reply:
        """What moderators may do."""
        if not request.is_moderator:
            raise (
                AmbiguousServer(request.candidate_servers)
                if request.candidate_servers
                else ModeratorsOnly
            )
        if request.command is Command.RELOAD:
            return await self._executor.run_detached(
                partial(self._reload, tr, call_on_this_loop(progress))
            )
        if request.command is Command.LIST:
            return await self._executor.run_fair(
                request.author,
                partial(corpus_admin.article_list, tr, snapshot.corpus, int(request.text or 0)),
            )
        ago, reading, refused = (
            self._clock() - self._loaded_at,
            self._library.reload_progress,
            self._library.last_failure,
        )
        return await self._executor.run_detached(
            partial(corpus_admin.status_reply, tr, snapshot, ago, reading, refused)
        )

    async def _ask(self, request: Request, turns: Sequence[Turn], tr: Translations) -> Reply:
        text = clean_text(request.text)
        if not has_words(text):
            return answer_replies.no_question_reply(
                tr, await self._answerable_examples(), empty=not text, private=request.private
            )
        if len(text) > MAX_QUESTION_CHARS:
            return answer_replies.text_reply(
                tr("question.too-long", most=MAX_QUESTION_CHARS), private=True, error=True
            )
        intent = detect_intent(text)
        if intent is Intent.MORE:
            return await self._show_more(request, turns, tr)
        if intent is Intent.SOURCE:
            return await self._show_source(request, turns, tr)
        topic = parse_latest_request(text)
        if topic is not None and (latest := await self._show_latest(request, tr, topic)):
            return latest
        if intent is Intent.ELLIPTICAL_QUESTION and not (turns and turns[-1].answered):
            return answer_replies.text_reply(
                tr("bare.unanswered-before" if turns else "bare.nothing-before", asked=text),
                private=request.private,
            )
        loaded_at = self._loaded_at
        answer, next_results, reply = await self._executor.run_fair(
            request.author, partial(self._answer, text, turns, request, tr)
        )
        if not answer.answered and is_foreign_script(
            text, self._library.snapshot.answerer.corpus_analysis.languages
        ):
            return answer_replies.text_reply(tr("question.strange"), private=request.private)
        ref, fact = (
            PassageRef.from_candidate(answer.best) if answer.best else None,
            answer.fact if answer.answered else None,
        )
        self.answer_history.remember(request, Turn(text, self._clock(), ref, fact, next_results))
        self._suggestions.remember(request.author, text, request.server)
        earlier = self._duplicates.find_duplicate(request, reply, loaded_at, self._clock())
        if answer.best is not None:
            more = follow_ups.more_action(tr, next_results, self._library.snapshot.corpus)
            actions = answer_view_blocks.answer_actions(
                tr,
                reply.reload_action,
                Command.ANSWER,
                more,
                reply.actions,
                private=request.private,
            )
            reply = replace(reply, actions=actions)
        return replace(reply, private=request.private, duplicate_of=earlier)

    async def _answerable_examples(self) -> Sequence[str]:
        """Questions that the articles surely answer."""
        return await self._executor.run_detached(
            partial(self._example_questions.get, self._library.snapshot)
        )

    def _answer(
        self, text: str, turns: Sequence[Turn], request: Request, tr: Translations
    ) -> tuple[Answer, ResultCursor, Reply]:
        corpus = self._library.snapshot.corpus
        answer = self._library.ask(
            self._question(text, request, tuple(turn.to_history_turn(corpus) for turn in turns))
        )
        return (
            answer,
            more_results(answer),
            answer_replies.answer_reply(tr, answer, self._library.snapshot.corpus),
        )

    def _question(
        self, text: str, request: Request, turns: tuple[HistoryTurn, ...] = ()
    ) -> Question:
        """What a message asks; raises UnknownOutlet and NotADate."""
        today = self._today()
        answer_filter = self._library.snapshot.answerer.passage_filter.parse(
            request.outlet, request.since, today
        )
        return Question(text, turns, MAX_CANDIDATES, today=today, answer_filter=answer_filter)

    async def _show_latest(self, request: Request, tr: Translations, topic: str) -> Reply | None:
        """The newest on a matter, or the newest articles where there is none; None where it names nothing to look for."""
        if not topic:
            return await self._browse(
                replace(
                    request,
                    command=Command.ARTICLES,
                    text=latest_articles_query(request.outlet, request.since),
                ),
                tr,
            )
        found = await self._executor.run_fair(
            request.author, partial(self._find_latest, request, tr, topic)
        )
        if found is not None and request.command is not Command.LATEST:
            self.answer_history.remember(
                request,
                Turn(
                    request.text.strip(), self._clock(), found.ref, next_results=found.next_results
                ),
            )
        return replace(found.reply, private=request.private) if found else None

    def _find_latest(self, request: Request, tr: Translations, topic: str) -> LatestReply | None:
        return find_latest(self._library, self._question(topic, request), tr)

    async def _browse(self, request: Request, tr: Translations) -> Reply:
        return await self._executor.run_fair(
            request.author, partial(self._browsing.reply, request, self._library.snapshot, tr)
        )

    async def _show_more(self, request: Request, turns: Sequence[Turn], tr: Translations) -> Reply:
        """The next passage on the last question."""
        last = turns[-1] if turns else None
        if last is None:
            return answer_replies.text_reply(tr("more.no-question"), private=request.private)
        if last.next_results.refs:
            return await self._show_next(request, tr, last.next_results, last)
        if last.fact:
            return answer_replies.text_reply(tr("more.of-a-fact"), private=request.private)
        return answer_replies.text_reply(
            tr("more.nothing-further" if last.ref else "more.nothing-near"), private=request.private
        )

    async def _show_more_of_button(self, request: Request, tr: Translations) -> Reply:
        """What a button carries; where the conversation still is about the same question, what comes after that too."""
        corpus = self._library.snapshot.corpus
        decoded = ResultCursor.decode(request.text, corpus)
        if decoded is None:
            return answer_replies.text_reply(tr("more.too-old"), private=True, error=True)
        last = self._last_turn(request)
        current = last.next_results.skip_to(decoded.refs[0]) if last and decoded.refs else None
        # Another question may lead to the same passage, but hardly to the same ones after it.
        same = (
            current is not None and ResultCursor.decode(current.encode(corpus), corpus) == decoded
        )
        return await (
            self._show_next(request, tr, current, last)
            if current and same
            else self._show_next(request, tr, decoded, None)
        )

    async def _show_next(
        self, request: Request, tr: Translations, next_results: ResultCursor, last: Turn | None
    ) -> Reply:
        """The first passage of a trail that is still served; remembered as shown to the question that it belongs to."""
        snapshot = self._library.snapshot
        for position, ref in enumerate(next_results.refs):
            if ref.resolve(snapshot.corpus) is None:
                continue
            after = next_results.skip(position + 1)
            first = last is not None and not last.answered
            if last:
                turn = Turn(
                    last.question,
                    self._clock(),
                    ref,
                    next_results=after,
                    root_question=last.root_question or last.id,
                )
                self.answer_history.remember(request, turn)
            quality = (
                MatchQuality.ANSWER
                if position < next_results.answer_count
                else MatchQuality.CLOSEST
                if first
                else MatchQuality.NEXT_CLOSEST
            )
            more = follow_ups.more_action(tr, after, snapshot.corpus)
            again = partial(
                answer_views.render_answer,
                tr,
                AnswerState(ref, quality),
                snapshot,
                more,
                private=request.private,
            )
            return await self._executor.run_fair(request.author, again)
        return answer_replies.text_reply(
            tr("more.changed"), private=request.private or request.clicked is not None
        )

    async def _show_source(
        self, request: Request, turns: Sequence[Turn], tr: Translations
    ) -> Reply:
        last = turns[-1] if turns else None
        if last is None:
            return answer_replies.text_reply(tr("source.nothing-shown"), private=request.private)
        if not last.answered:
            return answer_replies.text_reply(
                tr(
                    "source.unanswered"
                    if last.next_results.refs
                    else "source.unanswered-nothing-near"
                ),
                private=request.private,
            )
        reply = await self._executor.run_fair(
            request.author, partial(source_reply, last, self._library.snapshot, tr)
        )
        return replace(
            reply or answer_replies.text_reply(tr("source.gone")), private=request.private
        )

    async def _run_answer_action(self, request: Request, tr: Translations) -> Reply:
        """What a button below an answer brings."""
        snapshot = self._library.snapshot
        state = AnswerState.decode(request.text, snapshot.corpus)
        if state is None:
            return answer_replies.text_reply(tr("card.changed"), private=True, error=True)
        if request.command in {Command.RIGHT, Command.WRONG}:
            return await votes.record_vote(
                tr, request, state, self._last_turn(request), self._store
            )
        return await self._executor.run_fair(
            request.author, partial(answer_views.render_view, tr, request, state, snapshot)
        )

    def _last_turn(self, request: Request) -> Turn | None:
        """The last turn of a conversation, by the ids that what it shows has by now."""
        last = self._conversations.last_turn(conversation_key(request), self._clock())
        return last and last.with_current_ids(self._library.snapshot.corpus)

    def _reload(self, tr: Translations, progress: ProgressCallback) -> Reply:
        try:
            diff = self._library.reload(progress)
        except (EmptyCorpus, BuildStopped) as problem:
            return corpus_admin.reload_failure(tr, problem, self._library.snapshot.corpus)
        self._loaded_at = self._clock()
        self.corrections.note_reload()
        return corpus_admin.reload_reply(tr, diff, self._library.snapshot.report)
