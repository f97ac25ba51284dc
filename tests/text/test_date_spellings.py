"""Every spelling of a date, read back, and alike wherever one may be given."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.browsing.article_query import ArticleQuery
from bot.corpus.markdown import read_markdown
from bot.errors import FaultKind, InvalidDate
from bot.text.dates import find_period, read_period
from bot.text.period import Period

MONTHS = [
    ("January", "Jan", "січень", "січня", "січні"),
    ("February", "Feb", "лютий", "лютого", "лютому"),
    ("March", "Mar", "березень", "березня", "березні"),
    ("April", "Apr", "квітень", "квітня", "квітні"),
    ("May", "May", "травень", "травня", "травні"),
    ("June", "Jun", "червень", "червня", "червні"),
    ("July", "Jul", "липень", "липня", "липні"),
    ("August", "Aug", "серпень", "серпня", "серпні"),
    ("September", "Sept", "вересень", "вересня", "вересні"),
    ("October", "Oct", "жовтень", "жовтня", "жовтні"),
    ("November", "Nov", "листопад", "листопада", "листопаді"),
    ("December", "Dec", "грудень", "грудня", "грудні"),
]
DAY_SPELLINGS = [
    "{y}-{m:02}-{d:02}",
    "{y}-{m}-{d}",
    "{y}/{m:02}/{d:02}",
    "{d:02}.{m:02}.{y}",
    "{d}.{m}.{y}",
    "{d:02}/{m:02}/{y}",
    "{d}-{m}-{y}",
    "{y}{m:02}{d:02}",
    "{full} {d}, {y}",
    "{d} {full} {y}",
    "{d:02} {short} {y}",
    "{short}. {d}, {y}",
    "the {d}th of {full}, {y}",
    "{d} {genitive} {y}",
    "{d} {genitive} {y} року",
    "{d}-го {genitive} {y} р.",
]
MONTH_SPELLINGS = [
    "{y}-{m:02}",
    "{m:02}.{y}",
    "{full} {y}",
    "{short} {y}",
    "{full} of {y}",
    "{nominative} {y}",
    "{nominative} {y} року",
    "у {locative} {y}",
]
TIMES = [
    "T10:30:00Z",
    "T10:30+03:00",
    " 10:30:15.25 +0200",
    " 23:59",
    ", 10:30 EET",
    " at 10:30 PM",
    " о 10:30",
    " 00:15 (Kyiv)",
]
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


def written(spelling: str, day: dt.date) -> str:
    names = dict(
        zip(
            ("full", "short", "nominative", "genitive", "locative"),
            MONTHS[day.month - 1],
            strict=True,
        )
    )
    return spelling.format(y=day.year, m=day.month, d=day.day, **names)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def days(period: Period) -> tuple[dt.date, dt.date]:
    return period.first, period.last


SEASON = re.compile(r"\d{4}-\d\d")


@given(DAYS, st.sampled_from(DAY_SPELLINGS))
def test_a_day_is_read_back_from_every_spelling(day: dt.date, spelling: str) -> None:
    assert days(read_period(written(spelling, day), None)) == (day, day)


@given(DAYS, st.sampled_from(MONTH_SPELLINGS))
def test_a_month_is_read_back_from_every_spelling(day: dt.date, spelling: str) -> None:
    assert days(read_period(written(spelling, day), None)) == month_of(day)


@given(DAYS, st.sampled_from(DAY_SPELLINGS[:3] + DAY_SPELLINGS[8:15]), st.sampled_from(TIMES))
def test_a_time_and_its_zone_change_no_day(day: dt.date, spelling: str, time: str) -> None:
    assert days(read_period(written(spelling, day) + time, None)) == (day, day)


@given(DAYS.filter(lambda day: day.day > 12), st.sampled_from(["/", ".", "-"]))
def test_a_second_number_that_is_no_month_is_the_day(day: dt.date, sign: str) -> None:
    text = f"{day.month:02}{sign}{day.day:02}{sign}{day.year}"
    assert days(read_period(text, None)) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last", "is_yearly"),
    [
        ("March 10", "2025-03-10", "2025-03-10", True),
        ("10 березня", "2025-03-10", "2025-03-10", True),
        ("June 15", "2025-06-15", "2025-06-15", True),
        ("16 June", "2024-06-16", "2024-06-16", True),
        ("у червні", "2025-06-01", "2025-06-30", True),
        ("July", "2024-07-01", "2024-07-31", True),
        ("29 лютого", "2024-02-29", "2024-02-29", True),
        ("last June", "2024-06-01", "2024-06-30", False),
        ("минулого травня", "2025-05-01", "2025-05-31", False),
        ("червень минулого року", "2024-06-01", "2024-06-30", False),
        ("May this year", "2025-05-01", "2025-05-31", False),
        ("last week", "2025-06-02", "2025-06-08", False),
        ("минулого тижня", "2025-06-02", "2025-06-08", False),
        ("на минулому тижні", "2025-06-02", "2025-06-08", False),
        ("this week", "2025-06-09", "2025-06-15", False),
        ("цього тижня", "2025-06-09", "2025-06-15", False),
        ("last month", "2025-05-01", "2025-05-31", False),
        ("минулого місяця", "2025-05-01", "2025-05-31", False),
        ("last year", "2024-01-01", "2024-12-31", False),
        ("торік", "2024-01-01", "2024-12-31", False),
        ("цьогоріч", "2025-01-01", "2025-12-31", False),
        ("today", "2025-06-15", "2025-06-15", False),
        ("yesterday", "2025-06-14", "2025-06-14", False),
        ("учора", "2025-06-14", "2025-06-14", False),
        ("позавчора", "2025-06-13", "2025-06-13", False),
        ("3 дні тому", "2025-06-12", "2025-06-12", False),
        ("тиждень тому", "2025-06-08", "2025-06-08", False),
        ("the last 7 days", "2025-06-09", "2025-06-15", False),
        ("за останні два тижні", "2025-06-02", "2025-06-15", False),
        ("past 2 months", "2025-04-16", "2025-06-15", False),
        ("у п'ятницю", "2025-06-13", "2025-06-13", False),
        ("last Sunday", "2025-06-08", "2025-06-08", False),
        ("this Monday", "2025-06-09", "2025-06-09", False),
        ("2024 рік", "2024-01-01", "2024-12-31", False),
    ],
)
def test_told_from_a_sunday(text: str, first: str, last: str, is_yearly: bool) -> None:
    period = read_period(text, dt.date(2025, 6, 15))
    assert tuple(map(str, days(period))) == (first, last)
    assert bool(period.yearly) is is_yearly


@given(DAYS)
def test_the_last_week_is_the_whole_one_before_this_one(today: dt.date) -> None:
    last, this = read_period("last week", today), read_period("цього тижня", today)
    assert (last.first.weekday(), last.last.weekday()) == (0, 6)
    assert last.last + dt.timedelta(days=1) == this.first <= today <= this.last


@given(DAYS, DAYS.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_a_day_without_a_year_is_the_newest_one(day: dt.date, today: dt.date) -> None:
    first, last = days(read_period(written("{full} {d}", day), today))
    assert first == last <= today
    assert (first.month, first.day) == (day.month, day.day)
    if (day.month, day.day) != (2, 29):
        assert (today - first).days < 366


ANY_SPELLING = st.one_of(
    st.builds(written, st.sampled_from(DAY_SPELLINGS + MONTH_SPELLINGS), DAYS),
    st.builds(written, st.sampled_from(["{full} {d}", "{d} {genitive}"]), DAYS),
    st.sampled_from(
        [
            "yesterday",
            "вчора",
            "last week",
            "минулого тижня",
            "this month",
            "торік",
            "2 days ago",
            "червень минулого року",
            "in the last 3 days",
            "за останні два тижні",
        ]
    ),
)


@given(ANY_SPELLING, DAYS)
@example("2000-01", dt.date(2025, 6, 15))
@example("2000-02", dt.date(2025, 6, 15))
def test_the_same_everywhere(text: str, today: dt.date) -> None:
    try:
        period = read_period(text, today)
    except InvalidDate:
        # Only 29 February has years without it.
        assert "29" in text
        return
    query = ArticleQuery.parse(f"since: {text} until: {text}", today)
    assert (query.since, query.until) == days(period)
    assert ArticleQuery.parse(f"date: {text}", today) == query
    asked = find_period(f"what burned in the harbour, {text}?", today)
    if SEASON.fullmatch(text) and int(text[5:]) == (int(text[:4]) + 1) % 100:
        # In a question 2009-10 is as likely a season as a month.
        assert asked is None
        return
    assert asked is not None
    assert (days(asked), asked.yearly) == (days(period), period.yearly)
    assert asked.is_relative is period.is_relative
    assert asked.text in text
    stored, faults = read_markdown(f'---\ndate: "{text}"\n---\n\nIt burned.', "a", "a.md", "a.md")
    if period.is_relative or period.yearly:
        # An article does not know when it is read.
        wrong = [(FaultKind.WRONG_DATE, text)]
        assert [(fault.kind, fault.detail) for fault in faults] == wrong
    else:
        assert (stored.article.date, faults) == (period.first, ())


@pytest.mark.parametrize("text", ["2024", "soon", "10:30", "T10:30", "31 June 2024", "next week"])
def test_what_is_no_date_of_an_article(text: str) -> None:
    _, faults = read_markdown(f'---\ndate: "{text}"\n---\n\nIt burned.', "a", "a.md", "a.md")
    assert [(fault.line, fault.kind, fault.detail) for fault in faults] == [
        (2, FaultKind.WRONG_DATE, text)
    ]


@given(st.text())
def test_a_question_may_be_any_text(text: str) -> None:
    period = find_period(text, dt.date(2025, 6, 15))
    assert period is None or period.first <= period.last


@pytest.mark.parametrize(
    "question",
    [
        "who won the 2009-10 cup?",
        "who has version 10.4.11?",
        "who is Jan Kuciak?",
        "хто лютий ворог?",
        "who sold 2024 ropes?",
        "who lives at 10/12 Quay Road?",
        "which Friday market burned?",
        "who ran the port for the past nine years?",
    ],
)
def test_figures_and_names_that_are_no_dates(question: str) -> None:
    assert find_period(question, dt.date(2025, 6, 15)) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what burned in June 14.5 times?", "June"),
        ("what burned in last week's storm?", "last week"),
        ("що згоріло в середу?", "середу"),
        ("що згоріло 10-го червня 2024 року на пристані?", "10-го червня 2024 року"),
        ("what burned on Feb. 26, 2026?", "Feb. 26, 2026"),
        ("what burned since 2024?", "2024"),
    ],
)
def test_the_part_of_a_question_that_is_the_date(question: str, text: str) -> None:
    period = find_period(question, dt.date(2025, 6, 15))
    assert period is not None
    assert period.text == text
