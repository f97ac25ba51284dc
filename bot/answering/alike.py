"""Other passages that answer too: alike, or with another figure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.answering.question import Asked, Kind
from bot.answering.ranking import Ranked
from bot.attribution.packed import Attributions
from bot.corpus.corpus import Corpus

ALIKE = 0.8
"""How much of the first passage's coverage another's must have."""
BEHIND = 2.0
"""How far behind its score may be: e to this power times less likely, by the ranking's own model."""
MOST = 5
"""How many others are named."""
_FIGURES = {Kind.NUMBER, Kind.AGE, Kind.MONEY, Kind.DATE, Kind.SHARE, Kind.DURATION}
_NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)*")


def others(asked: Asked, ranked: Sequence[Ranked], corpus: Corpus, attributions: Attributions) -> list[Ranked]:
    """Passages of other articles or outlets that answer too, the newest first where dates are known."""
    if not asked.terms:
        return []
    first = ranked[0]
    taken = {_source(first, corpus, attributions)}
    found: list[Ranked] = []
    for one in ranked[1:]:
        source = _source(one, corpus, attributions)
        if len(found) < MOST and source not in taken and _answers(one, first, asked):
            taken.add(source)
            found.append(one)
    return sorted(found, key=lambda one: -_day(one, corpus))


def differ(asked: Asked, one: str, other: str) -> bool:
    """Whether two sentences give figures of the kind asked for, and none is the same."""
    pattern = asked.language.holds.get(asked.kind)
    if asked.kind not in _FIGURES or pattern is None:
        return False
    if asked.kind is Kind.DATE:
        days, others = ([_parts(found[0]) for found in pattern.finditer(text)] for text in (one, other))
        # "May 4" and "4 May 2024" may be one day.
        return bool(days and others) and not any(day <= another or another <= day for day in days for another in others)
    here, there = ({_plain(figure) for figure in _NUMBER.findall(text)} - asked.numbers for text in (one, other))
    return bool(here and there and here.isdisjoint(there) and pattern.search(one) and pattern.search(other))


def _answers(one: Ranked, first: Ranked, asked: Asked) -> bool:
    if asked.kind is Kind.OUTLET:
        return one.citing and one.covered >= ALIKE * first.covered
    near = one.score >= first.score - BEHIND and one.covered >= ALIKE * first.covered
    return near and one.told >= first.told and not one.lacking - first.lacking


def _source(one: Ranked, corpus: Corpus, attributions: Attributions) -> tuple[str, ...]:
    """Who says it: the outlets cited, else the article."""
    cited = tuple(sorted({citation.outlet for citation in attributions[one.passage].citations if citation.outlet}))
    return cited or (f"#{corpus.article_of(one.passage)}",)


def _day(one: Ranked, corpus: Corpus) -> int:
    date = corpus.article(corpus.article_of(one.passage)).date
    return (date or dt.date.min).toordinal()


def _parts(date: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", date.casefold())))


def _plain(figure: str) -> str:
    return re.sub(r"[,\u00a0\u202f ](?=\d{3}\b)", "", figure)
