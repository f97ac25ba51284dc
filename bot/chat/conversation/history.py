"""What was said in conversations, for follow-ups: bounded in time, number and memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.chat.messages.passage_ref import EMPTY_CURSOR, PassageRef, ResultCursor
from bot.corpus.corpus import Corpus
from bot.model import Article
from bot.question_answer import Fact, HistoryTurn

MAX_CONVERSATIONS = 1000
MAX_ANSWER_CHARS = 4000
"""Characters of an answer that count for a follow-up."""


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Whose earlier turns count, and who sees what is said."""

    conversation: str
    private_to: str | None = None
    """The one person who sees it; None: everybody in the conversation.

    Such a person goes on from what all have seen, but nobody goes on from what one person has
    seen in private.
    """
    server: str = ""
    """Where it takes place; empty where that is no server."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what was shown for it; neither a ref nor a fact where there was no answer."""

    question: str
    at: float = 0.0
    """When it was remembered, in seconds of the history's clock."""
    ref: PassageRef | None = None
    fact: Fact | None = None
    next_results: ResultCursor = EMPTY_CURSOR
    """What "more" shows next; kept with the newest alone."""
    id: str = ""
    """Of the message that asked; empty where nothing can refer to it."""
    root_question: str = ""
    """The message whose question this shows more on; empty where it asks one of its own."""

    @property
    def answered(self) -> bool:
        """Return whether anything was shown."""
        return self.ref is not None or self.fact is not None

    def with_current_ids(self, corpus: Corpus) -> Turn:
        """Return the turn by the ids that its passages have by now."""
        fact = self.fact
        if fact is not None and (article := find_unchanged(fact.article, corpus)):
            fact = replace(fact, article=article)
        ref = self.ref and self.ref.with_current_id(corpus)
        return replace(
            self, ref=ref, fact=fact, next_results=self.next_results.with_current_ids(corpus)
        )

    def to_history_turn(self, corpus: Corpus) -> HistoryTurn:
        """Return the turn as it counts before another question.

        A passage that is no longer served, or says something else by now, lends nothing.
        """
        number = self.ref.resolve(corpus) if self.ref else None
        if number is not None and self.ref is not None:
            passage = corpus[number]
            text = passage.text[:MAX_ANSWER_CHARS]
            return HistoryTurn(self.question, text, passage.id, self.ref.sentence)
        return HistoryTurn(self.question, self.fact.text if self.fact else "")


class ConversationHistory:
    """Keeps the newest turns of each conversation; front ends say which turns count together."""

    def __init__(self, seconds: float, max_turns: int) -> None:
        self._seconds = seconds
        self._max_turns = max_turns
        self._turns_by_key: OrderedDict[ConversationKey, tuple[Turn, ...]] = OrderedDict()

    @property
    def max_turns(self) -> int:
        """Return how many turns count at most."""
        return self._max_turns

    def turns(self, key: ConversationKey, now: float, before: str = "") -> tuple[Turn, ...]:
        """Return what still counts in a conversation and may be known there, oldest first.

        `before` leaves out a message that is among it, and what was said after that.
        """
        return tuple(
            turn for turn in _turns_before(before, self._visible_turns(key, now)) if turn.question
        )

    def remember(self, key: ConversationKey, turn: Turn) -> None:
        """Add a turn, or put it in the place of the one of the same message.

        Forgets what is over the bounds.
        """
        if not self._max_turns:
            return
        unexpired = self._unexpired(key, turn.at)
        position = next(
            (position for position, item in enumerate(unexpired) if turn.id and item.id == turn.id),
            len(unexpired),
        )
        if position < len(unexpired) - 1:
            kept = (
                *unexpired[:position],
                replace(turn, at=unexpired[position].at, next_results=EMPTY_CURSOR),
                *unexpired[position + 1 :],
            )
        else:
            kept = (
                *(replace(turn, next_results=EMPTY_CURSOR) for turn in unexpired[:position]),
                turn,
            )
        self._store(key, kept, turn.at)

    def contains(self, key: ConversationKey, now: float, message: str) -> bool:
        """Return whether the turn of a message still counts in a conversation."""
        return any(turn.id == message for turn in self._visible_turns(key, now))

    def resume_from(self, key: ConversationKey, turns: tuple[Turn, ...], now: float) -> None:
        """Go on from some turns, whatever was said there in between."""
        if self._max_turns:
            self._store(key, tuple(replace(turn, at=now) for turn in turns), now)

    def clear_turn(self, key: ConversationKey, message: str) -> None:
        """Forget the turn of a message but for its place, which an edit of the message may take."""
        if key in self._turns_by_key:
            self._turns_by_key[key] = tuple(
                replace(turn, question="") if turn.id == message else turn
                for turn in self._turns_by_key[key]
            )

    def forget(self, key: ConversationKey, message: str) -> None:
        """Forget the turn of a message, and those that showed more on its question."""
        if key in self._turns_by_key:
            self._turns_by_key[key] = tuple(
                turn
                for turn in self._turns_by_key[key]
                if message not in (turn.id, turn.root_question)
            )

    def forget_server(self, server: str) -> None:
        """Forget what was said on a server."""
        for key in [key for key in self._turns_by_key if key.server == server]:
            del self._turns_by_key[key]

    def forget_person(self, person: str) -> None:
        """Forget the conversations of one person, in private or in a channel."""
        for key in list(self._turns_by_key):
            if person in (key.private_to, key.conversation.rpartition(":")[2]):
                del self._turns_by_key[key]

    def _visible_turns(self, key: ConversationKey, now: float) -> tuple[Turn, ...]:
        public = self._unexpired(replace(key, private_to=None), now)
        if key.private_to is None:
            return public
        own = self._unexpired(key, now)
        # Who went back to what all have seen goes on from it as their own.
        resumed = {turn.id for turn in own if turn.id}
        merged = sorted(
            (*(turn for turn in public if turn.id not in resumed), *own), key=lambda turn: turn.at
        )
        return tuple(merged[-self._max_turns :])

    def _store(self, key: ConversationKey, kept: tuple[Turn, ...], now: float) -> None:
        self._turns_by_key[key] = kept[-self._max_turns :]
        self._turns_by_key.move_to_end(key)
        while len(self._turns_by_key) > MAX_CONVERSATIONS or not self._unexpired(
            next(iter(self._turns_by_key)), now
        ):
            self._turns_by_key.popitem(last=False)

    def _unexpired(self, key: ConversationKey, now: float) -> tuple[Turn, ...]:
        return tuple(
            turn for turn in self._turns_by_key.get(key, ()) if now - turn.at <= self._seconds
        )


def find_unchanged(article: Article, corpus: Corpus) -> Article | None:
    """Return the article where it stands by now; None where anything else of it changed."""
    there = (corpus.article(number) for number in corpus.find_articles(article.id))
    return next(
        (item for item in there if replace(article, id=item.id, path=item.path) == item), None
    )


def _turns_before(message: str, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    position = next(
        (position for position, turn in enumerate(turns) if message and turn.id == message),
        len(turns),
    )
    return turns[:position]
