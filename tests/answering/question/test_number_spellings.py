"""Numbers of a question in the other ways in which texts write them."""

from __future__ import annotations

import pytest

from bot.answering.question.number_spellings import number_spellings
from bot.text.language import languages


def spellings(text: str, code: str = "en") -> dict[str, set[str]]:
    tokens = languages().get(code).analyzer.tokens(text)
    return {
        " ".join(terms): {" ".join(other) for other in others}
        for terms, others in number_spellings(tokens, code)
    }


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("3 boats", "3", "three"),
        ("seven boats", "seven", "7"),
        ("2,500,000 crowns", "2500000", "2.5 million"),
        ("2,500,000 crowns", "2500000", "2.5 m"),
        ("2.5 million crowns", "2.5 million", "2500000"),
        ("2.5 million crowns", "2.5 million", "2.5 mln"),
        ("two million crowns", "two million", "2 million"),
        ("twenty-five boats", "twenti five", "25"),
        ("25 boats", "25", "twenti five"),
        ("40 thousand stamps", "40 thousand", "40000"),
    ],
)
def test_a_number_has_other_spellings(text: str, one: str, other: str) -> None:
    assert other in spellings(text)[one]


def test_millions_are_no_billions() -> None:
    assert not any("billion" in other for other in spellings("2.5 million crowns")["2.5 million"])


def test_a_year_is_no_amount() -> None:
    assert spellings("the flood of 1997") == {}


def test_ukrainian_numbers_are_read_and_others_left() -> None:
    assert "2500000" in spellings("2,5 мільйона гривень", "uk")["2.5 мільйон"]
    assert spellings("3 Boote", "de") == {}
