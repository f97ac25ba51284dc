"""What a handler is given: a request, and what came before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.chat.conversation.history import Turn
from bot.chat.conversation.more_results import MAX_CANDIDATES
from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import ProgressCallback, Reply, Request
from bot.library import Snapshot
from bot.question_answer import HistoryTurn, Question


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request that may be answered."""

    request: Request
    turns: Sequence[Turn]
    """What the request goes on from, oldest first."""
    tr: Translations
    progress: ProgressCallback

    @property
    def last_turn(self) -> Turn | None:
        """Return the turn that the request goes on from; None where it opens a conversation."""
        return self.turns[-1] if self.turns else None

    def question(
        self, text: str, snapshot: Snapshot, today: dt.date, turns: tuple[HistoryTurn, ...] = ()
    ) -> Question:
        """Return a question with the request's filter; raises UnknownOutlet and InvalidDate."""
        answer_filter = snapshot.answerer.passage_filter.parse(
            self.request.outlet, self.request.since, today
        )
        return Question(text, turns, MAX_CANDIDATES, today=today, answer_filter=answer_filter)


Handler = Callable[[RequestContext], Awaitable[Reply]]
"""Replies to the requests of a command; raises a BylineError where it can't."""
