"""Questions answered from the articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.duplicate_questions import DuplicateQuestions
from bot.chat.conversation.history import Turn
from bot.chat.conversation.more_results import more_results
from bot.chat.conversation.suggestions import Suggestions
from bot.chat.conversation.text_cleaning import is_foreign_script
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import PassageRef
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import answer_view_blocks, intent_replies
from bot.chat.rendering.answer_replies import answer_reply, text_reply
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library
from bot.question_answer import Answer


@dataclass(frozen=True, slots=True)
class AnswerHandler:
    """Answers questions, and remembers them for what comes later."""

    library: Library
    executor: FairExecutor
    history: AnswerHistory
    suggestions: Suggestions
    duplicates: DuplicateQuestions
    loaded_at: Callable[[], float]
    """Gives the time of the last reload, in seconds."""
    today: Callable[[], dt.date]

    async def answer(self, context: RequestContext, text: str) -> Reply:
        """Answer the question `text`; raises UnknownOutlet, InvalidDate and QueueFull."""
        request, tr, loaded_at = context.request, context.tr, self.loaded_at()
        answer, reply = await self.executor.run_fair(
            request.author, partial(self._find_answer, context, text)
        )
        languages = self.library.snapshot.answerer.corpus_analysis.languages
        if not answer.answered and is_foreign_script(text, languages):
            return text_reply(tr("question.strange"), private=request.private)
        next_results = more_results(answer)
        turn = Turn(
            text,
            ref=PassageRef.from_candidate(answer.best) if answer.best else None,
            fact=answer.fact if answer.answered else None,
            next_results=next_results,
        )
        self.history.remember(request, turn)
        self.suggestions.remember(request.author, text, request.server)
        earlier = self.duplicates.find_duplicate(request, reply, loaded_at)
        if answer.best is not None:
            actions = answer_view_blocks.answer_actions(
                tr,
                reply.reload_action,
                Command.ANSWER,
                intent_replies.more_action(tr, next_results, self.library.snapshot.corpus),
                reply.actions,
                private=request.private,
            )
            reply = replace(reply, actions=actions)
        return replace(reply, private=request.private, duplicate_of=earlier)

    def _find_answer(self, context: RequestContext, text: str) -> tuple[Answer, Reply]:
        snapshot = self.library.snapshot
        turns = tuple(turn.to_history_turn(snapshot.corpus) for turn in context.turns)
        answer = self.library.ask(context.question(text, snapshot, self.today(), turns))
        return answer, answer_reply(context.tr, answer, self.library.snapshot.corpus)
