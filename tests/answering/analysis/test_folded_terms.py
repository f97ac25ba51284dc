"""How words with accents may be typed."""

from __future__ import annotations

import pytest

from bot.answering.analysis.folded_terms import folded_forms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("josé", {"jose"}),
        ("wałęsa", {"walesa"}),
        ("müller", {"muller", "mueller"}),
        ("jørgen", {"jorgen", "joergen"}),
        ("kjær", {"kjaer"}),
        ("đurić", {"duric"}),
        ("jose", set()),
        ("москва", set()),
    ],
)
def test_a_word_is_typed_without_its_accents(word: str, forms: set[str]) -> None:
    assert folded_forms(word) == forms
