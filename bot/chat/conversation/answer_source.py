"""Where the last answer of a conversation comes from."""

from __future__ import annotations

from bot.chat.conversation import answer_views
from bot.chat.conversation.history import Turn, find_unchanged
from bot.chat.i18n import Translations
from bot.chat.messages.answer_state import AnswerState
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import follow_ups
from bot.library import Snapshot


def source_reply(last: Turn, snapshot: Snapshot, tr: Translations) -> Reply | None:
    """Where what was shown last comes from; None where that is served no more, or says something else by now."""
    corpus = snapshot.corpus
    if last.fact:
        article = find_unchanged(last.fact.article, corpus)
        return follow_ups.fact_source_reply(tr, article) if article else None
    if last.ref is None or last.ref.resolve(corpus) is None:
        return None
    return answer_views.render_source(tr, AnswerState(last.ref), snapshot, private=False)
