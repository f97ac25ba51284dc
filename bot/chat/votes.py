"""Votes on answers."""

from __future__ import annotations

from bot.chat import card_words
from bot.chat.card import Card
from bot.chat.conversations import Said
from bot.chat.message import Message, Reply, Verb
from bot.chat.speech import Speech
from bot.chat.words import sentence
from bot.store.feedback import Vote
from bot.store.store import Store


async def vote(say: Speech, message: Message, card: Card, last: Said | None, store: Store) -> Reply:
    """Keep what somebody says of an answer; `last` is the last turn of their conversation, which may know what it answered."""
    if message.clicked is None:
        return sentence(say("vote.not-kept"), private=True, error=True)
    question = message.clicked.question
    if not question and last and last.spot == card.spot:
        question = last.question
    right = message.verb is Verb.RIGHT
    given = await store.answers.of(message.clicked.key)
    said = Vote(
        message.clicked.key,
        message.author,
        right,
        _storable(question),
        _storable(card.spot.passage),
        message.server,
        given.root or given.question if given else "",
    )
    counted = await store.feedback.vote(said)
    if counted is None:
        return sentence(say("vote.not-kept"), private=True, error=True)
    return sentence(card_words.thanks(say, right=right, before=counted.before), private=True)


def _storable(text: str) -> str:
    # SQLite takes no half of a pair.
    return text.encode(errors="replace").decode()
