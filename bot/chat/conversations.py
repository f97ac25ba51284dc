"""The turns of conversations, for follow-ups: bounded in time, number and memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.model import Answer, Turn

MOST_CONVERSATIONS = 1000
MOST_TEXT = 4000
"""Characters of an answer that are remembered."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One turn, and what was answered."""

    turn: Turn
    answer: Answer
    at: float


class Conversations:
    """Keeps the newest turns of each conversation; whose turns count together is the front end's to say."""

    def __init__(self, seconds: float, turns: int) -> None:
        self._seconds = seconds
        self._turns = turns
        self._kept: OrderedDict[str, tuple[Remembered, ...]] = OrderedDict()

    def turns(self, conversation: str, now: float) -> tuple[Turn, ...]:
        """The turns that still count, oldest first."""
        return tuple(one.turn for one in self._fresh(conversation, now))

    def last(self, conversation: str, now: float) -> Answer | None:
        """The newest answer that still counts."""
        fresh = self._fresh(conversation, now)
        return fresh[-1].answer if fresh else None

    def remember(self, conversation: str, answer: Answer, now: float) -> None:
        """Add a turn, and forget what is over the bounds."""
        if not self._turns:
            return
        best = answer.best
        if best is not None:
            text, passage = best.passage.text[:MOST_TEXT], best.passage.id
        else:
            text, passage = (answer.fact.text if answer.fact else ""), None
        turn = Turn(answer.question.text, text, passage)
        kept = (*self._fresh(conversation, now), Remembered(turn, answer, now))
        self._kept[conversation] = kept[-self._turns :]
        self._kept.move_to_end(conversation)
        while len(self._kept) > MOST_CONVERSATIONS:
            self._kept.popitem(last=False)

    def _fresh(self, conversation: str, now: float) -> tuple[Remembered, ...]:
        return tuple(one for one in self._kept.get(conversation, ()) if now - one.at <= self._seconds)
