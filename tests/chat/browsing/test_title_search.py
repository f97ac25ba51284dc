from __future__ import annotations

import pytest

from bot.chat.browsing.title_search import TitleSearch
from bot.text.language import languages

EN, UK = languages().get("en").analyzer, languages().get("uk").analyzer
TEXTS = [
    ("The Ostmar bridge closes for repairs", EN),
    ("Dockers of Velden go on strike", EN),
    ("A bridge for Velden", EN),
    ("Café owners strike in Genève", EN),
    ("Міст у Велдені закрито", UK),
    ("", EN),
]
TITLES = TitleSearch(TEXTS, [EN, UK])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bridge", [0, 2]),
        ("BRIDGE velden", [2]),
        ("velden bridge", [2]),
        ("velden br", [2]),
        ("br velden", []),
        ("bri", [0, 2]),
        ("strike", [1, 3]),
        ("strikes", [1, 3]),
        ("repair", [0]),
        ("cafe gen", [3]),
        ("CAFÉ", [3]),
        ("for", [0, 2]),
        ("мости", [4]),
        ("вел", [4]),
        ("zebra", []),
        ("bridge zebra", []),
        ("", []),
        ("?!", []),
    ],
)
def test_titles_hold_words_in_any_order(typed, found):
    assert TITLES.matching(typed).tolist() == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ostmer bridge", [0, 2]),
        ("dokers", [1]),
        ("the zebra of Ostmar", [0]),
        ("zebra", []),
        ("", []),
        ("abc", []),
    ],
)
def test_titles_that_come_near(typed, found):
    assert TITLES.similar(typed, 5).tolist() == found


def test_only_so_many_come_near():
    assert len(TITLES.similar("bridge strike", 2)) == 2


def test_there_may_be_no_titles():
    none = TitleSearch([], [EN])
    assert none.matching("a").tolist() == []
    assert none.similar("bridge", 5).tolist() == []
