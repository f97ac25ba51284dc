from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Span
from bot.text.language import Languages
from bot.text.memo import BoundedMemo
from bot.text.sentences import _BOUNDARY, split_sentences
from bot.text.strip_markdown import strip_markdown

ANALYZER = Languages().get("en").analyzer


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    end = 0
    for token in ANALYZER.tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(st.text())
def test_terms_are_the_tokens_that_are_no_stop_words(text: str) -> None:
    assert ANALYZER.terms(text) == [token.term for token in ANALYZER.tokens(text) if not token.stop]


@given(st.text("12 .,’'a-\u00a0U"))
def test_words_apart_are_the_words_of_the_text(text: str) -> None:
    assert ANALYZER.words(text) == [
        (token.text, token.term) for token in ANALYZER.tokens(text) if not token.stop
    ]


# Each would take minutes or hours if it were looked on to the end of the text from every sign.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("sign", [".", "…", "?!", "\u037e", ";", ".\u201d"])
def test_many_marks_end_no_sentence(sign: str) -> None:
    text = sign * 300_000
    assert split_sentences(text) == [Span(0, len(text))]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("sign", ["*", "_", "`", "![", "<a", "[", "]("])
def test_many_signs_of_markup_are_none(sign: str) -> None:
    text = sign * 100_000 + " x"
    assert strip_markdown(text).text.endswith("x")


@given(st.text("abc .!?…。;\u037e\u03b1\"'»)A\n"))
def test_sentences_end_where_every_mark_is_looked_at(text: str) -> None:
    every = re.compile(_BOUNDARY.pattern.replace("(?<![.!?…])", "", 1))
    ends = [(found.end(), found.start(1)) for found in _BOUNDARY.finditer(text)]
    assert ends == [(found.end(), found.start(1)) for found in every.finditer(text)]


def test_what_is_remembered_is_bounded_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.text.memo.MAX_ENTRIES", 3)
    asked: list[str] = []
    remembered = BoundedMemo(lambda text: asked.append(text) or text.upper())
    assert [remembered[text] for text in "aabcda"] == list("AABCDA")
    assert asked == list("abcda")
    assert len(remembered) <= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Koreaʼs", "Korea"),
        ("Korea's", "Korea’s"),
        ("74 000 tons", "74,000 tons"),
        ("U.S. senators", "US senator"),
        ("led", "leads"),
        ("sent", "sending"),
        ("high-ranking", "high ranking"),
        ("STRASSE", "straße"),
        ("ﬁnance", "finance"),
    ],
)
def test_spellings_of_one_thing_meet(one: str, other: str) -> None:
    assert ANALYZER.terms(one) == ANALYZER.terms(other)


@pytest.mark.parametrize(
    ("text", "terms"),
    [("1.6 million", ["1.6", "million"]), ("who led it and when?", ["lead"]), ("", []), ("!?", [])],
)
def test_what_is_searched_for(text: str, terms: list[str]) -> None:
    assert ANALYZER.terms(text) == terms


def test_words_of_any_script() -> None:
    assert len(ANALYZER.terms("Міст через річку 東京 Αθήνα القاهرة")) == 6


@given(st.text())
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(covered.split()) == "".join(text.split())
    for span in spans:
        piece = text[span.start : span.end]
        assert piece
        assert piece == piece.strip()
    assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Roke met Gen. A. B. Tarn. They spoke.", 2),
        ("It cost $1.5 million. Nobody paid.", 2),
        ('"We won." She left.', 2),
        ("“Stop!” he said. He ran.", 2),
        ("The firm, Orlo Inc. of Velden, grew.", 1),
        ("He left at 5 p.m. The rest stayed.", 2),
        ("Well... maybe. Or not?", 2),
        ("One line", 1),
        ("", 0),
        ("Він прийшов. Вона пішла.", 2),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count
