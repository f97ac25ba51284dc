"""What is offered to somebody who types a question, or the outlet that is to answer it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from bot.chat.conversation.executor import FairExecutor
from bot.chat.i18n import translations
from bot.corpus.title_index import TitleIndex, fold_line
from bot.library import Snapshot

MAX_SUGGESTIONS = 25
"""How many are offered at once."""
MAX_OWN_QUESTIONS = 8
"""How many of them are one's own questions, and how many are kept of each person."""
MAX_OUTLET_QUESTIONS = 5
"""How many questions about outlets are offered beside those."""
MAX_PEOPLE = 1000
"""Of how many people questions are kept."""
RETENTION_SECONDS = 7 * 24 * 3600.0
"""Seconds that they are."""
MAX_QUESTION_CHARS = 100
"""Characters of a question that is kept: longer ones can't be offered whole."""
MAX_WAIT_SECONDS = 1.5
"""Seconds that somebody who types waits at most for the titles of a new corpus to be gone through."""


@dataclass(frozen=True, slots=True)
class _PastQuestion:
    """A question that somebody asked."""

    question: str
    server: str
    """Where it was asked; empty in a direct message."""
    asked_at: float


@dataclass(frozen=True, slots=True)
class _SuggestionIndex:
    """What can be offered from one snapshot."""

    titles: TitleIndex
    outlets: tuple[tuple[str, str], ...]
    """As they are looked for, and as they are called."""

    @staticmethod
    def from_snapshot(snapshot: Snapshot) -> _SuggestionIndex:
        names = dict.fromkeys(
            citation.outlet or "" for citation, _ in snapshot.attributions.cited_outlets()
        )
        return _SuggestionIndex(
            TitleIndex(snapshot.corpus), tuple((fold_line(name), name) for name in names)
        )


class Suggestions:
    """Keeps what each person asked last, for that person alone. Belongs to one event loop."""

    def __init__(self, executor: FairExecutor, clock: Callable[[], float]) -> None:
        """Take what counts seconds."""
        self._executor = executor
        self._clock = clock
        self._questions_by_author: OrderedDict[str, tuple[_PastQuestion, ...]] = OrderedDict()
        self._index: tuple[Snapshot, asyncio.Task[_SuggestionIndex]] | None = None

    def remember(self, author: str, question: str, server: str = "") -> None:
        """Keep a question, and forget what is over the bounds."""
        if len(question) > MAX_QUESTION_CHARS:
            return
        others = (
            past_question
            for past_question in self._recent_questions(author)
            if not _is_same_question(past_question, question)
        )
        self._questions_by_author[author] = (
            _PastQuestion(question, server, self._clock()),
            *others,
        )[:MAX_OWN_QUESTIONS]
        self._questions_by_author.move_to_end(author)
        while len(self._questions_by_author) > MAX_PEOPLE or not self._recent_questions(
            next(iter(self._questions_by_author))
        ):
            self._questions_by_author.popitem(last=False)

    def forget(self, author: str, question: str) -> None:
        """Forget a question that somebody asked."""
        if author in self._questions_by_author:
            self._questions_by_author[author] = tuple(
                past_question
                for past_question in self._recent_questions(author)
                if not _is_same_question(past_question, question)
            )

    def forget_server(self, server: str) -> None:
        """Forget what was asked on a server."""
        for author, asked in self._questions_by_author.items():
            self._questions_by_author[author] = tuple(
                past_question for past_question in asked if past_question.server != server
            )

    async def questions(self, author: str, typed: str, snapshot: Snapshot) -> tuple[str, ...]:
        """Questions for what is typed so far: one's own, the newest first, titles of articles, and what outlets report."""
        wanted = fold_line(typed)
        asked = [past_question.question for past_question in self._recent_questions(author)]
        own = [item for item in asked if wanted in fold_line(item)]
        table = await self._index_of(snapshot)
        if table is None:
            return tuple(own)
        # Whatever the person's own language is: citations are found in English articles, and a question is answered in its own language.
        tr = translations()
        outlets = [
            tr("question.outlet-reports", outlet=name)
            for name in _matching_outlets(table, wanted)[:MAX_OUTLET_QUESTIONS]
        ]
        titles = await self._executor.run_detached(
            partial(table.titles.complete, typed, MAX_SUGGESTIONS - len(own) - len(outlets))
        )
        return (*own, *titles, *outlets)

    async def outlets(self, typed: str, snapshot: Snapshot) -> tuple[str, ...]:
        """Outlets that the articles cite, for what is typed so far: the ones cited most first."""
        table = await self._index_of(snapshot)
        return tuple(_matching_outlets(table, fold_line(typed))[:MAX_SUGGESTIONS]) if table else ()

    def _recent_questions(self, author: str) -> tuple[_PastQuestion, ...]:
        oldest = self._clock() - RETENTION_SECONDS
        return tuple(
            past_question
            for past_question in self._questions_by_author.get(author, ())
            if past_question.asked_at >= oldest
        )

    async def _index_of(self, snapshot: Snapshot) -> _SuggestionIndex | None:
        """What there is to offer; None while that is still being found out."""
        if self._index is None or self._index[0] is not snapshot:
            self._index = (
                snapshot,
                asyncio.create_task(
                    self._executor.run_detached(partial(_SuggestionIndex.from_snapshot, snapshot))
                ),
            )
        task = self._index[1]
        await asyncio.wait([task], timeout=MAX_WAIT_SECONDS)
        return task.result() if task.done() else None


def _is_same_question(own: _PastQuestion, question: str) -> bool:
    return fold_line(own.question) == fold_line(question)


def _matching_outlets(table: _SuggestionIndex, wanted: str) -> list[str]:
    holding = [
        (not folded.startswith(wanted), name) for folded, name in table.outlets if wanted in folded
    ]
    return [name for _, name in sorted(holding, key=itemgetter(0))]
