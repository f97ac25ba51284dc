"""Near spellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.analysis.spelling import (
    MAX_SUGGESTIONS,
    MIN_LETTERS,
    SpellChecker,
    length_buckets,
)
from bot.arrays.strings import encode_strings
from bot.question_answer import Question
from tests.answering.corpora import answerer, article

LETTERS = "aeilnorst"
WORD = st.text(LETTERS, min_size=1, max_size=10)


def spell_checker(terms: Mapping[str, str]) -> SpellChecker:
    """Near spellings among words given with their terms."""
    words = sorted(terms, key=lambda word: (word[:1], len(word)))
    return SpellChecker(
        {"word.text": encode_strings(words), "word.shelves": length_buckets(words)},
        lambda number: terms[words[number]],
    )


def near(word: str, *known: str) -> tuple[str, ...]:
    """With every word a term of its own."""
    return tuple(one for one, _ in spell_checker({one: one for one in known}).suggest(word))


@pytest.mark.parametrize(
    ("asked", "known", "is_near"),
    [
        ("lanterm", "lantern", True),
        ("lanten", "lantern", True),
        ("lanttern", "lantern", True),
        ("lantren", "lantern", True),
        ("LANTREN", "lantern", True),
        ("lamterm", "lantern", False),
        ("bantern", "lantern", False),
        ("lighthoose", "lighthouse", True),
        ("lihgthoose", "lighthouse", True),
        ("lihgthooze", "lighthouse", False),
        ("rope", "ropes", False),
        ("ropse", "ropes", True),
        ("quayy", "quay", True),
        ("12345", "12346", False),
        ("", "lantern", False),
    ],
)
def test_slips(asked: str, known: str, is_near: bool) -> None:
    assert near(asked, known) == ((known,) if is_near else ())


def test_one_slip_hides_two() -> None:
    assert near("lighthoose", "lightnoise") == ("lightnoise",)
    assert near("lighthoose", "lightnoise", "lighthouse") == ("lighthouse",)


def test_forms_of_one_word_count_once() -> None:
    assert spell_checker({"lantern": "lantern", "lanterns": "lantern"}).suggest("lanternz") == (
        ("lantern", "lantern"),
    )


def test_no_more_than_a_few() -> None:
    known = [f"lanter{letter}" for letter in "abcdef"]
    assert 1 < len(near("lanterz", *known)) <= MAX_SUGGESTIONS


@given(asked=WORD, known=st.lists(WORD, max_size=8, unique=True))
def test_what_is_near_is_known_begins_alike_and_is_of_like_length(
    asked: str, known: list[str]
) -> None:
    found = near(asked, *known)
    assert set(found) <= set(known)
    assert len(found) <= MAX_SUGGESTIONS
    assert not found or len(asked) >= MIN_LETTERS
    assert all(one[0] == asked[0] and abs(len(one) - len(asked)) <= 2 for one in found)


@given(
    known=st.text(LETTERS, min_size=MIN_LETTERS, max_size=12),
    place=st.integers(1, 11),
    letter=st.sampled_from(LETTERS),
)
def test_every_single_slip_behind_the_first_letter_is_near(
    known: str, place: int, letter: str
) -> None:
    place = min(place, len(known) - 1)
    slips = {
        known[:place] + letter + known[place:],
        known[:place] + letter + known[place + 1 :],
        known[:place] + known[place + 1 :],
    }
    assert all(near(slip, known) == (known,) for slip in slips if len(slip) >= MIN_LETTERS)


ARTICLES = {
    "lamp": article(
        "The lantern of Hollin was lit by Ada Finch.",
        "Its keeper sold the Manders house.",
        "The Sanders family and Mr Sanderr came to see.",
    ),
}


@pytest.mark.parametrize(
    ("question", "meant", "suggested"),
    [
        ("who lit the lantern?", [], []),
        ("who lit the lantren?", [("lantren", "lantern")], []),
        ("who lit the Lantrens of Hollim?", [("Lantrens", "lantern"), ("Hollim", "Hollin")], []),
        ("who are the Sanderz?", [], [("Sanderz", "Sanders"), ("Sanderz", "Sanderr")]),
        ("who lit the chandelier?", [], []),
        # A synonym that an article holds is as good as the word itself.
        ("who vended the house?", [], []),
    ],
)
def test_a_question_is_read_as_meant_where_that_is_plain(
    tmp_path: Path,
    question: str,
    meant: Sequence[tuple[str, str]],
    suggested: Sequence[tuple[str, str]],
) -> None:
    found = answerer(tmp_path, ARTICLES).answer(Question(question))
    assert [(one.original, one.corrected) for one in found.corrections] == list(meant)
    assert {(one.original, one.corrected) for one in found.suggestions} == set(suggested)


def test_a_misspelt_question_finds_what_the_right_one_finds(tmp_path: Path) -> None:
    answers = answerer(tmp_path, ARTICLES)
    right, misspelt = (
        answers.answer(Question(text))
        for text in ("who lit the lantern of Hollin?", "who lit the lantren of Hollin?")
    )
    assert misspelt.candidates == right.candidates
    assert misspelt.confidence == right.confidence
    assert misspelt.unknown_words == ()
