"""The newest on a matter: what is shown of it at once, and what "more" shows next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.browsing import listing_replies
from bot.chat.conversation.more_results import more_results
from bot.chat.i18n import Translations
from bot.chat.messages.passage_ref import PassageRef, ResultCursor
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import answer_replies
from bot.library import Library
from bot.model import Question

PASSAGES_AT_ONCE = 3
"""Passages shown at once."""


@dataclass(frozen=True, slots=True)
class LatestReply:
    """A reply with what it leaves for later."""

    reply: Reply
    ref: PassageRef | None
    """The newest passage; None where nothing was found."""
    next_results: ResultCursor


def find_latest(library: Library, question: Question, tr: Translations) -> LatestReply | None:
    """The newest on what a question names; None where it names nothing to look for."""
    answer, corpus = library.latest(question), library.snapshot.corpus
    if answer is None:
        return None
    if not answer.answered:
        return LatestReply(
            answer_replies.answer_reply(tr, answer, corpus), None, more_results(answer)
        )
    refs = tuple(map(PassageRef.from_candidate, answer.candidates))
    next_results = ResultCursor(refs[PASSAGES_AT_ONCE:], len(refs[PASSAGES_AT_ONCE:]))
    return LatestReply(
        listing_replies.latest_reply(
            tr, answer, question.text, PASSAGES_AT_ONCE, next_results, corpus
        ),
        refs[0],
        next_results,
    )
