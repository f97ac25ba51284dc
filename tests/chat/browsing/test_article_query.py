from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.browsing.article_query import (
    ArticleQuery,
    latest_articles_query,
    parse_date_range,
    shorten_name,
)
from bot.errors import InvalidDate

DAY = dt.date(2024, 6, 14)
PERIODS = {
    "2024-06-14": (DAY, DAY),
    "2024-6-14": (DAY, DAY),
    "14 June 2024": (DAY, DAY),
    "2024-06": (dt.date(2024, 6, 1), dt.date(2024, 6, 30)),
    "june 2024": (dt.date(2024, 6, 1), dt.date(2024, 6, 30)),
    "2024-02": (dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    "2024": (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
}


@pytest.mark.parametrize(("text", "days"), PERIODS.items())
def test_days_months_and_years(text, days):
    assert parse_date_range(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2024-13",
        "2024-02-30",
        "June",
        "31 June 2024",
        "0000",
        "1 2 3",
        "²024 June 2024",
        "99999999999",
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(InvalidDate) as raised:
        parse_date_range(text)
    assert raised.value.text == text


def test_what_people_write():
    query = ArticleQuery.parse(
        "outlet: The  Guardian Publisher:Harbour Wire since:2024-06 until: 2024-06 title: date: unknown"
    )
    assert query == ArticleQuery(
        "The Guardian", "Harbour Wire", "date: unknown", dt.date(2024, 6, 1), dt.date(2024, 6, 30)
    )


def test_words_without_a_key_are_looked_for_in_titles():
    assert ArticleQuery.parse("the bridge since: 2024") == ArticleQuery(
        title="the bridge", since=dt.date(2024, 1, 1)
    )
    assert ArticleQuery.parse("") == ArticleQuery()


def test_a_date_bounds_from_both_sides():
    assert ArticleQuery.parse("date: June 2024") == ArticleQuery(
        since=dt.date(2024, 6, 1), until=dt.date(2024, 6, 30)
    )


def test_latest_articles_of_an_outlet():
    assert ArticleQuery.parse(latest_articles_query("Reuters", "2024-06-14")) == ArticleQuery(
        "Reuters", since=DAY
    )
    assert latest_articles_query("", "") == ""


NAMES = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
DAYS = st.none() | st.dates(dt.date(1000, 1, 1))


@given(NAMES, NAMES, NAMES, DAYS, DAYS, st.integers(0, 10**6))
def test_a_button_brings_back_what_it_was_given(outlet, publisher, title, since, until, start):
    query = ArticleQuery(outlet, publisher, title, since, until)
    carried = query.encode(start)
    back = ArticleQuery.parse(carried)
    assert back == ArticleQuery(
        shorten_name(outlet), shorten_name(publisher), title, since, until, start
    )
    assert back.encode(start) == carried
    assert len(carried) <= 60 + len(title)


@pytest.mark.parametrize("text", ["~", "~x", "~~~~~~~~", "~5", "~²~a"])
def test_a_button_that_nobody_wrote_does_no_harm(text):
    assert ArticleQuery.parse(text).start in {0, 5}
