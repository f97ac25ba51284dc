"""What is offered to somebody who types a question, or the outlet that is to answer it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from bot.chat.speech import speech
from bot.chat.threads import Threads
from bot.corpus.titles import Titles, folded_line
from bot.library import Snapshot

MOST = 25
"""How many are offered at once."""
OWN = 8
"""How many of them are one's own questions, and how many are kept of each person."""
OUTLETS = 5
"""How many questions about outlets are offered beside those."""
PEOPLE = 1000
"""Of how many people questions are kept."""
KEPT = 7 * 24 * 3600.0
"""Seconds that they are."""
LONGEST = 100
"""Characters of a question that is kept: longer ones can't be offered whole."""
PATIENCE = 1.5
"""Seconds that somebody who types waits at most for the titles of a new corpus to be gone through."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A question that somebody asked."""

    question: str
    server: str
    """Where it was asked; empty in a direct message."""
    at: float


@dataclass(frozen=True, slots=True)
class _Table:
    """What can be offered from one snapshot."""

    titles: Titles
    outlets: tuple[tuple[str, str], ...]
    """As they are looked for, and as they are called."""

    @staticmethod
    def of(snapshot: Snapshot) -> _Table:
        names = dict.fromkeys(citation.outlet or "" for citation, _ in snapshot.attributions.outlets())
        return _Table(Titles(snapshot.corpus), tuple((folded_line(name), name) for name in names))


class Suggestions:
    """Keeps what each person asked last, for that person alone. Belongs to one event loop."""

    def __init__(self, threads: Threads, clock: Callable[[], float]) -> None:
        """Take what counts seconds."""
        self._threads = threads
        self._clock = clock
        self._asked: OrderedDict[str, tuple[_Own, ...]] = OrderedDict()
        self._table: tuple[Snapshot, asyncio.Task[_Table]] | None = None

    def remember(self, author: str, question: str, server: str = "") -> None:
        """Keep a question, and forget what is over the bounds."""
        if len(question) > LONGEST:
            return
        others = (one for one in self._of_person(author) if not _same(one, question))
        self._asked[author] = (_Own(question, server, self._clock()), *others)[:OWN]
        self._asked.move_to_end(author)
        while len(self._asked) > PEOPLE or not self._of_person(next(iter(self._asked))):
            self._asked.popitem(last=False)

    def forget(self, author: str, question: str) -> None:
        """Forget a question that somebody asked."""
        if author in self._asked:
            self._asked[author] = tuple(one for one in self._of_person(author) if not _same(one, question))

    def forget_server(self, server: str) -> None:
        """Forget what was asked on a server."""
        for author, asked in self._asked.items():
            self._asked[author] = tuple(one for one in asked if one.server != server)

    async def questions(self, author: str, typed: str, snapshot: Snapshot) -> tuple[str, ...]:
        """Questions for what is typed so far: one's own, the newest first, titles of articles, and what outlets report."""
        wanted = folded_line(typed)
        asked = [one.question for one in self._of_person(author)]
        own = [one for one in asked if wanted in folded_line(one)]
        table = await self._of(snapshot)
        if table is None:
            return tuple(own)
        # Whatever the person's own language is: citations are found in English articles, and a question is answered in its own language.
        say = speech()
        outlets = [say("question.outlet-reports", outlet=name) for name in _outlets(table, wanted)[:OUTLETS]]
        titles = await self._threads.aside(partial(table.titles.holding, typed, MOST - len(own) - len(outlets)))
        return (*own, *titles, *outlets)

    async def outlets(self, typed: str, snapshot: Snapshot) -> tuple[str, ...]:
        """Outlets that the articles cite, for what is typed so far: the ones cited most first."""
        table = await self._of(snapshot)
        return tuple(_outlets(table, folded_line(typed))[:MOST]) if table else ()

    def _of_person(self, author: str) -> tuple[_Own, ...]:
        oldest = self._clock() - KEPT
        return tuple(one for one in self._asked.get(author, ()) if one.at >= oldest)

    async def _of(self, snapshot: Snapshot) -> _Table | None:
        """What there is to offer; None while that is still being found out."""
        if self._table is None or self._table[0] is not snapshot:
            self._table = snapshot, asyncio.create_task(self._threads.aside(partial(_Table.of, snapshot)))
        task = self._table[1]
        await asyncio.wait([task], timeout=PATIENCE)
        return task.result() if task.done() else None


def _same(own: _Own, question: str) -> bool:
    return folded_line(own.question) == folded_line(question)


def _outlets(table: _Table, wanted: str) -> list[str]:
    holding = [(not folded.startswith(wanted), name) for folded, name in table.outlets if wanted in folded]
    return [name for _, name in sorted(holding, key=itemgetter(0))]
