from __future__ import annotations

import datetime as dt

import pytest

from bot.errors import InvalidDate
from bot.text.dates import read_period

SUNDAY = dt.date(2025, 6, 15)


def first(text: str, today: dt.date) -> dt.date:
    return read_period(text, today).first


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-06-14", (2024, 6, 14)),
        ("2024-6-4", (2024, 6, 4)),
        ("14.6.2024", (2024, 6, 14)),
        (" since  14 June 2024 ", (2024, 6, 14)),
        ("June 14, 2024", (2024, 6, 14)),
        ("June 2024", (2024, 6, 1)),
        ("2024", (2024, 1, 1)),
        ("in May", (2025, 5, 1)),
        ("may", (2025, 5, 1)),
        ("June", (2025, 6, 1)),
        ("July", (2024, 7, 1)),
        ("16 June", (2024, 6, 16)),
        ("29 February", (2024, 2, 29)),
        ("today", (2025, 6, 15)),
        ("Yesterday", (2025, 6, 14)),
        ("this week", (2025, 6, 9)),
        ("last week", (2025, 6, 2)),
        ("last month", (2025, 5, 1)),
        ("last year", (2024, 1, 1)),
        ("3 days ago", (2025, 6, 12)),
        ("a week ago", (2025, 6, 8)),
        ("two months ago", (2025, 4, 15)),
        ("10 years ago", (2015, 6, 15)),
        ("sunday", (2025, 6, 15)),
        ("last Sunday", (2025, 6, 8)),
        ("Monday", (2025, 6, 9)),
        ("last monday", (2025, 6, 9)),
        ("минулого тижня", (2025, 6, 2)),
        ("з 1 червня", (2025, 6, 1)),
        ("червень 2024", (2024, 6, 1)),
        ("липень 2024 року", (2024, 7, 1)),
        ("п'ятниця", (2025, 6, 13)),
        ("5 днів тому", (2025, 6, 10)),
    ],
)
def test_the_first_day_that_is_meant(said: str, day: tuple[int, int, int]) -> None:
    assert first(said, SUNDAY) == dt.date(*day)


def test_months_back_from_a_day_that_they_lack() -> None:
    assert first("a month ago", dt.date(2025, 3, 31)) == dt.date(2025, 2, 28)
    assert first("2 months ago", dt.date(2025, 1, 31)) == dt.date(2024, 11, 30)


@pytest.mark.parametrize(
    "said",
    [
        "soon",
        "",
        "2024-02-30",
        "30 February",
        "2024-13-01",
        "0000-01-01",
        "9999 years ago",
        "June nonsense",
        "may may",
        "24",
        "last",
        "ago",
        "²024",
        "the other day",
    ],
)
def test_what_is_no_day(said: str) -> None:
    with pytest.raises(InvalidDate) as raised:
        read_period(said, SUNDAY)
    assert raised.value.text == said
