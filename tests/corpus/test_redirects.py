"""Where an id leads, after any number of moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus import redirects as module
from bot.corpus.redirects import MAX_REDIRECTS_PER_ID, RedirectTable

IDS = st.integers(0, 2**64 - 1)


def table(*moves: dict[int, int]) -> RedirectTable:
    found = RedirectTable()
    for moved in moves:
        found = found.with_moves(moved)
    return found


def test_a_chain_is_followed() -> None:
    found = table({1: 2}, {2: 3})
    assert (found.targets(1), found.targets(2), found.targets(3)) == ([3], [3], [])


def test_what_comes_back_leads_nowhere() -> None:
    found = table({1: 2}, {2: 1})
    assert (found.targets(1), found.targets(2)) == ([], [1])


def test_what_changes_places() -> None:
    found = table({1: 2, 2: 1})
    assert (found.targets(1), found.targets(2)) == ([2], [1])


def test_an_id_that_is_used_again_and_again_leads_to_the_newest_first() -> None:
    found = table(*({1: 100 + number} for number in range(MAX_REDIRECTS_PER_ID + 3)))
    assert found.targets(1) == [110 - number for number in range(MAX_REDIRECTS_PER_ID)]


def test_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REDIRECTS", 3)
    found = table(*({number: 100 + number} for number in range(5)))
    assert [found.targets(number) for number in range(5)] == [[], [], [102], [103], [104]]


def test_joining_keeps_each_once() -> None:
    found = table({1: 2}, {3: 4}).merged_with(table({3: 4}, {1: 5}))
    assert found.pairs.tolist() == [[1, 2], [3, 4], [1, 5]]
    assert found.targets(1) == [5, 2]


@given(st.lists(st.dictionaries(IDS, IDS, max_size=4), max_size=5), IDS)
def test_the_nearest_source_below_a_key(moves: list[dict[int, int]], key: int) -> None:
    found = table(*moves)
    sources = sorted(found.pairs[:, 0].tolist())
    expected = max((one for one in sources if one <= key), default=sources[-1] if sources else None)
    assert found.source_below(key) == expected


@given(st.lists(st.dictionaries(st.integers(0, 9), st.integers(0, 9), max_size=4), max_size=6))
def test_no_id_leads_to_itself_or_twice_to_another(moves: list[dict[int, int]]) -> None:
    pairs = table(*moves).pairs
    assert (pairs[:, 0] != pairs[:, 1]).all()
    assert len(np.unique(pairs, axis=0)) == len(pairs)
