"""Days, months and years in texts, as far as they are told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from bot.text.language_tables import QUANTITY_LANGUAGES, language_table
from bot.text.quantities.date_expression import DateBound, DateExpression

_YEAR = r"1\d\d\d|20\d\d"
_DAYS = range(1, 32)
_LOOKBEHIND_CHARS = 40
_RANGE = re.compile(rf"\s?[-–—]\s?({_YEAR})(?!\d)")
_MID_SENTENCE = re.compile(r"[\w,]\s+$")
_WEEK = dt.timedelta(days=7)


class DateParser:
    """Finds dates in texts of one language; never changed once built."""

    def __init__(self, known: Mapping[str, Any], months: str) -> None:
        """Take a language's table of dates, and a pattern of its months, one alternative each."""
        full, short = _split_alternatives(months), known.get("months_short", [])
        self._months = [re.compile(item) for item in full]
        self._short = [re.compile(rf"{item}\.?") for item in short]
        any_month = "|".join(f"(?:{item})" for item in full)
        any_short = "|".join(f"(?:{item})" for item in short) or "(?!)"
        year = rf"(?:{known['of_year']}({_YEAR})(?!\d))?"
        before, after = (
            rf"(?:\b(\d{{1,2}}){known['day_before']})",
            rf"(?:\s+(\d{{1,2}}){known['day_after']})",
        )
        self._month = re.compile(
            rf"{before}?\b({any_month}|(?:{any_short})\b\.?)(?!\w){after}?{year}"
        )
        self._season = re.compile(rf"\b({'|'.join(known['seasons'])})(?!\w){year}", re.IGNORECASE)
        self._seasons = {
            re.compile(item, re.IGNORECASE): frozenset(some)
            for item, some in known["seasons"].items()
        }
        self._weekdays = [re.compile(rf"\b(?:{item})(?!\w)") for item in known["weekdays"]]
        self._year = re.compile(rf"(?<![\w.,:/$€£-])({_YEAR})(?!\w|[.,]\d|\s?%)")
        self._decade = re.compile(r"\b((?:1\d|20)\d)0s\b")
        self._year_before, self._year_after = (
            _compile_before(known["year_before"]),
            re.compile(rf"\s*(?:(?:{known['year_after']})(?!\w)|[^\w\s]|$)", re.IGNORECASE),
        )
        self._relative_days = _compile_relative(known["relative_days"])
        self._relative_months, self._relative_years = (
            _compile_relative(known["relative_months"]),
            _compile_relative(known["relative_years"]),
        )
        self._limits = {limit: _compile_before(known[limit]) for limit in DateBound}
        self._former = _compile_before(known["former"])
        self._from, self._to = (
            _compile_before(known["from"]),
            re.compile(rf"(?:\s+\w+){{0,2}}\s+(?:{known['to']})(?!\w)", re.IGNORECASE),
        )

    def find(self, text: str, written: dt.date | None = None) -> list[DateExpression]:
        """All dates of a text in order; `written` is the day of the text, where that is known."""
        found: list[DateExpression] = []
        for date_expression in (
            *self._find_months(text),
            *self._find_years(text),
            *self._find_relative(text, written),
        ):
            if all(
                date_expression.end <= other.start or date_expression.start >= other.end
                for other in found
            ):
                found.append(date_expression)
        year = written.year if written else None
        return [
            self._with_context(text, replace(date_expression, written=year))
            for date_expression in sorted(found, key=lambda date_expression: date_expression.start)
        ]

    def _find_months(self, text: str) -> Iterator[DateExpression]:
        """Months with their days and years, seasons, decades."""
        for match in self._month.finditer(text):
            before, name, after, year = match.groups()
            day = int(before or after or 0)
            full = [number for number, month in enumerate(self._months, 1) if month.fullmatch(name)]
            months = full or (
                [number for number, item in enumerate(self._short, 1) if item.fullmatch(name)]
                if day
                else []
            )
            if (
                not months
                or (day and day not in _DAYS)
                or not (day or year or _MID_SENTENCE.search(text[: match.start()]))
            ):
                continue
            yield DateExpression(*match.span(), _single_year(year), frozenset(months), day or None)
        for match in self._season.finditer(text):
            months_of = next(
                some for item, some in self._seasons.items() if item.fullmatch(match[1])
            )
            yield DateExpression(*match.span(), _single_year(match[2]), months_of)
        for match in self._decade.finditer(text):
            yield DateExpression(*match.span(), (int(match[1]) * 10, int(match[1]) * 10 + 9))

    def _find_years(self, text: str) -> Iterator[DateExpression]:
        """Years that stand alone."""
        for match in self._year.finditer(text):
            if (last := _RANGE.match(text, match.end())) is not None:
                yield DateExpression(match.start(), last.end(), (int(match[1]), int(last[1])))
            elif self._year_before.search(
                text[max(0, match.start() - _LOOKBEHIND_CHARS) : match.start()]
            ) or self._year_after.match(text, match.end()):
                yield DateExpression(*match.span(), _single_year(match[1]))

    def _find_relative(self, text: str, written: dt.date | None) -> Iterator[DateExpression]:
        """Weekdays, and days and years told from the day of the text."""
        for number, pattern in enumerate(self._weekdays):
            for match in pattern.finditer(text):
                last = (
                    written - dt.timedelta(days=(written.weekday() - number) % 7)
                    if written
                    else None
                )
                yield DateExpression(
                    *match.span(),
                    weekday=number,
                    days=frozenset({last, last + _WEEK}) if last else None,
                )
        if written is None:
            return
        for pattern, by in self._relative_days.items():
            for match in pattern.finditer(text):
                yield DateExpression(
                    *match.span(), days=frozenset({written + dt.timedelta(days=by)})
                )
        for pattern, by in self._relative_months.items():
            year, month = divmod(written.year * 12 + written.month - 1 + by, 12)
            for match in pattern.finditer(text):
                yield DateExpression(*match.span(), (year, year), frozenset({month + 1}))
        for pattern, by in self._relative_years.items():
            for match in pattern.finditer(text):
                yield DateExpression(*match.span(), (written.year + by, written.year + by))

    def _with_context(self, text: str, date_expression: DateExpression) -> DateExpression:
        """Return the date with what the words before it make of it."""
        before = text[max(0, date_expression.start - _LOOKBEHIND_CHARS) : date_expression.start]
        former = bool(self._former.search(before)) or bool(
            self._from.search(before) and self._to.match(text, date_expression.end)
        )
        # "Not before 2026" has "before 2026" in it.
        bounds = [bound for bound in reversed(DateBound) if self._limits[bound].search(before)]
        return replace(date_expression, bound=bounds[0] if bounds else None, is_outdated=former)


def _single_year(year: str | None) -> tuple[int, int] | None:
    return (int(year), int(year)) if year else None


def _compile_before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})[\s-]*$", re.IGNORECASE)


def _compile_relative(known: Mapping[str, int]) -> dict[re.Pattern[str], int]:
    return {
        re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE): by for pattern, by in known.items()
    }


def _split_alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, those inside brackets left together."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


@cache
def date_parser(code: str) -> DateParser | None:
    """Finds dates in texts of a language; None where there is no table of them."""
    return (
        DateParser(
            language_table(f"quantities-{code}")["dates"], language_table(code)["holds"]["months"]
        )
        if code in QUANTITY_LANGUAGES
        else None
    )
