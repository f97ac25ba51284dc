from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.corpus import Corpus
from bot.corpus.records import StoredArticle
from bot.corpus.title_index import TitleIndex, fold_line
from bot.model import Article


def titles(*known: tuple[str | None, int | None]) -> TitleIndex:
    """Titles of articles, each with its day of May 2025."""
    articles = (
        Article(str(place), f"{place}.md", title, date=dt.date(2025, 5, day) if day else None)
        for place, (title, day) in enumerate(known)
    )
    return TitleIndex(Corpus.from_articles(StoredArticle(article, "", ()) for article in articles))


MILL = titles(
    ("The mill burns", 3),
    ("A watermill opens", 5),
    ("Mill owner fined", 1),
    (None, 9),
    ("Züge der\nMühle", None),
    ("Burned mill rebuilt", 4),
)


@pytest.mark.parametrize(
    ("typed", "most", "found"),
    [
        ("", 2, ["A watermill opens", "Burned mill rebuilt"]),
        (
            "mill",
            9,
            ["Mill owner fined", "Burned mill rebuilt", "The mill burns", "A watermill opens"],
        ),
        ("mill", 2, ["Mill owner fined", "Burned mill rebuilt"]),
        ("  MILL  b", 9, ["The mill burns"]),
        ("muhle", 9, ["Züge der\nMühle"]),
        ("zuge der m", 9, ["Züge der\nMühle"]),
        ("burns mill", 9, []),
        # A title ends where it ends.
        ("burns a", 9, []),
        ("\n", 1, ["A watermill opens"]),
        ("b", 9, ["Burned mill rebuilt", "The mill burns"]),
    ],
)
def test_what_begins_so_comes_first_then_what_holds_it_the_newest_first(
    typed: str, most: int, found: list[str]
) -> None:
    assert MILL.complete(typed, most) == found


def test_a_title_of_two_articles_is_there_once_as_the_newer() -> None:
    assert titles(("Weather", 1), ("Harbour", 2), ("Weather", 3)).complete("", 9) == [
        "Weather",
        "Harbour",
    ]
    assert titles(("Weather", 3), ("Harbour", 2), ("Weather", None)).complete("", 9) == [
        "Weather",
        "Harbour",
    ]


def test_no_titles() -> None:
    assert titles((None, 1)).complete("a", 9) == titles().complete("", 9) == []


@given(
    known=st.lists(st.text("abA é\n", max_size=5).filter(str.strip), max_size=8),
    typed=st.text("abA é", max_size=3),
)
def test_all_that_hold_it_are_found(known: list[str], typed: str) -> None:
    found = titles(*((title, None) for title in known)).complete(typed, 99)
    assert sorted(found) == sorted(
        {title for title in known if fold_line(typed) in fold_line(title)}
    )
