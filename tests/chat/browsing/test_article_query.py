from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.browsing.article_query import (
    ArticleQuery,
    latest_articles_query,
    shorten_name,
)
from bot.errors import InvalidDate

DAY = dt.date(2024, 6, 14)
TODAY = dt.date(2024, 7, 3)


def parse(text):
    return ArticleQuery.parse(text, TODAY)


def test_what_people_write():
    query = parse(
        "outlet: The  Guardian Publisher:Harbour Wire since:2024-06 until: 2024-06 title: date: unknown"
    )
    assert query == ArticleQuery(
        "The Guardian", "Harbour Wire", "date: unknown", dt.date(2024, 6, 1), dt.date(2024, 6, 30)
    )


def test_words_without_a_key_are_looked_for_in_titles():
    assert parse("the bridge since: 2024") == ArticleQuery(
        title="the bridge", since=dt.date(2024, 1, 1)
    )
    assert parse("") == ArticleQuery()


def test_a_date_bounds_from_both_sides():
    assert parse("date: June 2024") == ArticleQuery(
        since=dt.date(2024, 6, 1), until=dt.date(2024, 6, 30)
    )


@pytest.mark.parametrize("key", ["since", "until", "date"])
def test_what_is_no_date(key):
    with pytest.raises(InvalidDate) as raised:
        parse(f"{key}: someday soon title: bridge")
    assert raised.value.text == "someday soon"


def test_until_takes_in_the_last_day_that_is_meant():
    assert parse("until: March 10").until == dt.date(2024, 3, 10)
    assert parse("until: last week").until == dt.date(2024, 6, 30)


def test_latest_articles_of_an_outlet():
    assert parse(latest_articles_query("Reuters", "2024-06-14")) == ArticleQuery(
        "Reuters", since=DAY
    )
    assert latest_articles_query("", "") == ""


NAMES = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
DAYS = st.none() | st.dates(dt.date(1000, 1, 1))


@given(NAMES, NAMES, NAMES, DAYS, DAYS, st.integers(0, 10**6))
def test_a_button_brings_back_what_it_was_given(outlet, publisher, title, since, until, start):
    query = ArticleQuery(outlet, publisher, title, since, until)
    carried = query.encode(start)
    back = parse(carried)
    assert back == ArticleQuery(
        shorten_name(outlet), shorten_name(publisher), title, since, until, start
    )
    assert back.encode(start) == carried
    assert len(carried) <= 60 + len(title)


@pytest.mark.parametrize("text", ["~", "~x", "~~~~~~~~", "~5", "~²~a"])
def test_a_button_that_nobody_wrote_does_no_harm(text):
    assert parse(text).start in {0, 5}
