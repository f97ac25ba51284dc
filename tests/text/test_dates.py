"""The time that a question names."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from bot.text.dates import find_period
from bot.text.period import Period

TODAY = dt.date(2025, 1, 2)
"""A Thursday at the beginning of a year."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def holds(question: str, date: str) -> bool:
    period = find_period(question, TODAY)
    assert period is not None, question
    return contains(period, date)


def contains(period: Period, date: str) -> bool:
    return bool(period.mask(np.array([day(date).toordinal()]))[0])


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("what burned in June?", ["2024-06-01", "2019-06-30"], ["2024-05-31", "2024-07-01"]),
        ("what burned in June 2024?", ["2024-06-15"], ["2023-06-15", "2024-07-15"]),
        ("what burned in June, 2024?", ["2024-06-15"], ["2023-06-15"]),
        ("what burned on June 14?", ["2024-06-14", "2023-06-14"], ["2024-06-15", "2024-07-14"]),
        ("what burned on June 14th, 2024?", ["2024-06-14"], ["2023-06-14", "2024-06-15"]),
        ("what burned on 14 June?", ["2024-06-14"], ["2024-06-13"]),
        ("what burned on the 14th of June 2024?", ["2024-06-14"], ["2024-06-13", "2023-06-14"]),
        ("what burned on the 1st of june?", ["2024-06-01"], ["2024-06-11"]),
        ("what burned on the 2nd of june, the 22nd being safe?", ["2024-06-02"], ["2024-06-22"]),
        ("what burned on 3rd June?", ["2024-06-03"], ["2024-06-30"]),
        ("what burned on JUNE 14?", ["2024-06-14"], ["2024-06-15"]),
        ("what burned in 2024?", ["2024-01-01", "2024-12-31"], ["2023-12-31", "2025-01-01"]),
        ("the fires of 1999", ["1999-07-07"], ["2000-01-01"]),
        ("what burned during 2024?", ["2024-07-07"], ["2025-07-07"]),
    ],
)
def test_days_months_and_years(question: str, inside: list[str], outside: list[str]) -> None:
    assert [date for date in inside + outside if holds(question, date)] == inside


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("what burned today?", ["2025-01-02"], ["2025-01-01", "2025-01-03"]),
        ("what burned yesterday?", ["2025-01-01"], ["2025-01-02", "2024-12-31"]),
        ("what burned this week?", ["2024-12-30", "2025-01-05"], ["2024-12-29", "2025-01-06"]),
        ("what burned last week?", ["2024-12-23", "2024-12-29"], ["2024-12-22", "2024-12-30"]),
        ("what burned Last   Week?", ["2024-12-23"], ["2024-12-30"]),
        ("what burned this month?", ["2025-01-01", "2025-01-31"], ["2024-12-31", "2024-01-15"]),
        (
            "what burned last month?",
            ["2024-12-01", "2024-12-31"],
            ["2025-01-01", "2024-11-30", "2023-12-15"],
        ),
        ("what burned this year?", ["2025-12-31"], ["2024-12-31"]),
        ("what burned last year?", ["2024-01-01", "2024-12-31"], ["2023-12-31", "2025-01-01"]),
    ],
)
def test_times_told_from_today_across_the_end_of_a_year(
    question: str, inside: list[str], outside: list[str]
) -> None:
    assert [date for date in inside + outside if holds(question, date)] == inside


def test_the_year_before_counts_back_from_any_day() -> None:
    period = find_period("what burned last month?", day("2024-03-31"))
    assert period is not None
    assert (contains(period, "2024-02-29"), contains(period, "2024-03-01")) == (True, False)


@pytest.mark.parametrize(
    "question", ["what burned last week?", "what burned today?", "what burned this year?"]
)
def test_without_today_nothing_is_told_from_it(question: str) -> None:
    assert find_period(question, None) is None


@pytest.mark.parametrize(
    "question",
    [
        "",
        "what burned?",
        "what may burn?",
        "may I ask what burned?",
        "May I ask what burned?",
        "who will march to the harbour?",
        "March to the harbour: who did?",
        "did 2024 people march?",
        "who sold 1500 ropes?",
        "who augmented the ropes?",
    ],
)
def test_words_and_numbers_that_name_no_time(question: str) -> None:
    assert find_period(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("what burned in May?", "2024-05-05", "2024-06-05"),
        ("what burned in march?", "2024-03-05", "2024-06-05"),
        ("what burned since may?", "2024-05-05", "2024-06-05"),
        ("what burned on may 5?", "2024-05-05", "2024-05-06"),
        ("what burned on 5 march?", "2024-03-05", "2024-03-06"),
        ("what burned, march 2024?", "2024-03-05", "2023-03-05"),
        ("what burned in june?", "2024-06-05", "2024-07-05"),
        ("what may burn in June?", "2024-06-05", "2024-05-05"),
        ("who may march in 2024?", "2024-06-05", "2023-05-05"),
        ("May we know what burned in September?", "2024-09-05", "2024-05-05"),
    ],
)
def test_may_and_march_are_months_where_they_are_written_so(
    question: str, inside: str, outside: str
) -> None:
    assert (holds(question, inside), holds(question, outside)) == (True, False)
