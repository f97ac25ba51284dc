from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.title_index import TitleIndex, fold_line
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
TITLES = TitleIndex(TEXTS, [EN, UK])


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
        ("mar", [0]),
        ("tmar clo", []),
        ("bridge tmar", [0]),
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
    none = TitleIndex([], [EN])
    assert none.matching("a").tolist() == []
    assert none.similar("bridge", 5).tolist() == []


@pytest.mark.parametrize(
    ("word", "typed", "is_near"),
    [
        # From four letters on one slip, from eight on two; three letters stand as they are.
        ("doc", "dok", False),
        ("dock", "dokk", True),
        ("dockers", "dokkers", True),
        ("dockers", "dokkerz", False),
        ("dockyard", "dokkyart", True),
        ("dockyard", "dokkyert", False),
        # Two letters in each other's place are one slip.
        ("dock", "dokc", True),
    ],
)
def test_how_far_a_misspelt_word_may_be(word, typed, is_near):
    index = TitleIndex([(word, EN)], [EN])
    assert index.similar(typed, 5).tolist() == [0] * is_near


def test_which_titles_begin_with_what_is_typed():
    begins = TITLES.begin_with(np.array([0, 2, 3, 4]), "  A  BRIDGE f")
    assert begins.tolist() == [False, True, False, False]
    assert TITLES.begin_with(np.array([3]), "cafe ").tolist() == [True]


@given(
    known=st.lists(st.text("abé \n", max_size=5).filter(str.strip), max_size=8),
    typed=st.text("abé", min_size=1, max_size=3),
)
def test_a_word_or_its_beginning_finds_every_title_with_it(known, typed):
    found = TitleIndex([(title, UK) for title in known], [UK]).matching(typed).tolist()
    begun = [
        number
        for number, title in enumerate(known)
        if any(word.startswith(fold_line(typed)) for word in fold_line(title).split())
    ]
    assert set(begun) <= set(found)
