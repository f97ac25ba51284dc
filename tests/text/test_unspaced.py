"""Words and sentences of scripts without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import UNKNOWN_LANGUAGE, languages
from bot.text.sentences import split_sentences
from bot.text.unspaced import word_spans


def terms(text: str, code: str = UNKNOWN_LANGUAGE) -> list[str]:
    return languages().get(code).analyzer.terms(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("图书馆", ["图书", "书馆"]),
        ("谁是王小明？", ["王小", "小明"]),
        ("港の橋は火曜日に開通した。", ["港", "橋", "火曜", "曜日", "開通"]),
        ("カメラの店", ["カメ", "メラ", "店"]),
        ("2024年", ["2024", "年"]),
        ("ปลาคืออะไร", ["ปลา"]),
        ("ตลาดปลา", ["ตลา", "ลาด", "ดป", "ปลา"]),
    ],
)
def test_words_are_pairs_that_reach_over_no_function_word(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_names_in_another_script_are_found_in_an_english_text() -> None:
    assert "林海" in terms("The painter 林海 spoke.", "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "港口大桥通车。市长李梅表示！好吗？好",
            ["港口大桥通车。", "市长李梅表示！", "好吗？", "好"],
        ),
        ("「開いた。」と述べた。次の日", ["「開いた。」と述べた。", "次の日"]),
        ("The end. A start", ["The end.", "A start"]),
    ],
)
def test_sentences_end_at_their_marks(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_sentences(text)] == expected


@given(st.text(alphabet="港橋火曜ตลาป็เคのはカメー", max_size=12))
def test_spans_lie_in_order_inside_the_run(run: str) -> None:
    spans = word_spans(run)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(run) for start, end in spans)
