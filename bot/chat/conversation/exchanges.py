"""Exchanges that were kept, as they are saved as tests: without the names of those who spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.conversation.quotes import current_fact, find_current
from bot.chat.local_time import local_time
from bot.chat.messages.passage_ref import ResultCursor
from bot.corpus.corpus import Corpus
from bot.moderation.inbox import asked_text, is_public
from bot.moderation.saved_tests import SavedExchange, SavedTurn
from bot.store.opening import OpenStore
from bot.store.records import AnswerRecord

MAX_TURNS = 10
"""Turns of an exchange that are saved at most."""


@dataclass(frozen=True, slots=True)
class ExchangeReader:
    """Reads exchanges that everybody in a channel saw."""

    open_store: OpenStore

    async def find(self, asked: str) -> tuple[AnswerRecord, ...]:
        """Return a question with what led to it, oldest first; empty where it is not kept.

        `asked` is the id of the message that asked, or of one that answers. What people asked alone
        is theirs.
        """
        answers = self.open_store().answers
        record = await answers.by_question(asked) or await answers.by_message(asked)
        if record is None or not is_public(record) or not asked_text(record):
            return ()
        return await answers.chain(record.question, MAX_TURNS)


def to_exchange(records: Sequence[AnswerRecord], corpus: Corpus) -> SavedExchange:
    """Return kept answers as an exchange, with what is answered by the articles as they are."""
    members: dict[str, str] = {}
    turns = []
    for record in records:
        author = members.setdefault(record.author, f"member{len(members) + 1}")
        turns.append(_to_turn(record, author, corpus))
    for place in range(1, len(turns)):
        if turns[place].author != turns[place - 1].author and not turns[place].thread:
            turns[place] = replace(turns[place], replies=True)
    day = local_time(records[-1].at).date()
    return SavedExchange(tuple(turns), day)


def with_label(exchange: SavedExchange, passage: str | None, corpus: Corpus) -> SavedExchange:
    """Return an exchange whose question is to be answered with a passage; None: by nothing."""
    last = replace(
        exchange.last,
        fact=None,
        abstains=passage is None,
        passage=passage,
        passage_text=_text_of(passage, corpus) if passage else "",
    )
    return replace(exchange, turns=(*exchange.turns[:-1], last))


def _to_turn(record: AnswerRecord, author: str, corpus: Corpus) -> SavedTurn:
    clicked_more = record.root and ResultCursor.decode(record.text, corpus) is not None
    turn = SavedTurn(
        author,
        "" if clicked_more else " ".join(record.text.split()),
        record.language,
        asked_text(record),
        abstains=record.abstained,
        # A conversation of one person is named for the person too.
        thread=":" not in record.conversation,
    )
    first = record.quoted[0] if record.quoted and not record.abstained else None
    if first is None:
        return turn
    if first.field:
        fact = current_fact(first, corpus)
        return replace(turn, fact=fact.text if fact else None)
    number = find_current(first, corpus)
    if number is None:
        return turn
    return replace(turn, passage=corpus[number].id, passage_text=corpus[number].text)


def _text_of(passage: str, corpus: Corpus) -> str:
    number = corpus.find_passage(passage)
    return corpus[number].text if number is not None else ""
