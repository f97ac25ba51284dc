"""Which passages may answer, where a question leaves some out: those that cite an outlet or come from it, those of articles from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from bot.answering.reading import Reading
from bot.answering.since import since
from bot.attribution.attribute import Attributor
from bot.attribution.packed import Attributions
from bot.compact.rows import Numbers
from bot.errors import NotADate, UnknownOutlet
from bot.model import Only


@dataclass(frozen=True, slots=True)
class Left:
    """Passages that may answer, with their articles; numbers in order."""

    passages: Numbers
    articles: Numbers


class Allowed:
    """Finds them in one corpus."""

    def __init__(self, reading: Reading, attributions: Attributions, attributor: Attributor) -> None:
        self._reading = reading
        self._attributions = attributions
        self._attributor = attributor

    def only(self, outlet: str, day: str, today: dt.date) -> Only:
        """What somebody wants answers from, in words; empty ones leave all in. Raises UnknownOutlet and NotADate."""
        name = key = None
        if outlet := outlet.strip():
            found = self._attributor.asked_outlets(outlet, self._attributions.uncatalogued)
            if len(found) != 1:
                raise UnknownOutlet(outlet)
            name, key = found[0].name, found[0].key
        first = since(day, today) if day.strip() else None
        if day.strip() and first is None:
            raise NotADate(day.strip())
        return Only(name, key, first)

    def left(self, only: Only) -> Left | None:
        """What may answer; None where nothing is left out."""
        corpus, dates = self._reading.corpus, self._reading.dates
        late = dates >= only.since.toordinal() if only.since is not None else None
        if only.outlet_key is not None:
            passages = self._attributions.of_outlet(only.outlet_key)
            if late is not None:
                passages = passages[late[corpus.articles_of(passages)]]
            return Left(passages, np.unique(corpus.articles_of(passages)))
        if late is None:
            return None
        return Left(np.flatnonzero(np.repeat(late, np.diff(corpus.firsts(np.arange(len(dates) + 1))))), np.flatnonzero(late))

    def undated(self, only: Only) -> bool:
        """Whether articles are left out because they have no date."""
        return only.since is not None and not self._reading.dates.all()
