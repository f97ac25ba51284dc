from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.display import (
    MAX_COMBINING_MARKS,
    MAX_SHORTENED_CHARS,
    is_visible,
    limit_combining_marks,
    shorten,
    to_single_line,
    without_surrogates,
)
from bot.text.utf16 import utf16_length

WOMAN_ON_A_ROCKET = "\U0001f469\U0001f3fd\u200d\U0001f680"
ANY = st.text(
    st.characters() | st.sampled_from("\u0301\u0650\u200b\u200d\u202e\u3164\ud83d\U0001f469 \n")
)
LONG = st.builds(lambda text, times: text * times, ANY, st.sampled_from([1, 20, 2000]))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\u202eb\u2066c\u2069\u200f", "abc"),
        (" One\r\ntwo\u2028three\x85four\tfive ", "One two three four five"),
        ("nothing\x00here\x1b[31m", "nothing\ufffdhere\ufffd[31m"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        ("H" + "\u0335" * 40 + "i" + "\u0301\u0308", "H\u0335\u0335\u0335i\u0301\u0308"),
        ("\u200b\u3164 \ufe0fBridge", "Bridge"),
    ],
)
def test_a_text_of_others_is_one_line_that_stays_in_its_place(text, line):
    assert to_single_line(text) == line


@given(LONG)
def test_whatever_is_written_is_one_line(text):
    shown = to_single_line(text)
    assert len(shown.splitlines()) <= 1
    shown.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\u200b\u2060",
        "\u3164\u2800",
        "\u202e \ufeff",
        "\U000e0041",
        "\ufe00",
        "\u180b",
        "\u034f",
    ],
)
def test_what_nobody_sees_is_known(text):
    assert not is_visible(text)
    assert shorten(text, 80) == ""
    assert is_visible(text + "a")
    assert shorten(text * 100 + "a", 80) == "a"


@pytest.mark.parametrize(
    "mark",
    ["\u0301", "\u0335", "\u0650", "\u05b0", "\u0e34", "\u20dd", "\U0001d167", "\u0301\u200d"],
)
def test_of_many_marks_on_a_letter_few_are_shown(mark):
    shown = limit_combining_marks(f"a{mark * 50}b e\u0301 a{mark * 50}")
    assert [
        sum(unicodedata.category(sign)[0] == "M" for sign in word) for word in shown.split(" ")
    ] == [MAX_COMBINING_MARKS, 1, MAX_COMBINING_MARKS]


@pytest.mark.parametrize(
    "text", ["क्षि", "မြွှေ့", "བསྒྲུབས", "ở ệ", "שִׁ", "❤️\u200d🔥", "1\ufe0f\u20e3", "ký tự", "اللّٰه"]
)
def test_no_writing_loses_its_marks(text):
    assert limit_combining_marks(text) == text


def test_a_name_that_is_too_long_is_cut_behind_a_word():
    assert shorten("a bridge over the river", 23) == "a bridge over the river"
    assert shorten("a bridge over the river", 22) == "a bridge over the…"
    assert shorten("a bridge over the river", 14) == "a bridge over…"
    assert shorten("a bridge over the river", 13) == "a bridge…"
    assert shorten("a " + "x" * 90, 10) == "a xxxxxxx…"


@pytest.mark.parametrize(
    ("sign", "most", "kept"),
    [
        ("e\u0301", 8, 3),
        (WOMAN_ON_A_ROCKET, 20, 2),
        ("\U0001f1fa\U0001f1e6", 10, 2),
        ("क्षि", 14, 3),
        ("\U0001f680", 10, 4),
        ("\r\n", 9, 0),
    ],
)
def test_nothing_is_cut_through_a_sign(sign, most, kept):
    assert (
        shorten("Ж" + sign * 30, most) == "Ж" + sign * kept + "…"
        if kept
        else shorten("Ж" + sign * 30, most) == "Ж"
    )


def test_a_sign_without_end_is_cut_all_the_same():
    shown = shorten("\U0001f469\u200d" * 9000, 20)
    assert utf16_length(shown) <= 20
    assert shown.startswith("\U0001f469")


@given(LONG, st.integers(3, 300))
def test_what_is_cut_fits_and_is_seen_and_can_be_sent(text, most):
    shown = shorten(text, most)
    shown.encode()
    assert utf16_length(shown) <= most
    assert bool(shown) == is_visible(to_single_line(text[:MAX_SHORTENED_CHARS]))


@given(ANY)
def test_what_is_sent_has_no_lone_surrogates(text):
    assert without_surrogates(text) == text.encode("utf-8", "ignore").decode()
