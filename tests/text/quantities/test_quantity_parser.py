from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language_tables import LANGUAGE_CODES, QUANTITY_LANGUAGES, language_table
from bot.text.quantities.numerals import numeral_parser
from bot.text.quantities.quantity import Quantity, QuantityRole
from bot.text.quantities.quantity_parser import quantity_parser
from bot.text.quantities.unit_parser import COUNT

ENGLISH, UKRAINIAN = quantity_parser("en"), quantity_parser("uk")


def values(code: str, text: str) -> list[float]:
    return [one.value for one in numeral_parser(code).find(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1,200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f200\u202f000", 1200000),
        ("1,200,000.5", 1200000.5),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("2.5 million", 2500000),
        ("2.5m people", 2.5),
        ("3bn", 3e9),
        ("3 bn", 3e9),
        ("twelve", 12),
        ("Nineteen", 19),
        ("twenty-five", 25),
        ("twenty five", 25),
        ("one hundred and two", 102),
        ("two hundred and thirty-four thousand", 234000),
        ("two thousand three hundred", 2300),
        ("three million and five", 3000005),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("a hundred", 100),
        ("half a million", 500000),
        ("half an hour", 0.5),
        ("two and a half", 2.5),
        ("two and a half million", 2500000),
    ],
)
def test_a_number_in_english(text: str, value: float) -> None:
    assert values("en", text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "hundreds",
        "dozens of people",
        "a man",
        "half the town",
        "an hour",
        "first",
        "someone",
        "B12",
        "x2",
    ],
)
def test_what_is_no_number_in_english(text: str) -> None:
    assert values("en", text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("five and six", [5, 6]),
        ("twenty thirty", [20, 30]),
        ("two three", [2, 3]),
        ("12, 19", [12, 19]),
    ],
)
def test_numbers_side_by_side_stay_apart(text: str, found: list[float]) -> None:
    assert values("en", text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 200", 1200),
        ("1.200", 1200),
        ("1.200.000", 1200000),
        ("1.200,5", 1200.5),
        ("2,5", 2.5),
        ("2,5 тисячі", 2500),
        ("2,5 тис. вікон", 2500),
        ("300 млн", 3e8),
        ("дев'ятнадцять", 19),
        ("дев’ятнадцять", 19),
        ("сто двадцять п'ять", 125),
        ("дві тисячі триста", 2300),
        ("мільйон", 1000000),
        ("півтора мільйона", 1500000),
        ("два з половиною", 2.5),
        ("двоє", 2),
    ],
)
def test_a_number_in_ukrainian(text: str, value: float) -> None:
    assert values("uk", text) == [value]


@given(
    st.integers(0, 10**12),
    st.sampled_from([",", " ", "\u00a0", "\u2009", "\u202f"]),
    st.sampled_from(["", "x ", "(", "\n"]),
    st.sampled_from(["", " x", ".", ")"]),
)
def test_a_number_is_read_whatever_parts_its_groups(
    number: int, group: str, before: str, after: str
) -> None:
    assert values("en", f"{before}{number:,}".replace(",", group) + after) == [number]


@given(st.text(max_size=60), st.sampled_from(LANGUAGE_CODES))
def test_numbers_of_any_text_stand_in_it_in_order(text: str, code: str) -> None:
    found = numeral_parser(code).find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


TEXTS = st.lists(
    st.sampled_from(
        [
            "12",
            "1,200",
            "2.5",
            "two",
            "dozen",
            "million",
            "half",
            "a",
            "an",
            "and",
            "to",
            "-",
            "–",
            "%",
            "euros",
            "$",
            "€",
            "metres",
            "km",
            "aged",
            "at",
            "least",
            "about",
            "up",
            "from",
            "by",
            "km/h",
            "hours",
            "minutes",
            ",",
            ".",
        ]
    ),
    max_size=9,
)


@given(TEXTS.map(" ".join) | st.text(max_size=40), st.sampled_from(QUANTITY_LANGUAGES))
def test_quantities_of_any_text_stand_in_it_and_agree_with_themselves(text: str, code: str) -> None:
    finder = quantity_parser(code)
    assert finder is not None
    for one in finder.find(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.low <= one.value <= one.high
        assert one.agrees_with(one)


@given(TEXTS.map(" ".join))
def test_agreement_goes_both_ways(text: str) -> None:
    assert ENGLISH is not None
    found = ENGLISH.find(text)
    assert all(one.agrees_with(other) == other.agrees_with(one) for one in found for other in found)


def only(text: str, code: str = "en") -> Quantity:
    finder = quantity_parser(code)
    assert finder is not None
    [found] = finder.find(text)
    return found


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("12 people", COUNT, 12),
        ("$1.7 million", "money usd", 1.7e6),
        ("US$5m", "money usd", 5e6),
        ("£3bn", "money gbp", 3e9),
        ("€64", "money eur", 64),
        ("64 €", "money eur", 64),
        ("64 euros", "money eur", 64),
        ("5m euros", "money eur", 5e6),
        ("15 Danish crowns", "money crown", 15),
        ("85 crowns a month", "money crown/month", 85),
        ("12%", "share", 12),
        ("5.5 per cent", "share", 5.5),
        ("3 percentage points", "points", 3),
        ("90 metres", "length", 90),
        ("90m long", "length", 90),
        ("57 kilometers", "length", 57000),
        ("120 km/h", "speed", 33.3336),
        ("60 miles per hour", "speed", 26.8224),
        ("900 hectares", "area", 9e6),
        ("4 square kilometres", "area", 4e6),
        ("2 cubic metres", "volume", 2000),
        ("3 tonnes", "mass", 3000),
        ("38 degrees Celsius", "temperature", 38),
        ("minus 5 degrees", "temperature", -5),
        ("-5°C", "temperature", -5),
        ("12 degrees below zero", "temperature", -12),
        ("100 degrees Fahrenheit", "fahrenheit", 100),
        ("two hours and 10 minutes", "duration", 7800),
        ("1 hour 45 minutes", "duration", 6300),
        ("half an hour", "duration", 1800),
        ("aged 44", "age", 44),
        ("44 years old", "age", 44),
        ("600 years old", "age", 600),
        ("who is 53, said", "age", 53),
        ("a 44-year-old", "age", 44),
        ("Joren Staub, 44, said", "age", 44),
        ("turned 44", "age", 44),
        ("nobody was hurt", COUNT, 0),
    ],
)
def test_a_quantity_in_english(text: str, measure: str, value: float) -> None:
    # "Below zero" has a number of its own.
    assert ENGLISH is not None
    found = ENGLISH.find(text)[0]
    assert (found.measure, found.value) == (measure, pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("120 гривень", "money uah", 120),
        ("2,5 млн. грн", "money uah", 2.5e6),
        ("50 євро на місяць", "money eur/місяць", 50),
        ("15 відсотків", "share", 15),
        ("40 кілометрів", "length", 40000),
        ("мінус 5 градусів", "temperature", -5),
        ("12 градусів морозу", "temperature", -12),
        ("18 місяців", "duration", 18 * 2629800),
        ("44-річний", "age", 44),
        ("12 людей", COUNT, 12),
    ],
)
def test_a_quantity_in_ukrainian(text: str, measure: str, value: float) -> None:
    found = only(text, "uk")
    assert (found.measure, found.value) == (measure, pytest.approx(value))


@pytest.mark.parametrize(
    "text",
    [
        "at 18:45",
        "5 p.m.",
        "Kestrel-4",
        "the 12th man",
        "the 1990s",
        "No. 5",
        "route 12",
        "won 3-1",
        "beaten 3–3",
    ],
)
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert ENGLISH is not None
    assert ENGLISH.find(text) == []


def test_a_year_is_no_length_of_time() -> None:
    assert UKRAINIAN is not None
    assert UKRAINIAN.find("2027 рік") == []
    assert only("12 років", "uk").measure == "duration"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10 to 12 people", 10, 12),
        ("10-12 people", 10, 12),
        ("between 10 and 12 people", 10, 12),
        ("2 to 3 million euros", 2e6, 3.4995e6),
    ],
)
def test_a_range_is_one_quantity(text: str, low: float, high: float) -> None:
    found = only(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2.5 million people", "2,500,000 people", True),
        ("2.5 million people", "2,487,000 people", True),
        ("2.5 million people", "2,400,000 people", False),
        ("a dozen people", "12 people", True),
        ("about 12 people", "12 people", True),
        ("about 12 people", "14 people", False),
        ("some 900 people", "860 people", True),
        ("some 900 people", "840 people", False),
        ("about 58,000 people", "60,500 people", True),
        ("about 58,000 people", "61,300 people", False),
        ("at least 12 people", "12 people", True),
        ("at least 12 people", "19 people", False),
        ("more than 600 people", "648 people", True),
        ("more than 600 people", "590 people", False),
        ("more than 600 people", "712 people", False),
        ("12 or more people", "12 people", True),
        ("up to 40 metres", "38 metres", True),
        ("up to 40 metres", "29 metres", False),
        ("10 to 12 people", "11 people", True),
        ("10 to 12 people", "13 people", False),
        ("two years", "24 months", True),
        ("two years", "26 months", True),
        ("two years", "36 months", False),
        ("90 minutes", "1.5 hours", True),
        ("90 minutes", "95 minutes", False),
        ("19 kilometres", "12 miles", True),
        ("19 kilometres", "14 miles", False),
        ("5.5 percent", "5.54%", True),
        ("5.5 percent", "5.6%", False),
        ("1,200 people", "1,201 people", False),
    ],
)
def test_equal_figures_in_other_writings_agree(one: str, other: str, same: bool) -> None:
    assert only(one).agrees_with(only(other)) is same


@pytest.mark.parametrize(
    ("text", "figure", "role"),
    [
        ("The toll rose from 12 to 19.", "12", QuantityRole.PREVIOUS),
        ("The toll rose from 12 to 19.", "19", QuantityRole.PLAIN),
        ("The toll is 19, up from 12.", "12", QuantityRole.PREVIOUS),
        ("The toll is 19, and not 12.", "12", QuantityRole.PREVIOUS),
        ("Another 12 people died.", "12", QuantityRole.ADDITIONAL),
        ("In all 12 more people died.", "12", QuantityRole.ADDITIONAL),
        ("They died, including three children.", "three", QuantityRole.PART),
        ("There were 30 of them in milk.", "30", QuantityRole.PART),
        ("It stopped 27 of the 31 lines.", "27", QuantityRole.PLAIN),
        ("It stopped 27 of the 31 lines.", "31", QuantityRole.WHOLE),
        ("Wages rose by 12 percent.", "12 percent", QuantityRole.CHANGE),
        ("Prices are up 4%.", "4%", QuantityRole.CHANGE),
        ("Wages are 12 percent higher.", "12 percent", QuantityRole.CHANGE),
        ("Wages rose to 12 percent.", "12 percent", QuantityRole.PLAIN),
        ("Mount Orm rises 2,480 metres above the sea.", "2,480 metres", QuantityRole.PLAIN),
        ("It was supported by 61% of them.", "61%", QuantityRole.PLAIN),
        ("He won by 98 votes.", "98", QuantityRole.PLAIN),
        ("At least 12 people died.", "12", QuantityRole.PLAIN),
    ],
)
def test_the_part_that_a_quantity_plays(text: str, figure: str, role: QuantityRole) -> None:
    assert ENGLISH is not None
    [found] = [one for one in ENGLISH.find(text) if text[one.start : one.end] == figure]
    assert found.role is role


def test_languages_without_a_table_have_no_quantities() -> None:
    assert [code for code in LANGUAGE_CODES if quantity_parser(code) is not None] == list(
        QUANTITY_LANGUAGES
    )
    assert values("de", "1.200 und 2,5") == [1200, 2.5]


def test_every_key_of_the_tables_is_in_all_of_them() -> None:

    for part in ("bounds", "roles", "updates", "around", "asked", "fates", "people", "dates"):
        english, ukrainian = (
            set(language_table(f"quantities-{code}")[part]) for code in QUANTITY_LANGUAGES
        )
        assert ukrainian <= english
        assert english - ukrainian <= {"months_short"}, part
