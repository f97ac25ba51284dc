"""The newest on a matter: passages that hold its words, the newest articles first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answering.question import Asked
from bot.answering.reading import Reading
from bot.answering.reprints import reprints
from bot.attribution.packed import Attributions
from bot.compact.rows import NOWHERE, Numbers, Ragged, spread
from bot.model import Span

STRETCHES = (2_000, 20_000)
"""So many passages of the newest articles are searched first, then so many, then all: what many articles speak of is found among the newest."""
LOOKED_AT = 2_000
"""Of all passages at once, the best so many are looked at."""


@dataclass(frozen=True, slots=True)
class Newest:
    """A passage on the matter, the first one of its article."""

    passage: int
    sentence: Span
    """The one that holds most of the words."""
    score: float


class NewestFirst:
    """Finds them; never changed once built, so that threads may share it."""

    def __init__(self, reading: Reading, attributions: Attributions) -> None:
        self._reading = reading
        self._attributions = attributions

    def find(self, asked: Asked, most: int, allowed: Numbers | None = None) -> list[Newest]:
        """At most one passage of each article and of each text, one of those `allowed` if they are given.

        It, its heading and its title hold all words that say what is meant, and it cites the outlets named.
        """
        cited = self._cited(asked, allowed)
        for few in (*STRETCHES, None):
            found = self._among(self._stretch(few), asked, cited)
            if few is None or len(found) >= most or few >= len(self._reading.corpus):
                break
        # What comes next takes the place of reprints.
        looked_at = [passage for passage, _ in found[: 2 * most]]
        repeated = reprints(looked_at, self._reading, self._attributions)
        distinct = [(passage, score) for passage, score in found[: 2 * most] if passage not in repeated][:most]
        return [Newest(passage, self._sentence(passage, asked), score) for passage, score in distinct]

    def _stretch(self, few: int | None) -> Numbers | None:
        """The passages of the newest articles, at least so many; None for all."""
        if few is None or few >= len(self._reading.corpus):
            return None
        articles = self._reading.newest_first[:few]
        starts = self._reading.corpus.firsts(articles)
        lengths = self._reading.corpus.lengths(articles)
        enough = int(np.cumsum(lengths).searchsorted(few)) + 1
        return spread(starts[:enough], lengths[:enough])[0]

    def _among(self, within: Numbers | None, asked: Asked, cited: Numbers | None) -> list[tuple[int, float]]:
        """Passages with their scores, the newest first, of each article the first."""
        if not asked.terms:
            every = np.arange(len(self._reading.corpus)) if cited is None else cited
            passages = every if within is None else np.intersect1d(every, within)
            scores = np.zeros(len(passages))
        else:
            hits = self._reading.index.search(asked.terms, LOOKED_AT, _few(within))
            passages = np.array([hit.passage for hit in hits], dtype=np.int64)
            scores = np.array([hit.score for hit in hits])
            held = self._holding(passages, asked)
            if cited is not None:
                held &= np.isin(passages, cited)
            passages, scores = passages[held], scores[held]
        articles = self._reading.corpus.articles_of(passages)
        if asked.period:
            held = asked.period.holding(self._reading.dates[articles])
            passages, scores, articles = passages[held], scores[held], articles[held]
        # What an article says first on a matter is its news.
        inside = np.argsort(passages)
        passages, scores, articles = passages[inside], scores[inside], articles[inside]
        _, first = np.unique(articles, return_index=True)
        newest = first[np.argsort(-self._reading.dates[articles[first]].astype(np.int64), kind="stable")]
        return list(zip(passages[newest].tolist(), scores[newest].tolist(), strict=True))

    def _cited(self, asked: Asked, allowed: Numbers | None) -> Numbers | None:
        """The passages that cite an outlet asked for, or all allowed where none is; None: any."""
        if not asked.outlets:
            return allowed
        cited = np.unique(np.concatenate([self._attributions.of_outlet(outlet.key) for outlet in asked.outlets]))
        return cited if allowed is None else np.intersect1d(cited, allowed)

    def _holding(self, passages: Numbers, asked: Asked) -> NDArray[np.bool_]:
        """Which of some passages hold every word that counts in full, with their headings and titles."""
        articles = self._reading.corpus.articles_of(passages)
        cut = self._reading.passages.cut(passages)
        texts = (
            Ragged(cut.terms.values, cut.text[cut.terms.row]),
            self._reading.headings(passages, articles),
            self._reading.titles.terms(articles),
        )
        held = np.ones(len(passages), dtype=bool)
        for number in self._needed(asked):
            one = np.zeros(len(passages), dtype=bool)
            for text in texts:
                one[text.row[text.values == number]] = True
            held &= one
        return held

    def _needed(self, asked: Asked) -> list[int]:
        heavy = [term for term, weight in asked.terms.items() if weight >= 1] or list(asked.terms)
        numbers = (self._reading.vocabulary.number(term) for term in heavy)
        return [NOWHERE if number is None else number for number in numbers]

    def _sentence(self, passage: int, asked: Asked) -> Span:
        cut = self._reading.passages.cut(np.array([passage]))
        terms = np.unique(self._reading.vocabulary.numbers(asked.terms))
        held = [len(np.intersect1d(cut.terms.values[cut.terms.row == place], terms)) for place in range(len(cut.sentences))]
        return self._reading.passages.span(int(cut.sentences[int(np.argmax(held))]))


def on_its_days(asked: Asked) -> Asked:
    """What names a matter, and "this week" and the like as days alone; any other time is a matter like others."""
    if asked.period is None or asked.period.text.casefold().split()[0] not in {"today", "yesterday", "this", "last"}:
        return replace(asked, period=None)
    days = asked.period.text.casefold()
    # "This Week" is a programme too.
    outlets = tuple(one for one in asked.outlets if asked.text[one.start : one.end].casefold() not in days)
    return replace(asked.without(asked.language.analyzer.terms(days)), outlets=outlets)


def _few(within: Numbers | None) -> Collection[int] | None:
    return None if within is None else within.tolist()
