"""Which passages may answer, where a question leaves some out: those that cite an outlet, those of articles from a day on."""

from __future__ import annotations

import datetime as dt

import numpy as np

from bot.answering.reading import Reading
from bot.answering.since import since
from bot.attribution.attribute import Attributor
from bot.attribution.packed import Attributions
from bot.compact.rows import Numbers
from bot.errors import NotADate, UnknownOutlet
from bot.model import Only


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

    def passages(self, only: Only) -> Numbers | None:
        """The passages in order; None where none is left out."""
        citing = np.unique(self._attributions.cited_by(only.outlet_key)) if only.outlet_key is not None else None
        if only.since is None:
            return citing
        late = self._reading.dates >= only.since.toordinal()
        corpus = self._reading.corpus
        if citing is not None:
            kept: Numbers = citing[late[corpus.articles_of(citing)]]
            return kept
        return np.flatnonzero(np.repeat(late, np.diff(corpus.firsts(np.arange(len(late) + 1)))))

    def undated(self, only: Only) -> bool:
        """Whether articles are left out because they have no date."""
        return only.since is not None and not self._reading.dates.all()
