from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.evaluation.bm25_baseline import BM25Baseline

WORDS = st.sampled_from(["ship", "Ship", "port", "quay,", "quay", "crane"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6)


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_the_order_is_the_packages_own(texts: list[str], question: str) -> None:
    scores = BM25Okapi([text.lower().split() for text in texts]).get_scores(
        question.lower().split()
    )
    found = BM25Baseline(texts).search(question, len(texts))
    assert sorted(found) == list(range(len(texts)))
    assert [scores[text] for text in found] == sorted(scores, reverse=True)


def test_case_counts_for_nothing_and_punctuation_for_a_word_of_its_own() -> None:
    texts = ["the crane", "The Quay, the port", "a ship", "a barge", "a rope"]
    assert BM25Baseline(texts).search("QUAY,", 1) == [1]
    assert BM25Baseline(texts).search("quay", 5) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("texts", [[], [""], ["", " "]])
def test_nothing_to_rank(texts: list[str]) -> None:
    assert BM25Baseline(texts).search("ship", 3) == []
