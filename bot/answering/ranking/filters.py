"""Restrict the passages that may answer: to an outlet, or to articles from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.arrays.ragged import IntArray
from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.attribution.similar_names import similar_names
from bot.errors import UnknownOutlet
from bot.question_answer import AnswerFilter
from bot.text.dates import read_period


@dataclass(frozen=True, slots=True)
class AllowedPassages:
    """Passages that may answer, with their articles; numbers in order."""

    passages: IntArray
    articles: IntArray


class PassageFilter:
    """Finds them in one corpus."""

    def __init__(
        self, analyzed: AnalyzedCorpus, attributions: AttributionStore, attributor: Attributor
    ) -> None:
        self._analyzed = analyzed
        self._attributions = attributions
        self._attributor = attributor

    def parse(self, outlet: str, day: str, today: dt.date) -> AnswerFilter:
        """Read a filter; empty texts leave all in. Raises UnknownOutlet and InvalidDate."""
        name = key = None
        if outlet := outlet.strip():
            found = self._attributor.find_requested_outlets(outlet, self._attributions.uncatalogued)
            if len(found) != 1:
                raise UnknownOutlet(outlet, similar_names(outlet, self._attributions.names()))
            name, key = found[0].name, found[0].key
        return AnswerFilter(name, key, read_period(day, today).first if day.strip() else None)

    def apply(self, only: AnswerFilter) -> AllowedPassages | None:
        """Return what may answer; None where nothing is left out."""
        corpus, dates = self._analyzed.corpus, self._analyzed.date_ordinals
        recent = dates >= only.since.toordinal() if only.since is not None else None
        if only.outlet_key is not None:
            passages = self._attributions.passages_of_outlet(only.outlet_key)
            if recent is not None:
                passages = passages[recent[corpus.articles_of(passages)]]
            return AllowedPassages(passages, np.unique(corpus.articles_of(passages)))
        if recent is None:
            return None
        return AllowedPassages(
            np.flatnonzero(
                np.repeat(recent, np.diff(corpus.first_passages(np.arange(len(dates) + 1))))
            ),
            np.flatnonzero(recent),
        )

    def excludes_undated(self, only: AnswerFilter) -> bool:
        """Tell whether articles are left out because they have no date."""
        return only.since is not None and not self._analyzed.date_ordinals.all()
