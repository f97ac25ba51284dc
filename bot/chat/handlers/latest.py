"""The newest on a matter, or the newest articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.browsing import listing_replies
from bot.chat.browsing.article_query import latest_articles_query
from bot.chat.conversation.answer_history import AnswerHistory
from bot.chat.conversation.history import Turn
from bot.chat.conversation.more_results import more_results
from bot.chat.handlers.browse import BrowseHandler
from bot.chat.handlers.context import RequestContext
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import PassageRef, ResultCursor
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import answer_replies
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library

PASSAGES_AT_ONCE = 3
"""Passages shown at once; "more" shows the others."""


@dataclass(frozen=True, slots=True)
class LatestHandler:
    """Replies to LATEST, and to turns that ask for the newest on a topic."""

    library: Library
    executor: FairExecutor
    history: AnswerHistory
    browsing: BrowseHandler
    today: Callable[[], dt.date]

    async def show(self, context: RequestContext, topic: str) -> Reply | None:
        """Show the newest on a topic, or the newest articles where that is empty.

        Returns None where the topic names nothing to look for. Raises UnknownOutlet and
        InvalidDate.
        """
        request = context.request
        if not topic:
            query = latest_articles_query(request.outlet, request.since)
            listing = replace(request, command=Command.ARTICLES, text=query)
            return await self.browsing.browse(replace(context, request=listing))
        found = await self.executor.run_fair(
            request.author, partial(self._find_latest, context, topic)
        )
        if found is None:
            return None
        reply, turn = found
        if request.command is not Command.LATEST:
            self.history.remember(request, turn)
        return replace(reply, private=request.private)

    def _find_latest(self, context: RequestContext, topic: str) -> tuple[Reply, Turn] | None:
        tr = context.tr
        question = context.question(topic, self.library.snapshot, self.today())
        answer = self.library.latest(question)
        if answer is None:
            return None
        asked, corpus = context.request.text.strip(), self.library.snapshot.corpus
        if not answer.answered:
            reply = answer_replies.answer_reply(tr, answer, corpus)
            return reply, Turn(asked, next_results=more_results(answer))
        first, *others = map(PassageRef.from_candidate, answer.candidates)
        later = (first, *others)[PASSAGES_AT_ONCE:]
        next_results = ResultCursor(later, len(later))
        reply = listing_replies.latest_reply(
            tr, answer, question.text, PASSAGES_AT_ONCE, next_results, corpus
        )
        return reply, Turn(asked, ref=first, next_results=next_results)
