"""The time that a question asks about: "in June", "on 14 June 2024", "last week"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_NAMES = "|".join(_MONTHS)
_MONTH = re.compile(
    rf"(?:\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b({_NAMES})\b(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_AMBIGUOUS_MONTHS = {"may", "march"}
"""Months that are words too."""
_PREPOSITION_BEFORE = re.compile(r"\b(?:in|of|during|since|until|till|last)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:in|of|during|since)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_EPOCH = dt.date(1970, 1, 1).toordinal()
_RELATIVE = re.compile(r"\b(today|yesterday|(?:this|last)\s+(?:week|month|year))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days; without a year it comes every year."""

    month: int | None = None
    day: int | None = None
    year: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    text: str = ""
    """As the question says it."""

    def contains(self, date: dt.date) -> bool:
        """Whether a day lies in it."""
        if self.first is not None and self.last is not None:
            return self.first <= date <= self.last
        wanted = ((self.year, date.year), (self.month, date.month), (self.day, date.day))
        return all(item is None or item == other for item, other in wanted)

    def mask(self, days: NDArray[Any]) -> NDArray[np.bool_]:
        """The same for many days, counted as `date.toordinal` does; 0 is none."""
        if self.first is not None and self.last is not None:
            return (days >= self.first.toordinal()) & (days <= self.last.toordinal())
        dates = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        year = months.astype("datetime64[Y]").astype(np.int64) + 1970
        month = months.astype(np.int64) % 12 + 1
        day = (dates - months).astype(np.int64) + 1
        held: NDArray[np.bool_] = days > 0
        for item, other in ((self.year, year), (self.month, month), (self.day, day)):
            if item is not None:
                held = held & (other == item)
        return held


def find_period(text: str, today: dt.date | None) -> Period | None:
    """The period that a question names; "last week" and the like only where today is known. English only."""
    if (found := _RELATIVE.search(text)) and today is not None:
        return replace(
            _relative_period(" ".join(found[1].casefold().split()), today), text=found[0]
        )
    if found := next(filter(_is_month, _MONTH.finditer(text)), None):
        day = found[1] or found[3]
        return Period(
            _MONTHS[found[2].casefold()],
            int(day) if day else None,
            int(found[4]) if found[4] else None,
            text=found[0],
        )
    if found := _YEAR.search(text):
        return Period(year=int(found[1]), text=found[1])
    return None


def _is_month(found: re.Match[str]) -> bool:
    """Whether it is no mere word: "may" and "march" need a day, a year, a word such as "in" before them, or a capital inside the question."""
    name, start = found[2], found.start(2)
    if name.casefold() not in _AMBIGUOUS_MONTHS or found[1] or found[3] or found[4]:
        return True
    return bool(_PREPOSITION_BEFORE.search(found.string, 0, start)) or (
        start > 0 and name[0].isupper()
    )


def _relative_period(words: str, today: dt.date) -> Period:
    modifier, _, unit = words.partition(" ")
    if not unit:
        day = today - dt.timedelta(days=modifier == "yesterday")
        return Period(first=day, last=day)
    if unit == "week":
        monday = today - dt.timedelta(days=today.weekday() + 7 * (modifier == "last"))
        return Period(first=monday, last=monday + dt.timedelta(days=6))
    if unit == "month":
        month = today.replace(day=1)
        month = (month - dt.timedelta(days=1)).replace(day=1) if modifier == "last" else month
        return Period(month=month.month, year=month.year)
    return Period(year=today.year - (modifier == "last"))
