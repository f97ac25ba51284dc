"""What was said in conversations, for follow-ups: bounded in time, number and memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.chat.trail import END, Spot, Trail
from bot.corpus.corpus import Corpus
from bot.model import Article, Fact, Turn

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
    server: str = ""
    """Where it takes place; empty where that is no server."""


@dataclass(frozen=True, slots=True)
class Said:
    """A question and what was shown for it; neither a spot nor a fact where there was no answer."""

    question: str
    at: float
    spot: Spot | None = None
    fact: Fact | None = None
    rest: Trail = END
    """What "more" shows next; kept with the newest alone."""
    id: str = ""
    """Of the message that asked; empty where nothing can refer to it."""
    root: str = ""
    """The message whose question this shows more on; empty where it asks one of its own."""

    @property
    def answered(self) -> bool:
        """Whether anything was shown."""
        return self.spot is not None or self.fact is not None

    def now(self, corpus: Corpus) -> Said:
        """The same by the ids that what it shows has by now, where articles were moved."""
        fact = self.fact
        if fact is not None and (article := same_article(fact.article, corpus)):
            fact = replace(fact, article=article)
        spot = self.spot and self.spot.now(corpus)
        return replace(self, spot=spot, fact=fact, rest=self.rest.now(corpus))

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

    @property
    def turns(self) -> int:
        """How many count at most."""
        return self._turns

    def said(self, talk: Talk, now: float, before: str = "") -> tuple[Said, ...]:
        """What still counts and may be known there, oldest first; what was said before a message, where that is among it."""
        return tuple(one for one in _until(before, self._together(talk, now)) if one.question)

    def last(self, talk: Talk, now: float) -> Said | None:
        """The newest of it."""
        said = self.said(talk, now)
        return said[-1] if said else None

    def remember(self, talk: Talk, said: Said) -> None:
        """Add a turn, or put it in the place of the one of the same message, and forget what is over the bounds."""
        if not self._turns:
            return
        fresh = self._fresh(talk, said.at)
        place = next((place for place, one in enumerate(fresh) if said.id and one.id == said.id), len(fresh))
        if place < len(fresh) - 1:
            kept = (*fresh[:place], replace(said, at=fresh[place].at, rest=END), *fresh[place + 1 :])
        else:
            kept = (*(replace(one, rest=END) for one in fresh[:place]), said)
        self._keep(talk, kept, said.at)

    def holds(self, talk: Talk, now: float, message: str) -> bool:
        """Whether the turn of a message still counts there."""
        return any(one.id == message for one in self._together(talk, now))

    def begin(self, talk: Talk, said: tuple[Said, ...], now: float) -> None:
        """Go on from some turns, whatever was said there in between."""
        if self._turns:
            self._keep(talk, tuple(replace(one, at=now) for one in said), now)

    def open(self, talk: Talk, message: str) -> None:
        """Forget the turn of a message, but for its place, which another turn of the same message may take."""
        if talk in self._kept:
            self._kept[talk] = tuple(replace(one, question="") if one.id == message else one for one in self._kept[talk])

    def forget(self, talk: Talk, message: str) -> None:
        """Forget the turn of a message, and those that showed more on its question."""
        if talk in self._kept:
            self._kept[talk] = tuple(one for one in self._kept[talk] if message not in (one.id, one.root))

    def forget_server(self, server: str) -> None:
        """Forget what was said on a server."""
        for talk in [talk for talk in self._kept if talk.server == server]:
            del self._kept[talk]

    def _together(self, talk: Talk, now: float) -> tuple[Said, ...]:
        everybody = self._fresh(replace(talk, alone=None), now)
        if talk.alone is None:
            return everybody
        own = self._fresh(talk, now)
        # Who went back to what all have seen goes on from it as their own.
        again = {one.id for one in own if one.id}
        together = sorted((*(one for one in everybody if one.id not in again), *own), key=lambda one: one.at)
        return tuple(together[-self._turns :])

    def _keep(self, talk: Talk, kept: tuple[Said, ...], now: float) -> None:
        self._kept[talk] = kept[-self._turns :]
        self._kept.move_to_end(talk)
        while len(self._kept) > MOST_CONVERSATIONS or not self._fresh(next(iter(self._kept)), now):
            self._kept.popitem(last=False)

    def _fresh(self, talk: Talk, now: float) -> tuple[Said, ...]:
        return tuple(one for one in self._kept.get(talk, ()) if now - one.at <= self._seconds)


def same_article(article: Article, corpus: Corpus) -> Article | None:
    """The article where it stands by now; None where it is gone, or anything else of it changed."""
    there = (corpus.article(number) for number in corpus.find_articles(article.id))
    return next((one for one in there if replace(article, id=one.id, path=one.path) == one), None)


def _until(message: str, said: tuple[Said, ...]) -> tuple[Said, ...]:
    place = next((place for place, one in enumerate(said) if message and one.id == message), len(said))
    return said[:place]
