"""What was said in conversations, for follow-ups: bounded in time, number and memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.chat.trail import END, Spot, Trail
from bot.corpus.corpus import Corpus
from bot.model import Fact, Turn

MOST_CONVERSATIONS = 1000
MOST_TEXT = 4000
"""Characters of an answer that count for a follow-up."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Whose earlier turns count, and who sees what is said."""

    conversation: str
    alone: str | None = None
    """The one person who sees it; None: everybody in the conversation.

    Such a person goes on from what all have seen, but nobody goes on from what one person has seen in private.
    """


@dataclass(frozen=True, slots=True)
class Said:
    """A question and what was shown for it; neither a spot nor a fact where there was no answer."""

    question: str
    at: float
    spot: Spot | None = None
    fact: Fact | None = None
    rest: Trail = END
    """What "more" shows next; kept with the newest alone."""

    @property
    def answered(self) -> bool:
        """Whether anything was shown."""
        return self.spot is not None or self.fact is not None

    def turn(self, corpus: Corpus) -> Turn:
        """As a turn before another question. A passage that is served no more, or says something else by now, lends nothing."""
        number = self.spot.served(corpus) if self.spot else None
        if number is not None:
            passage = corpus[number]
            return Turn(self.question, passage.text[:MOST_TEXT], passage.id)
        return Turn(self.question, self.fact.text if self.fact else "")


class Conversations:
    """Keeps the newest turns of each conversation; whose turns count together is the front end's to say."""

    def __init__(self, seconds: float, turns: int) -> None:
        self._seconds = seconds
        self._turns = turns
        self._kept: OrderedDict[Talk, tuple[Said, ...]] = OrderedDict()

    def said(self, talk: Talk, now: float) -> tuple[Said, ...]:
        """What still counts and may be known there, oldest first."""
        everybody = self._fresh(Talk(talk.conversation), now)
        if talk.alone is None:
            return everybody
        together = sorted((*everybody, *self._fresh(talk, now)), key=lambda one: one.at)
        return tuple(together[-self._turns :])

    def last(self, talk: Talk, now: float) -> Said | None:
        """The newest of it."""
        said = self.said(talk, now)
        return said[-1] if said else None

    def remember(self, talk: Talk, said: Said) -> None:
        """Add a turn, and forget what is over the bounds."""
        if not self._turns:
            return
        kept = (*(replace(one, rest=END) for one in self._fresh(talk, said.at)), said)
        self._kept[talk] = kept[-self._turns :]
        self._kept.move_to_end(talk)
        while len(self._kept) > MOST_CONVERSATIONS or not self._fresh(next(iter(self._kept)), said.at):
            self._kept.popitem(last=False)

    def _fresh(self, talk: Talk, now: float) -> tuple[Said, ...]:
        return tuple(one for one in self._kept.get(talk, ()) if now - one.at <= self._seconds)
