"""A date that a text tells, and which other dates it may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class DateBound(StrEnum):
    """What a date limits, if it is not the date itself."""

    LATEST = "latest"
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date in a text; what is not told is None."""

    start: int
    end: int
    years: tuple[int, int] | None = None
    """The first and the last that it may lie in."""
    months: frozenset[int] | None = None
    day: int | None = None
    weekday: int | None = None
    """Counted from Monday as 0."""
    days: frozenset[dt.date] | None = None
    """The days that "Monday" or "yesterday" may be, where the day of the text is known."""
    bound: DateBound | None = None
    """Whether it is only the latest or the earliest that it may be: "by 2026"."""
    written: int | None = None
    """The year of its text, which is meant by the limit of a date without a year."""
    is_outdated: bool = False
    """Whether it no longer holds: "instead of 2026"."""

    def agrees_with(self, other: DateExpression) -> bool:
        """Tell whether both may be the same time, or one lies within the limit of the other."""
        if self.bound is not other.bound:
            return _is_within(self, other)
        if self.days is not None and other.days is not None:
            return not self.days.isdisjoint(other.days)
        if self.days is not None:
            return any(other.includes(day) for day in self.days)
        if other.days is not None:
            return other.agrees_with(self)
        if (
            self.years
            and other.years
            and (self.years[0] > other.years[1] or other.years[0] > self.years[1])
        ):
            return False
        if (
            self.months is not None
            and other.months is not None
            and self.months.isdisjoint(other.months)
        ):
            return False
        return _is_compatible(self.day, other.day) and _is_compatible(self.weekday, other.weekday)

    @property
    def bounds(self) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
        """The first and last day it may be, as (year, month, day); None where it has no year."""
        if self.days is not None:
            first, last = min(self.days), max(self.days)
            return (first.year, first.month, first.day), (last.year, last.month, last.day)
        years = self.years or (
            (self.written, self.written) if self.months and self.written else None
        )
        if years is None:
            return None
        months = self.months or {1, 12}
        return (years[0], min(months), self.day or 1), (years[1], max(months), self.day or 31)

    @property
    def is_year_or_month(self) -> bool:
        """Whether it has a year, or is of a month as a whole."""
        return not self.is_outdated and (
            self.years is not None or (self.months is not None and self.day is None)
        )

    def may_be_in(self, years: Collection[int]) -> bool:
        """Tell whether it may lie in one of some years."""
        return self.years is None or any(self.years[0] <= year <= self.years[1] for year in years)

    def includes(self, day: dt.date) -> bool:
        """Tell whether a day may be meant."""
        years = self.years is None or self.years[0] <= day.year <= self.years[1]
        months = self.months is None or day.month in self.months
        return (
            years
            and months
            and _is_compatible(self.day, day.day)
            and _is_compatible(self.weekday, day.weekday())
        )


def _is_within(date_expression: DateExpression, other: DateExpression) -> bool:
    """Return whether a date with a limit allows another one, as far as their years tell.

    Two different limits allow what lies between.
    """
    early, late = (
        (other, date_expression)
        if date_expression.bound is DateBound.LATEST or other.bound is DateBound.EARLIEST
        else (date_expression, other)
    )
    first, last = early.bounds, late.bounds
    return first is None or last is None or first[0] <= last[1]


def _is_compatible(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other
