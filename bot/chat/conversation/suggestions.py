"""What is offered to somebody who types a question, or the outlet that is to answer it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cachetools import TTLCache

from bot.chat.browsing.catalog import Catalog
from bot.chat.i18n import translations
from bot.chat.scheduling.executor import FairExecutor
from bot.corpus.title_index import fold_line
from bot.library import Snapshot
from bot.text.display import without_surrogates

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
"""Seconds that somebody who types waits for the index of a new corpus at most."""


@dataclass(frozen=True, slots=True)
class _PastQuestion:
    """A question that somebody asked."""

    question: str
    server: str
    """Where it was asked; empty in a direct message."""
    asked_at: float


class Suggestions:
    """Keeps what each person asked last, for that person alone. Belongs to one event loop."""

    def __init__(
        self,
        executor: FairExecutor,
        clock: Callable[[], float],
        catalog_of: Callable[[Snapshot], Catalog],
    ) -> None:
        """Take what counts seconds, and what gives the catalog whose outlets are offered."""
        self._executor = executor
        self._clock = clock
        self._catalog_of = catalog_of
        self._questions_by_author: TTLCache[str, tuple[_PastQuestion, ...]] = TTLCache(
            MAX_PEOPLE, RETENTION_SECONDS, timer=clock
        )
        self._catalog: tuple[Snapshot, asyncio.Task[Catalog]] | None = None

    def remember(self, author: str, question: str, server: str = "") -> None:
        """Keep a question, before the others of its author."""
        if len(question) > MAX_QUESTION_CHARS:
            return
        others = self._others(author, question)
        newest = _PastQuestion(question, server, self._clock())
        self._questions_by_author[author] = (newest, *others)[:MAX_OWN_QUESTIONS]

    def forget(self, author: str, question: str) -> None:
        """Forget a question that somebody asked."""
        self._replace(author, self._others(author, question))

    def forget_person(self, author: str) -> None:
        """Forget what somebody asked."""
        self._questions_by_author.pop(author, None)

    def forget_server(self, server: str) -> None:
        """Forget what was asked on a server."""
        for author, asked in tuple(self._questions_by_author.items()):
            self._replace(author, tuple(item for item in asked if item.server != server))

    async def questions(self, author: str, typed: str, snapshot: Snapshot) -> tuple[str, ...]:
        """Offer questions for what is typed so far.

        One's own come first, the newest before the others, then titles of articles, and last what
        outlets report.
        """
        typed = without_surrogates(typed)
        wanted = fold_line(typed)
        asked = [item.question for item in self._recent_questions(author)]
        own = [item for item in asked if wanted in fold_line(item)]
        catalog = await self._offered_catalog(snapshot)
        if catalog is None:
            return tuple(own)
        # Citations are found in English articles, and a question is answered in its own language.
        tr = translations()
        cited = [outlet.name for outlet in catalog.outlets_matching(typed) if outlet.passages]
        outlets = [tr("question.outlet-reports", outlet=name) for name in cited]
        outlets = outlets[:MAX_OUTLET_QUESTIONS]
        titles = await self._executor.run_detached(
            partial(_titles, catalog, typed, MAX_SUGGESTIONS - len(own) - len(outlets))
        )
        return (*own, *titles, *outlets)

    async def outlets(self, typed: str, snapshot: Snapshot) -> tuple[str, ...]:
        """Offer outlets that may answer, for what is typed so far: the most cited first."""
        catalog = await self._offered_catalog(snapshot)
        if catalog is None:
            return ()
        names = (outlet.name for outlet in catalog.outlets_matching(without_surrogates(typed)))
        return tuple(dict.fromkeys(names))[:MAX_SUGGESTIONS]

    def _recent_questions(self, author: str) -> tuple[_PastQuestion, ...]:
        oldest = self._clock() - RETENTION_SECONDS
        asked = self._questions_by_author.get(author, ())
        return tuple(item for item in asked if item.asked_at >= oldest)

    def _others(self, author: str, question: str) -> tuple[_PastQuestion, ...]:
        folded = fold_line(question)
        asked = self._recent_questions(author)
        return tuple(item for item in asked if fold_line(item.question) != folded)

    def _replace(self, author: str, asked: tuple[_PastQuestion, ...]) -> None:
        if asked:
            self._questions_by_author[author] = asked
        else:
            self._questions_by_author.pop(author, None)

    async def _offered_catalog(self, snapshot: Snapshot) -> Catalog | None:
        """Return the catalog of what there is to offer; None while that is still being made."""
        if self._catalog is None or self._catalog[0] is not snapshot:
            build = self._executor.run_detached(partial(self._catalog_of, snapshot))
            self._catalog = snapshot, asyncio.create_task(build)
        task = self._catalog[1]
        await asyncio.wait([task], timeout=MAX_WAIT_SECONDS)
        return task.result() if task.done() else None


def _titles(catalog: Catalog, typed: str, limit: int) -> list[str]:
    """Return at most so many titles to offer for what is typed, each once."""
    corpus = catalog.snapshot.corpus
    articles = map(corpus.article, catalog.articles_matching(typed).tolist())
    titles: dict[str, None] = {}
    for title in (article.title for article in articles if article.title):
        if len(titles) == limit:
            break
        titles[title] = None
    return list(titles)
