"""Answers looked at more closely, by a button below one or by a turn that asks for the source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.chat.conversation import answer_views
from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.history import Turn, find_unchanged
from bot.chat.handlers.context import RequestContext
from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import answer_view_blocks, intent_replies
from bot.chat.rendering.answer_replies import text_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library, Snapshot
from bot.store.opening import OpenStore
from bot.store.records import Vote


@dataclass(frozen=True, slots=True)
class ViewHandler:
    """Replies to SOURCES, SHOW, ANSWER, CONTEXT, MENU, FILE, SHARE and FOLLOW, RIGHT and WRONG."""

    library: Library
    executor: FairExecutor
    history: AnswerHistory
    open_store: OpenStore

    async def view(self, context: RequestContext) -> Reply:
        """Show what a button carries in another way."""
        request, tr, snapshot = context.request, context.tr, self.library.snapshot
        state = AnswerState.decode(request.text, snapshot.corpus)
        if state is None:
            return text_reply(tr("card.changed"), private=True, error=True)
        return await self.executor.run_fair(
            request.author, partial(answer_views.render_view, tr, request, state, snapshot)
        )

    async def source(self, context: RequestContext) -> Reply:
        """Show where an answer comes from: that of a button, else the last one."""
        return await (self.view(context) if context.request.text else self.source_of_last(context))

    async def source_of_last(self, context: RequestContext) -> Reply:
        """Show where the last answer of the conversation comes from."""
        request, tr, last = context.request, context.tr, context.last_turn
        if last is None:
            return text_reply(tr("source.nothing-shown"), private=request.private)
        if not last.answered:
            key = (
                "source.unanswered" if last.next_results.refs else "source.unanswered-nothing-near"
            )
            return text_reply(tr(key), private=request.private)
        reply = await self.executor.run_fair(
            request.author, partial(_source_reply, last, self.library.snapshot, tr)
        )
        return replace(reply or text_reply(tr("source.gone")), private=request.private)

    async def vote(self, context: RequestContext) -> Reply:
        """Keep what somebody says of an answer."""
        request, tr = context.request, context.tr
        state = AnswerState.decode(request.text, self.library.snapshot.corpus)
        if state is None:
            return text_reply(tr("card.changed"), private=True, error=True)
        if request.clicked is None:
            return text_reply(tr("vote.not-kept"), private=True, error=True)
        last, question = self.history.last_turn(request), request.clicked.question
        if not question and last and last.ref == state.ref:
            question = last.question
        record = await self.history.find_by_message(request.clicked.key)
        right = request.command is Command.RIGHT
        result = await self.open_store().feedback.vote(
            Vote(
                request.clicked.key,
                request.author,
                right,
                _without_surrogates(question),
                _without_surrogates(state.ref.passage),
                request.server,
                record.root or record.question if record else "",
                record.author if record and not record.root else "",
            )
        )
        if result is None:
            return text_reply(tr("vote.not-kept"), private=True, error=True)
        return text_reply(
            answer_view_blocks.vote_thanks(tr, right=right, before=result.previous), private=True
        )


def _source_reply(last: Turn, snapshot: Snapshot, tr: Translations) -> Reply | None:
    """Show where a turn's answer comes from; None where the articles no longer say so."""
    corpus = snapshot.corpus
    if last.fact:
        article = find_unchanged(last.fact.article, corpus)
        return intent_replies.fact_source_reply(tr, article) if article else None
    if last.ref is None or last.ref.resolve(corpus) is None:
        return None
    return answer_views.render_source(tr, AnswerState(last.ref), snapshot, private=False)


def _without_surrogates(text: str) -> str:
    # SQLite takes no half of a pair.
    return text.encode(errors="replace").decode()
