from __future__ import annotations

from pathlib import Path

import pytest

from bench.synthetic_questions import (
    ODD_QUESTION_EVERY,
    OPENINGS,
    evenly_spaced,
    synthetic_questions,
)
from bot.corpus.corpus import Corpus
from bot.corpus.loader import read_corpus
from bot.model import Passage

ARTICLES = Path(__file__).parents[1] / "conversations" / "harbour"
KYIV = ARTICLES.parent / "kyiv"


def corpus(folder: Path = ARTICLES) -> Corpus:
    return read_corpus(folder)[0]


@pytest.mark.parametrize(
    ("size", "many", "expected"),
    [(1_000_000, 4, [125_000, 375_000, 625_000, 875_000]), (3, 3, [0, 1, 2]), (2, 4, [0, 0, 1, 1])],
)
def test_numbers_are_spread_evenly(size: int, many: int, expected: list[int]) -> None:
    assert evenly_spaced(size, many) == expected


def test_the_same_articles_give_the_same_questions() -> None:
    assert synthetic_questions(corpus(), lambda _: "en", 50) == synthetic_questions(
        corpus(), lambda _: "en", 50
    )
    assert len(set(synthetic_questions(corpus(), lambda _: "en", 50))) > 40


def test_questions_are_words_of_a_passage_and_now_and_then_one_that_no_article_has() -> None:
    held = corpus()
    known = {
        word for number in range(len(held)) for word in held[number].text.replace("“", " ").split()
    }
    strange = 0
    for text in synthetic_questions(held, lambda _: "en", 20 * ODD_QUESTION_EVERY):
        opening = next(one for one in OPENINGS if text.startswith(one + " "))
        words = text.removeprefix(opening).removesuffix("?").split()
        assert 2 <= len(words) <= 5
        strange += not all(any(word in other for other in known) for word in words)
    # A shuffled word may happen to be one.
    assert 1.5 * 20 <= strange <= 2 * 20


def test_other_languages_are_asked_in_bare_words() -> None:
    asked = synthetic_questions(corpus(KYIV), lambda _: "uk", 20)
    assert not any(text.startswith(OPENINGS) for text in asked)


def test_passages_are_read_one_by_one_and_only_those_that_are_asked_about() -> None:
    held = corpus()

    class Large:
        read = 0

        def __len__(self) -> int:
            return 10**6

        def __getitem__(self, passage: int) -> Passage:
            self.read += 1
            return held[passage % len(held)]

    large = Large()
    assert len(synthetic_questions(large, lambda _: "en", 30)) == 30
    assert large.read == 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [("And so it was.", {"And", "so", "it", "was"}), ("1. …", {"1", "…", "1."})],
)
def test_a_passage_that_says_nothing_is_asked_about_all_the_same(
    tmp_path: Path, text: str, expected: set[str]
) -> None:
    (tmp_path / "one.md").write_text(text, encoding="utf-8")
    [asked] = synthetic_questions(corpus(tmp_path), lambda _: "", 1)
    assert len(set(asked.removesuffix("?").split()) - expected) <= 1
