"""What every engine promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from bot.index import top_k_numba
from bot.index.protocol import Index
from bot.index.rank_bm25 import RankBM25Index
from bot.index.sparse_bm25 import SparseBM25Index
from bot.index.top_k import top_k_numpy

ENGINES: list[Callable[[Iterable[Sequence[str]]], Index]] = [
    RankBM25Index,
    partial(SparseBM25Index.from_texts, top_k=top_k_numpy),
    partial(SparseBM25Index.from_texts, top_k=top_k_numba.top_k_numba),
]
TEXTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8), max_size=12)
QUERIES = st.dictionaries(st.sampled_from("abcdefgxyz"), st.floats(0.1, 2), max_size=5)

pytestmark = pytest.mark.parametrize("make", ENGINES)


@given(texts=TEXTS, query=QUERIES, k=st.integers(1, 15))
def test_only_texts_that_share_a_term_best_first(
    make: Callable[[list[list[str]]], Index],
    texts: list[list[str]],
    query: dict[str, float],
    k: int,
) -> None:
    index = make(texts)
    hits = index.search(query, k)
    sharing = {number for number, text in enumerate(texts) if set(text) & set(query)}
    assert len(hits) == min(k, len(sharing))
    assert {hit.doc for hit in hits} <= sharing
    assert [(-hit.score, hit.doc) for hit in hits] == sorted((-hit.score, hit.doc) for hit in hits)
    assert not any(np.isnan(hit.score) for hit in hits)


@given(texts=TEXTS, query=QUERIES, within=st.sets(st.integers(0, 11)))
def test_within_leaves_scores_as_they_are(
    make: Callable[[list[list[str]]], Index],
    texts: list[list[str]],
    query: dict[str, float],
    within: set[int],
) -> None:
    index = make(texts)
    everywhere = {hit.doc: hit.score for hit in index.search(query, 100)}
    some = {hit.doc: hit.score for hit in index.search(query, 100, within)}
    assert some == {passage: score for passage, score in everywhere.items() if passage in within}


@given(texts=TEXTS.filter(any), query=QUERIES)
def test_scores_are_those_of_the_package(
    make: Callable[[list[list[str]]], Index], texts: list[list[str]], query: dict[str, float]
) -> None:
    package = BM25Plus(texts)
    expected = {}
    for number, text in enumerate(texts):
        if shared := [term for term in query if term in text]:
            expected[number] = sum(
                query[term] * package.get_scores([term])[number] for term in shared
            )
    assert {hit.doc: hit.score for hit in make(texts).search(query, 100)} == pytest.approx(expected)


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_nothing_to_find(make: Callable[[list[list[str]]], Index], texts: list[list[str]]) -> None:
    index = make(texts)
    assert len(index) == len(texts)
    assert index.search({"a": 1.0}, 5) == []


def test_ties_go_to_the_lower_number(make: Callable[[list[list[str]]], Index]) -> None:
    hits = make([["b"], ["a"], ["a"], ["a"]]).search({"a": 1.0}, 2)
    assert [hit.doc for hit in hits] == [1, 2]


def test_rare_terms_say_more(make: Callable[[list[list[str]]], Index]) -> None:
    index = make([["a", "b"], ["a"], ["a"]])
    assert index.idf("a") < index.idf("b") < index.idf("never")
    assert (index.doc_frequency("a"), index.doc_frequency("never")) == (3, 0)


@pytest.mark.parametrize(
    "some", [[3], [3, 4, 900], list(range(0, 1000, 2))], ids=["one", "few", "half"]
)
def test_few_or_many_texts_are_found_among_long_lists(
    make: Callable[[list[list[str]]], Index], some: list[int]
) -> None:
    index = make([["a", *"b" * (number % 3), *"c" * (number % 7 == 0)] for number in range(1000)])
    query = {"a": 1.0, "b": 0.5, "c": 2.0}
    everywhere = {hit.doc: hit.score for hit in index.search(query, 1000)}
    assert {hit.doc: hit.score for hit in index.search(query, 1000, np.array(some))} == {
        one: everywhere[one] for one in some
    }


@pytest.mark.parametrize("k", [1, 3, 40, 2000])
def test_the_best_of_some_are_found_wherever_they_stand_among_all(
    make: Callable[[list[list[str]]], Index], k: int
) -> None:
    index = make([["a", *"b" * (number % 5), *"c" * (number % 7 == 0)] for number in range(1000)])
    query = {"a": 1.0, "b": 0.5, "c": 2.0}
    everywhere = index.search(query, 1000)
    for wanted in (
        everywhere[500:],
        everywhere[::2],
        everywhere[:400],
        everywhere[990:],
        everywhere,
    ):
        some = np.array(sorted(hit.doc for hit in wanted))
        assert index.search(query, k, some) == wanted[:k]
