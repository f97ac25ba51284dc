from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language_tables import LANGUAGE_CODES, QUANTITY_LANGUAGES
from bot.text.quantities.date_expression import DateBound, DateExpression
from bot.text.quantities.date_parser import date_parser

WRITTEN = dt.date(2024, 5, 8)
"""A Wednesday."""


def found(text: str, code: str = "en", written: dt.date | None = WRITTEN) -> list[DateExpression]:
    finder = date_parser(code)
    assert finder is not None
    return finder.find(text, written)


def only(text: str, code: str = "en", written: dt.date | None = WRITTEN) -> DateExpression:
    [one] = found(text, code, written)
    return one


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("on May 4", None, 5, 4),
        ("on 4 May", None, 5, 4),
        ("on the 4th of May", None, 5, 4),
        ("on May 4th, 2024", 2024, 5, 4),
        ("on 4 May 2024", 2024, 5, 4),
        ("in May 2024", 2024, 5, None),
        ("in May", None, 5, None),
        ("on Aug. 27", None, 8, 27),
        ("on Sept. 3, 2021", 2021, 9, 3),
        ("in 2026", 2026, None, None),
        ("it opens 2026.", 2026, None, None),
        ("last year", 2023, None, None),
        ("this month", 2024, 5, None),
        ("last month", 2024, 4, None),
        ("next year", 2025, None, None),
    ],
)
def test_a_date_in_english(text: str, year: int | None, month: int | None, day: int | None) -> None:
    one = only(text)
    assert (one.years, one.months, one.day) == (
        (year, year) if year else None,
        frozenset({month}) if month else None,
        day,
    )


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("14 червня 2024 року", 2024, 6, 14),
        ("у травні", None, 5, None),
        ("у 2026 році", 2026, None, None),
        ("на 2027 рік", 2027, None, None),
        ("торік", 2023, None, None),
    ],
)
def test_a_date_in_ukrainian(
    text: str, year: int | None, month: int | None, day: int | None
) -> None:
    one = only(text, "uk")
    assert (one.years, one.months, one.day) == (
        (year, year) if year else None,
        frozenset({month}) if month else None,
        day,
    )


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "May it rain.",
        "We march on.",
        "2024 houses",
        "2,024 houses",
        "12:30",
        "version 3.2021",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


def test_stretches_of_years_and_months() -> None:
    assert only("built in 1959–1964").years == (1959, 1964)
    assert only("in the 1990s").years == (1990, 1999)
    assert only("in the summer of 2026").months == {6, 7, 8}
    assert only("восени 2026 року", "uk").months == {9, 10, 11}


def test_a_weekday_is_one_of_two_days_where_the_day_of_the_text_is_known() -> None:
    assert only("on Monday").days == {dt.date(2024, 5, 6), dt.date(2024, 5, 13)}
    assert only("on Wednesday").days == {dt.date(2024, 5, 8), dt.date(2024, 5, 15)}
    assert only("у понеділок", "uk").days == {dt.date(2024, 5, 6), dt.date(2024, 5, 13)}
    assert (only("on Monday", written=None).weekday, only("on Monday", written=None).days) == (
        0,
        None,
    )
    assert only("yesterday").days == {dt.date(2024, 5, 7)}
    assert found("yesterday", written=None) == []


@pytest.mark.parametrize(
    ("text", "limit", "former"),
    [
        ("by 2026", DateBound.LATEST, False),
        ("before May 4", DateBound.LATEST, False),
        ("not open before 2026", DateBound.EARLIEST, False),
        ("after 2026", DateBound.EARLIEST, False),
        ("no later than 2026", DateBound.LATEST, False),
        ("in 2026", None, False),
        ("since 2026", None, False),
        ("instead of 2026", None, True),
        ("originally planned for 2026", None, True),
        ("not 2026", None, True),
    ],
)
def test_what_stands_before_a_date(text: str, limit: DateBound | None, former: bool) -> None:
    assert (only(text).bound, only(text).is_outdated) == (limit, former)


def test_of_a_move_the_first_date_holds_no_longer() -> None:
    assert [one.is_outdated for one in found("It was moved from May 4 to May 9.")] == [True, False]
    assert [one.is_outdated for one in found("перенесли з 2026 року на 2027 рік", "uk")] == [
        True,
        False,
    ]
    assert [one.is_outdated for one in found("from May 4 it runs daily")] == [False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("on May 4", "on 4 May 2024", True),
        ("on May 4", "on May 5", False),
        ("on May 4", "on June 4", False),
        ("in May", "on May 4", True),
        ("in 2026", "in May 2026", True),
        ("in 2026", "in May 2027", False),
        ("in 2026", "in May", True),
        ("in the summer of 2026", "in July 2026", True),
        ("in the summer of 2026", "in May 2026", False),
        ("in 1961", "in 1959–1964", True),
        ("in 1965", "in 1959–1964", False),
        ("on Monday", "on May 6", True),
        ("on Monday", "on May 7", False),
        ("on Monday", "on Tuesday", False),
        ("on Monday", "in May", True),
        ("yesterday", "on Tuesday", True),
        ("last year", "in May 2023", True),
        ("by 2026", "in 2025", True),
        ("by 2026", "in May 2027", False),
        ("not before March 2028", "in 2026", False),
        ("not before March 2028", "in 2028", True),
        ("not before March 2028", "by 2027", False),
        ("not before March 2028", "by 2029", True),
        ("by 2026", "by 2027", False),
        ("by May 4", "on May 9", False),
        ("not until 9 June", "on May 4", False),
    ],
)
def test_dates_that_may_be_one(one: str, other: str, same: bool) -> None:
    assert only(one).agrees_with(only(other)) is same
    assert only(other).agrees_with(only(one)) is same


def test_months_are_counted_over_the_turn_of_a_year() -> None:
    days = {"last month": dt.date(2024, 1, 9), "next month": dt.date(2024, 12, 9)}
    told = [
        (only(text, written=day).years, only(text, written=day).months)
        for text, day in days.items()
    ]
    assert told == [((2023, 2023), {12}), ((2025, 2025), {1})]


def test_weekdays_of_texts_a_week_apart() -> None:
    assert not only("on Monday").agrees_with(
        only("on Monday", written=WRITTEN + dt.timedelta(days=21))
    )
    assert only("on Monday", written=None).agrees_with(only("on May 6"))
    assert not only("on Monday", written=None).agrees_with(only("on Tuesday", written=None))


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["May", "4", "2024", "Monday", "by", "from", "to", "–", "травня", "року"])
    ).map(" ".join),
    st.sampled_from(QUANTITY_LANGUAGES),
)
def test_dates_of_any_text_stand_in_it_one_behind_the_other(text: str, code: str) -> None:
    some = found(text, code)
    assert all(0 <= one.start < one.end <= len(text) for one in some)
    assert all(one.end <= other.start for one, other in itertools.pairwise(some))
    assert all(one.agrees_with(one) for one in some)


def test_languages_without_a_table_have_no_dates() -> None:
    assert [code for code in LANGUAGE_CODES if date_parser(code) is not None] == list(
        QUANTITY_LANGUAGES
    )
