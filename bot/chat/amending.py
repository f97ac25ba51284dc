"""Answers given that are no longer what the articles say: found after a reload or a restart, and told anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.chat import card_words, turn_words, words
from bot.chat.card import Card, Caveat
from bot.chat.message import Line, Quote, Reply, Shown, Verb
from bot.chat.names import title_of
from bot.chat.quoting import fact_now, find_sentence, now_at, quoted_fact, quoted_passage, stands
from bot.chat.speech import Speech, speech
from bot.chat.threads import Threads
from bot.chat.trail import END, Spot, Trail
from bot.library import Library, Snapshot
from bot.model import Span
from bot.store.answers import Answers, Given, Quoted

_UNDER_WAY = 120.0
"""Seconds after a reload in which an answer from before it may still be on its way."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """An answer as it reads from now on."""

    given: Given
    """With what it quotes now."""
    reply: Reply


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands for one thing that an answer quoted."""

    quoted: Quoted
    blocks: tuple[Line | Quote, ...]
    number: int | None = None
    """Of the passage; None where there is none."""
    mark: Span | None = None
    """Its answering sentence."""


class Amendments:
    """Keeps answers of the last week true. What is done is found in the store, so that a restart goes on where it was left."""

    def __init__(self, library: Library, answers: Answers, threads: Threads, today: Callable[[], dt.date]) -> None:
        self._library = library
        self._answers = answers
        self._threads = threads
        self._today = today
        self._reloaded_at = answers.now
        self._due = True

    @property
    def due(self) -> bool:
        """Whether there may be something to amend that nobody has begun with: at the start, and after each reload."""
        return self._due

    def begin(self) -> None:
        """Note that somebody amends what there is."""
        self._due = False

    def reloaded(self) -> None:
        """The articles have changed."""
        self._reloaded_at = self._answers.now
        self._due = True

    def delivered(self) -> None:
        """An answer was given; it may be from before a reload."""
        if self._answers.now - self._reloaded_at < _UNDER_WAY:
            self._due = True

    async def pending(self) -> AsyncIterator[Amendment]:
        """Every answer that is to be amended, the newest first; each once."""
        shown, snapshot = await self._answers.shown(), self._library.snapshot
        stale = await self._threads.aside(lambda: [one for one in shown if _stale(one, snapshot)])
        for question in await self._answers.showing(stale):
            given = await self._answers.to(question)
            if given is not None:
                yield await self._threads.aside(partial(amendment, given, self._library.snapshot, self._today()))

    def amended(self, made: Amendment) -> None:
        """Note that an answer reads so by now."""
        self._answers.amended(made.given)


def _stale(one: Quoted, snapshot: Snapshot) -> bool:
    """Whether the articles say otherwise by now; what can't be read at the moment says nothing."""
    article = one.passage if one.field else one.passage.rpartition("#")[0]
    return not stands(one, snapshot.corpus) and not snapshot.unread(article)


def amendment(given: Given, snapshot: Snapshot, today: dt.date) -> Amendment:
    """An answer told anew: what still stands as it was, what was rewritten as it reads now, nothing of what was withdrawn."""
    say = speech(given.language)
    parts = [_part(say, one, snapshot, today) for one in given.quoted]
    first = next((part for part in parts if part.number is not None), None)
    caveat = Caveat.NEXT_CLOSEST if given.close else Caveat.NONE
    said = (Line(say("more.next-closest")),) if caveat and first else ()
    reply = Reply((*said, *(block for part in parts for block in part.blocks)), close=given.close, language=say.language)
    if first is not None and first.number is not None:
        passage, mark = snapshot.corpus[first.number], first.mark
        again = words.show_action("", Card(Spot.at(passage, mark), caveat), snapshot.corpus)
        again = replace(again, verb=Verb.ANSWER) if again else None
        more = turn_words.more(say, Trail.read(given.rest, snapshot.corpus) or END, snapshot.corpus)
        shown = None if given.close else Shown(passage, snapshot.attributions[first.number], mark)
        reply = replace(reply, actions=card_words.buttons(say, again, Verb.ANSWER, more, private=False), shown=shown, again=again)
    return Amendment(replace(given, quoted=tuple(part.quoted for part in parts)), reply)


def _part(say: Speech, one: Quoted, snapshot: Snapshot, today: dt.date) -> _Part:
    same = stands(one, snapshot.corpus)
    part = _fact(say, one, snapshot, today, same=same) if one.field else _passage(say, one, snapshot, today, same=same)
    if part is not None:
        return part
    served = snapshot.corpus.find_articles(one.passage if one.field else one.passage.rpartition("#")[0])
    return _Part(replace(one, check=b""), (Line(say("amended.taken-out" if served else "amended.withdrawn", title=one.title, day=say.day(today))),))


def _fact(say: Speech, one: Quoted, snapshot: Snapshot, today: dt.date, *, same: bool) -> _Part | None:
    fact = fact_now(one, snapshot.corpus)
    if fact is None:
        return None
    note = () if same else (Line(say("amended.fact", day=say.day(today))),)
    return _Part(quoted_fact(fact), (*note, Line(words.fact(say, fact)), *words.about(say, fact.article)))


def _passage(say: Speech, one: Quoted, snapshot: Snapshot, today: dt.date, *, same: bool) -> _Part | None:
    number = now_at(one, snapshot.corpus)
    if number is None:
        return None
    passage = snapshot.corpus[number]
    mark = Span(one.start, one.end) if same and one.end else find_sentence(passage.text, one.sentence) if one.sentence else None
    note = () if same else (Line(say("amended.changed" if one.check else "amended.returned", day=say.day(today))),)
    quoted = quoted_passage(passage.id, title_of(passage.article), passage.text, mark)
    if mark is None:
        # A later change may bring the sentence back.
        quoted = replace(quoted, sentence=one.sentence)
    return _Part(quoted, (*note, *words.passage_blocks(say, passage, snapshot.attributions[number], mark, snapshot.corpus)), number, mark)
