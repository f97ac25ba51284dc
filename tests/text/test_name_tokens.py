"""Names of letters and digits, numbers with units and signs, and names that are stop words."""

from __future__ import annotations

import pytest

from bot.text.language import languages


def terms(text: str, code: str = "en") -> list[str]:
    return languages().get(code).analyzer.terms(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F-16", ["f16"]),
        ("F-16s", ["f16"]),
        ("F16s", ["f16"]),
        ("MiG\u201129", ["mig29"]),
        ("pre-2014", ["pre", "2014"]),
        ("mid-10", ["mid", "10"]),
        ("Mid-2014", ["mid", "2014"]),
        ("Covid-19", ["covid", "19"]),
        ("40km", ["40", "km"]),
        ("155mm", ["155", "mm"]),
        ("5G", ["5g"]),
        ("the 1990s", ["1990s"]),
        ("€4.2m", ["euro", "4.2", "m"]),
        ("61%", ["61", "percent"]),
    ],
)
def test_letters_digits_and_signs(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_signs_are_read_in_the_language_of_the_text() -> None:
    assert terms("61%", "uk") == terms("61 відсоток", "uk")
    assert terms("61%", "tr") == ["61"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They said The Who play.", "who"),
        ("Theresa May left.", "may"),
        ("Will Marsh left.", "will"),
        ("It is Will's boat.", "will"),
        ("Nurses of the WHO came.", "WHO"),
        ("He saw Can, the band.", "can"),
    ],
)
def test_a_stop_word_with_a_capital_is_a_name(text: str, name: str) -> None:
    assert name in terms(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("People who will travel may leave.", "will"),
        ("Will it rain in Kolm?", "will"),
        ("Will Marsh leave?", "will"),
        ("Can anybody come.", "can"),
        ("I think I'm late and You can't.", "im"),
        ("He said: “Who came?”", "who"),
        ("What Will Happen To The Ship", "will"),
        ("THEY SAY WHO WON", "WHO"),
    ],
)
def test_a_stop_word_is_no_name_without_one(text: str, name: str) -> None:
    assert name not in terms(text)
