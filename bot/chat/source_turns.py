"""Where the last answer of a conversation comes from."""

from __future__ import annotations

from bot.chat import cards, turn_words
from bot.chat.card import Card
from bot.chat.conversations import Said, same_article
from bot.chat.message import Reply
from bot.chat.speech import Speech
from bot.library import Snapshot


def source(last: Said, snapshot: Snapshot, say: Speech) -> Reply | None:
    """Where what was shown last comes from; None where that is served no more, or says something else by now."""
    corpus = snapshot.corpus
    if last.fact:
        article = same_article(last.fact.article, corpus)
        return turn_words.fact_source(say, article) if article else None
    if last.spot is None or last.spot.served(corpus) is None:
        return None
    return cards.source(say, Card(last.spot), snapshot, private=False)
