"""What an answer quotes is found again in articles that have changed, or found to be gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.conversation.quotes import (
    checksum,
    find_current,
    find_sentence,
    is_current,
    quoted_fact,
    quoted_passage,
)
from bot.corpus.corpus import Corpus
from bot.corpus.loader import read_corpus
from bot.model import Span
from bot.question_answer import Fact, FactField

FIRST = "The harbour of Velden opens a second quay in May. Ships from Norland will moor there."
SECOND = "A ferry carries walkers across the river for nothing while the bridge is closed."
THIRD = "The mayor called the delay a nuisance with a purpose."
SHOWN = quoted_passage("quay#1", "The quay", SECOND, None)


def corpus(tmp_path, *passages: str, author: str = "Lena Farrow") -> Corpus:
    folder = tmp_path / "corpus"
    folder.mkdir(exist_ok=True)
    (folder / "other.md").write_text("Something else altogether.", encoding="utf-8")
    if passages:
        (folder / "quay.md").write_text(
            "\n\n".join((f"---\ntitle: The quay\nauthor: {author}\n---", *passages)),
            encoding="utf-8",
        )
    read, faults = read_corpus(folder)
    assert not faults
    return read


def test_what_is_unchanged_stands(tmp_path):
    served = corpus(tmp_path, FIRST, SECOND, THIRD)
    assert is_current(SHOWN, served)
    assert served[find_current(SHOWN, served)].text == SECOND


def test_what_only_moved_within_its_article_stands(tmp_path):
    served = corpus(tmp_path, SECOND, FIRST)
    assert is_current(SHOWN, served)
    assert served[find_current(SHOWN, served)].text == SECOND


@pytest.mark.parametrize(
    "passages",
    [
        (FIRST, SECOND.replace("walkers", "cyclists"), THIRD),
        # Another passage now has its number.
        (FIRST, THIRD, SECOND.replace("walkers", "cyclists")),
        (SECOND.replace("for nothing", "for two crowns"), FIRST),
    ],
)
def test_what_was_rewritten_is_known_by_its_words(tmp_path, passages):
    served = corpus(tmp_path, *passages)
    assert not is_current(SHOWN, served)
    assert "ferry" in served[find_current(SHOWN, served)].text


@pytest.mark.parametrize(("kept", "new", "same"), [(4, 6, True), (4, 7, False), (3, 7, False)])
def test_a_passage_with_a_quarter_of_all_words_in_common_is_the_same_one(tmp_path, kept, new, same):
    words = [f"word{number}" for number in range(10)]
    shown = quoted_passage("quay#0", "The quay", " ".join(words), None)
    served = corpus(
        tmp_path, " ".join([*words[:kept], *(f"other{number}" for number in range(new))])
    )
    assert (find_current(shown, served) is not None) is same


def test_what_was_rewritten_around_the_marked_sentence_is_known_by_that(tmp_path):
    shown = quoted_passage("quay#0", "The quay", FIRST, Span(50, len(FIRST)))
    served = corpus(
        tmp_path,
        THIRD,
        "All else is new here, word for word and line for line. Ships from Norland will moor there.",
    )
    assert served[find_current(shown, served)].number == 1
    found = find_sentence(served[find_current(shown, served)].text, shown.sentence_checksum)
    assert found is not None
    assert (
        served[find_current(shown, served)].text[found.start : found.end].strip()
        == "Ships from Norland will moor there."
    )


def test_what_was_taken_out_is_gone_though_another_has_its_number(tmp_path):
    served = corpus(tmp_path, FIRST, THIRD)
    assert find_current(SHOWN, served) is None
    assert not is_current(SHOWN, served)
    assert is_current(replace(SHOWN, checksum=b""), served)


def test_a_withdrawn_article_is_gone(tmp_path):
    served = corpus(tmp_path)
    assert find_current(SHOWN, served) is None
    assert is_current(replace(SHOWN, checksum=b""), served)


def test_what_is_served_again_is_not_withdrawn_any_more(tmp_path):
    assert not is_current(replace(SHOWN, checksum=b""), corpus(tmp_path, FIRST, SECOND))


def test_a_fact_stands_as_long_as_the_article_says_so(tmp_path):
    served = corpus(tmp_path, FIRST)
    article = served.article(served.find_article("quay"))
    shown = quoted_fact(Fact(FactField.AUTHOR, "Lena Farrow", article))
    assert is_current(shown, served)
    assert not is_current(shown, corpus(tmp_path, FIRST, author="Piet Halloran"))
    assert not is_current(
        quoted_fact(Fact(FactField.URL, "https://velden.example", article)), served
    )


@given(st.text(), st.text())
def test_only_the_same_text_has_the_same_check(one, other):
    assert (checksum(one) == checksum(other)) is (one == other)


@given(st.text(min_size=1, max_size=400))
def test_nothing_of_a_text_can_be_read_from_what_is_kept_of_it(text):
    kept = quoted_passage("a#0", "A", text, None)
    assert len(kept.checksum) == 8
    assert len(kept.minhash) <= 128
    words = [word for word in text.encode("utf-8", "surrogatepass").split() if len(word) > 5]
    assert not any(word in kept.minhash for word in words)
