"""Other passages that answer too: alike, or with another figure; and which of them is the newest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answering.accounts import Accounts
from bot.answering.figure import Figure
from bot.answering.figures import FigureReader
from bot.answering.question import Asked, Kind
from bot.answering.ranking import Ranked, Ranking
from bot.answering.reading import Reading
from bot.attribution.packed import Attributions

ALIKE = 0.8
"""How much of the first passage's coverage another's must have."""
BEHIND = 2.0
"""How far behind its score may be: e to this power times less likely, by the ranking's own model."""
MOST = 5
"""How many others are named."""
LOOKED_AT = 15
"""How many candidates may be named beside the first."""
FIGURES = 2
"""How many other figures are shown: as many as the buttons of an answer carry."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer with what stands beside it."""

    first: Ranked
    """The answer: the newest, where its figure takes the place of another one's."""
    confidence: float | None = None
    """The chance that it answers, where it is not the one that was ranked first."""
    others: tuple[Ranked, ...] = ()
    """What answers too, the newest first."""
    differing: tuple[Ranked, ...] = ()
    """What of it gives another figure, older ones first."""
    older: tuple[Ranked, ...] = ()
    """Those of them whose figure the answer's takes the place of."""
    reprints: Mapping[int, int] = field(default_factory=dict)
    """By passage that repeats another of the candidates, that one."""
    figures: Mapping[int, Figure] = field(default_factory=dict)
    """By passage, the figure asked for that it gives."""


@dataclass(frozen=True, slots=True)
class _Account:
    """A candidate with its figure."""

    one: Ranked
    figure: Figure
    article: int
    day: int
    """On which its text was first published, counted as `date.toordinal` does; 0 where that is unknown."""

    @property
    def marked(self) -> Ranked:
        """The candidate with the sentence that has the figure."""
        return replace(self.one, sentence=self.figure.sentence)

    def differs(self, other: _Account) -> bool:
        """Whether both give another figure for one thing."""
        return self.figure.of_one_event and other.figure.of_one_event and not self.figure.agrees(other.figure)

    def takes_the_place_of(self, other: _Account) -> bool:
        """Whether this figure came later: its text did, by a day or more, or else says so."""
        if self.article == other.article:
            return False
        if self.day and other.day and self.day != other.day:
            return self.day > other.day
        if self.figure.replaces(other.figure) or other.figure.replaces(self.figure):
            return self.figure.replaces(other.figure)
        return self.figure.updating and not other.figure.updating


class Company:
    """The candidates of one question, each beside the others."""

    def __init__(
        self, asked: Asked, ranking: Ranking, ranked: Sequence[Ranked], reading: Reading, attributions: Attributions, reprints: Mapping[int, int]
    ) -> None:
        """Take the question, its candidates best first, the corpus that they are from, and which of them repeat another."""
        self._asked, self._ranked, self._reading, self._attributions = asked, ranked, reading, attributions
        self._rows = {int(ranking.case.scene.passages[row]): int(row) for row in ranking.order[: len(ranked)]}
        self._reader = FigureReader.of(asked)
        self._accounts = Accounts(self._reader, ranking, reading) if self._reader else None
        self.reprints = dict(reprints)

    def beside(self, chances: Callable[[Sequence[int], Collection[str]], Sequence[float]], least: float) -> Beside:
        """What stands beside the first candidate, which answers; other figures count from the `least` chance on.

        `chances` tells how likely each candidate of some rows answers by itself, if it has some terms in whatever words.
        """
        first = self._ranked[0]
        if self._accounts is None or self._reader is None:
            return Beside(first, others=tuple(self._others(first, self._alike(first))), reprints=self.reprints)
        accounts = self._told(self._accounts)
        if not accounts:
            # A figure that can't be read can't be compared either.
            return Beside(first, reprints=self.reprints)
        rows = [self._rows[one.one.passage] for one in accounts]
        sure = chances(rows, self._reader.said) if len(rows) > 1 else [1.0]
        told = zip(accounts, sure, strict=True)
        accounts = [one for one, chance in told if one is accounts[0] or chance >= least]
        newest = accounts[0]
        for one in accounts[1:]:
            if one.differs(newest) and one.takes_the_place_of(newest):
                newest = one
        differing = _differing(newest, accounts)
        older = [one for one in differing if newest.takes_the_place_of(one)]
        marked = [one.marked for one in (*older, *(one for one in differing if one not in older))]
        agreeing = [one.marked for one in accounts if one is not newest and one.figure.agrees(newest.figure)]
        return Beside(
            newest.one if newest is accounts[0] else newest.marked,
            None if newest is accounts[0] else sure[rows.index(self._rows[newest.one.passage])],
            tuple(sorted((*marked, *self._others(newest.one, agreeing)), key=lambda one: -self._day(one.passage))),
            tuple(marked),
            tuple(marked[: len(older)]),
            self.reprints,
            {one.one.passage: one.figure for one in accounts},
        )

    def _told(self, accounts: Accounts) -> list[_Account]:
        """Candidates with figures that can be compared, one of each article; none where the first gives no figure."""
        told: list[_Account] = []
        sources: list[tuple[tuple[str, ...], int]] = []
        for one in self._ranked[:LOOKED_AT]:
            source, article = self._source(one), self._reading.corpus.article_of(one.passage)
            repeats = self.reprints.get(one.passage)
            # Within one article another outlet may give another figure.
            new = article not in {of for _, of in sources} or (one.citing and all(source != other for other, _ in sources))
            figure = accounts.of(self._rows[one.passage], chosen=not told) if new else None
            if figure is None and not told:
                break
            if (self._asked.outlets and not one.wanted) or (told and not self._is_of_time_asked(article)):
                continue
            if figure is None or (told and not figure.comparable(told[0].figure)):
                continue
            if repeats is not None and any(known.one.passage == repeats and known.figure.agrees(figure) for known in told):
                continue
            self.reprints.pop(one.passage, None)
            sources.append((source, article))
            told.append(_Account(one, figure, article, self._day(one.passage)))
        return told

    def _is_of_time_asked(self, article: int) -> bool:
        """Whether an article is of the time that the question names; true where it names none."""
        period = self._asked.period
        return period is None or bool(period.holding(self._reading.dates[[article]])[0])

    def _alike(self, first: Ranked) -> list[Ranked]:
        """The candidates that answer as well as the first one, by their words."""
        return [one for one in self._ranked[1:LOOKED_AT] if self._asked.terms and one.passage not in self.reprints and _answers(one, first, self._asked)]

    def _others(self, first: Ranked, alike: Sequence[Ranked]) -> list[Ranked]:
        """One of each source besides the first one's, the newest first where dates are known."""
        taken = {self._source(first)}
        found: list[Ranked] = []
        for one in alike:
            source = self._source(one)
            if len(found) < MOST and source not in taken:
                taken.add(source)
                found.append(one)
        return sorted(found, key=lambda one: -self._day(one.passage))

    def _source(self, one: Ranked) -> tuple[str, ...]:
        """Who says it: the outlets cited, else the article."""
        cited = tuple(sorted({citation.outlet for citation in self._attributions[one.passage].citations if citation.outlet}))
        return cited or (f"#{self._reading.corpus.article_of(one.passage)}",)

    def _day(self, passage: int) -> int:
        """The first day on which the text of a passage stood somewhere; 0 where none is known."""
        texts = [passage, *(copy for copy, repeated in self.reprints.items() if repeated == passage)]
        days = [int(self._reading.dates[self._reading.corpus.article_of(text)]) for text in texts]
        return min(filter(None, days), default=0)


def _differing(newest: _Account, accounts: Sequence[_Account]) -> list[_Account]:
    """Those with another figure than the newest, one of each figure."""
    found: list[_Account] = []
    for one in accounts:
        if len(found) < FIGURES and all(one.differs(other) for other in (newest, *found)):
            found.append(one)
    return found


def _answers(one: Ranked, first: Ranked, asked: Asked) -> bool:
    if asked.kind is Kind.OUTLET:
        return one.citing and one.covered >= ALIKE * first.covered
    near = one.score >= first.score - BEHIND and one.covered >= ALIKE * first.covered
    return near and one.told >= first.told and not one.lacking - first.lacking
