"""Votes on answers."""

from __future__ import annotations

from bot.chat.conversation.history import Turn
from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState
from bot.chat.messages.request_reply import Command, Reply, Request
from bot.chat.rendering import answer_view_blocks
from bot.chat.rendering.answer_replies import text_reply
from bot.store.feedback import Vote
from bot.store.store import Store


async def record_vote(
    tr: Translations, request: Request, state: AnswerState, last: Turn | None, store: Store
) -> Reply:
    """Keep what somebody says of an answer; `last` is the last turn of their conversation, which may know what it answered."""
    if request.clicked is None:
        return text_reply(tr("vote.not-kept"), private=True, error=True)
    question = request.clicked.question
    if not question and last and last.ref == state.ref:
        question = last.question
    right = request.command is Command.RIGHT
    record = await store.answers.by_message(request.clicked.key)
    said = Vote(
        request.clicked.key,
        request.author,
        right,
        _without_surrogates(question),
        _without_surrogates(state.ref.passage),
        request.server,
        record.root or record.question if record else "",
    )
    result = await store.feedback.vote(said)
    if result is None:
        return text_reply(tr("vote.not-kept"), private=True, error=True)
    return text_reply(
        answer_view_blocks.vote_thanks(tr, right=right, before=result.previous), private=True
    )


def _without_surrogates(text: str) -> str:
    # SQLite takes no half of a pair.
    return text.encode(errors="replace").decode()
