"""The grammar of dates: each way to write one, as a pattern of symbols, and the period it makes."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.text.period import Period

_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_UNIT = "(?P<unit>day|week|month|year)"
_COUNT = r"n?(?P<count>\d{1,4})"
_YEARS_TO_LEAP_DAY = 8
"""29 February comes every eighth year at the least."""
_DAYS_PER_WEEK, _MONTHS_PER_YEAR = 7, 12
_FIRST_CERTAIN_YEAR = 1900
"""Smaller numbers inside a text count things."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """Symbols that a rule fits."""

    found: re.Match[str]
    text: str
    """What they stand for in the text."""
    today: dt.date

    def __getitem__(self, group: str) -> str:
        """Return a group of the pattern; empty where it is left out."""
        return self.found[group] or ""

    def number(self, group: str) -> int:
        """Return a group as a number; 0 where it is left out."""
        return int(self[group] or 0)

    @property
    def symbol_before(self) -> str:
        """The symbol before it; empty at the beginning."""
        return "".join(self.found.string[: self.found.start()].split()[-1:])


@dataclass(frozen=True, slots=True)
class DateRule:
    """A way to write a date."""

    pattern: str
    """Of symbols."""
    read: Callable[[DateMatch], Period]
    """Makes the period of a match; may raise ValueError and OverflowError."""
    is_certain: Callable[[DateMatch], bool] | None = None
    """Whether a match inside a text is a date indeed; None: always."""


def _read_figures(match: DateMatch) -> Period:
    return _days_of(match.number("year"), match.number("month"), match.number("day") or None)


def _is_no_pair_of_years(match: DateMatch) -> bool:
    """Return whether "2009-10" can't be the years 2009 and 2010."""
    return (
        bool(match["day"])
        or "-" not in match.text
        or (match.number("year") + 1) % 100 != match.number("month")
    )


def _read_relative_day(match: DateMatch) -> Period:
    day = match.today + dt.timedelta(days=match.number("days"))
    return Period(day, day, is_relative=True)


def _read_relative_unit(match: DateMatch) -> Period:
    is_last = match["which"] == "last"
    match match["unit"]:
        case "week":
            monday = match.today - dt.timedelta(
                days=match.today.weekday() + _DAYS_PER_WEEK * is_last
            )
            period = Period(monday, monday + dt.timedelta(days=_DAYS_PER_WEEK - 1))
        case "month":
            month = _months_before(match.today, int(is_last))
            period = _days_of(month.year, month.month)
        case _:
            period = _days_of(match.today.year - is_last)
    return replace(period, is_relative=True)


def _read_last_units(match: DateMatch) -> Period:
    first = _units_before(match.today, match.number("count"), match["unit"]) + dt.timedelta(days=1)
    return Period(first, match.today, is_relative=True)


def _is_time_of_units(match: DateMatch) -> bool:
    """Return whether it is no length of time, as "for the past nine years"."""
    before = match.found.string[: match.found.start()].removesuffix("the ").split()
    return bool(before) and before[-1] in {"in", "on"}


def _read_ago(match: DateMatch) -> Period:
    day = _units_before(match.today, match.number("count") or 1, match["unit"])
    return Period(day, day, is_relative=True)


def _read_weekday(match: DateMatch) -> Period:
    """Read a weekday: the newest, of which "last Monday" is before today; of "this" week."""
    days_back = (match.today.weekday() - match.number("weekday")) % _DAYS_PER_WEEK
    if match["which"] == "this":
        days_back = match.today.weekday() - match.number("weekday")
    elif match["which"] == "last":
        days_back = days_back or _DAYS_PER_WEEK
    day = match.today - dt.timedelta(days=days_back)
    return Period(day, day, is_relative=True)


def _is_weekday_of_time(match: DateMatch) -> bool:
    return bool(match["which"]) or match.symbol_before in {"in", "on", "until", "from"}


def _read_month(match: DateMatch) -> Period:
    month, day = match.number("month"), int(match["before"] or match["after"] or 0) or None
    if match["year"]:
        return _days_of(match.number("year"), month, day)
    if match["which_year"] or match["which"] == "this":
        year = match.today.year - (match["which_year"] == "last")
        return replace(_days_of(year, month, day), is_relative=True)
    if match["which"] == "last":
        before_this_month = match.today.replace(day=1) - dt.timedelta(days=1)
        return replace(_newest_days_of(month, day, before_this_month), is_relative=True)
    return replace(_newest_days_of(month, day, match.today), yearly=(month, day))


def _is_month(match: DateMatch) -> bool:
    """Return whether a word is a month indeed.

    "May" and "march" need a day, a year, a word such as "in" before them, or a capital inside the
    question; "Jan" needs a day or a year.
    """
    if match["kind"] == "M" or any(
        match[part] for part in ("before", "after", "year", "which_year")
    ):
        return True
    return match["kind"] == "A" and (
        bool(match["which"])
        or match.symbol_before in {"in", "of", "until"}
        or (match.found.start() > 0 and match.text[0].isupper())
    )


def _read_year(match: DateMatch) -> Period:
    return _days_of(match.number("year"))


def _is_year(match: DateMatch) -> bool:
    told = match["word"] or match.symbol_before in {"in", "of"}
    return bool(told) and match.number("year") >= _FIRST_CERTAIN_YEAR


def _days_of(year: int, month: int | None = None, day: int | None = None) -> Period:
    """Return a year, a month of it, or a day; raises ValueError where there is none."""
    last_month = month or _MONTHS_PER_YEAR
    return Period(
        dt.date(year, month or 1, day or 1),
        dt.date(year, last_month, day or monthrange(year, last_month)[1]),
    )


def _newest_days_of(month: int, day: int | None, today: dt.date) -> Period:
    """Return the newest month, or day of a month, that has begun; raises ValueError for none."""
    for year in range(today.year, today.year - _YEARS_TO_LEAP_DAY - 1, -1):
        if (day or 1) <= monthrange(year, month)[1]:
            period = _days_of(year, month, day)
            if period.first <= today:
                return period
    raise ValueError(day)


def _units_before(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in {"day", "week"}:
        return today - dt.timedelta(days=count * (_DAYS_PER_WEEK if unit == "week" else 1))
    return _months_before(today, count * (_MONTHS_PER_YEAR if unit == "year" else 1))


def _months_before(today: dt.date, count: int) -> dt.date:
    year, month = divmod(today.year * _MONTHS_PER_YEAR + today.month - 1 - count, _MONTHS_PER_YEAR)
    # 31 May has no day like it in April: then the last one there.
    return dt.date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


DATE_RULES = (
    DateRule(
        r"N(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?", _read_figures, _is_no_pair_of_years
    ),
    DateRule(r"D(?P<days>-?\d)", _read_relative_day),
    DateRule(
        rf"(?P<which>last|this) (?!day){_UNIT}",
        _read_relative_unit,
        lambda match: match.symbol_before[:1] not in {"M", "A", "S"},
    ),
    DateRule(rf"last {_COUNT} {_UNIT}", _read_last_units, _is_time_of_units),
    DateRule(rf"(?:{_COUNT} )?{_UNIT} ago", _read_ago),
    DateRule(
        rf"(?:(?P<before>{_DAY}) (?:of )?)?(?:(?P<which>last|this) )?"
        rf"(?P<kind>[MAS])(?P<month>\d\d)(?:(?<=[AS]\d\d) \.)?(?: (?P<after>{_DAY})(?!\S))?"
        r"(?:(?: ,)? (?:of )?(?P<year>(?:19|20)\d\d)(?: year)?| (?P<which_year>last|this) year)?",
        _read_month,
        _is_month,
    ),
    DateRule(r"(?P<year>(?:1\d|20)\d\d)(?P<word> year)?", _read_year, _is_year),
    DateRule(r"(?:(?P<which>last|this) )?W(?P<weekday>\d)", _read_weekday, _is_weekday_of_time),
)
"""In the order in which they are tried."""
