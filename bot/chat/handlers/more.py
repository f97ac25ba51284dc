"""The next passages on a question, by a button or by a turn that asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.chat.conversation import answer_views
from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.history import Turn
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.passage_ref import ResultCursor
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering.answer_replies import text_reply
from bot.chat.rendering.intent_replies import more_action
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library


@dataclass(frozen=True, slots=True)
class MoreHandler:
    """Replies to MORE."""

    library: Library
    executor: FairExecutor
    history: AnswerHistory

    async def more(self, context: RequestContext) -> Reply:
        """Show what a button carries, else the next passage on the last question."""
        return await (
            self._more_of_button(context) if context.request.text else self.more_of_last(context)
        )

    async def more_of_last(self, context: RequestContext) -> Reply:
        """Show the next passage on the last question of the conversation."""
        tr, private, last = context.tr, context.request.private, context.last_turn
        if last is None:
            return text_reply(tr("more.no-question"), private=private)
        if last.next_results.refs:
            return await self._show_next(context, last.next_results, last)
        if last.fact:
            return text_reply(tr("more.of-a-fact"), private=private)
        key = "more.nothing-further" if last.ref else "more.nothing-near"
        return text_reply(tr(key), private=private)

    async def _more_of_button(self, context: RequestContext) -> Reply:
        """Show what a button carries, and what follows while its question is still the last one."""
        corpus = self.library.snapshot.corpus
        decoded = ResultCursor.decode(context.request.text, corpus)
        if decoded is None:
            return text_reply(context.tr("more.too-old"), private=True, error=True)
        last = self.history.last_turn(context.request)
        current = last.next_results.skip_to(decoded.refs[0]) if last and decoded.refs else None
        # Another question may lead to the same passage, but hardly to the same ones after it.
        same = (
            current is not None and ResultCursor.decode(current.encode(corpus), corpus) == decoded
        )
        return await (
            self._show_next(context, current, last)
            if current and same
            else self._show_next(context, decoded, None)
        )

    async def _show_next(
        self, context: RequestContext, next_results: ResultCursor, last: Turn | None
    ) -> Reply:
        """Show the first passage that is still served, as a turn on the question of `last`."""
        request, tr, snapshot = context.request, context.tr, self.library.snapshot
        for position, ref in enumerate(next_results.refs):
            if ref.resolve(snapshot.corpus) is None:
                continue
            after = next_results.skip(position + 1)
            if last:
                root = last.root_question or last.id
                turn = Turn(last.question, ref=ref, next_results=after, root_question=root)
                self.history.remember(request, turn)
            if position < next_results.answer_count:
                quality = MatchQuality.ANSWER
            elif last is not None and not last.answered:
                quality = MatchQuality.CLOSEST
            else:
                quality = MatchQuality.NEXT_CLOSEST
            return await self.executor.run_fair(
                request.author,
                partial(
                    answer_views.render_answer,
                    tr,
                    AnswerState(ref, quality),
                    snapshot,
                    more_action(tr, after, snapshot.corpus),
                    private=request.private,
                ),
            )
        return text_reply(
            tr("more.changed"), private=request.private or request.clicked is not None
        )
