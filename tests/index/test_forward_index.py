"""Compact rows give back what was put in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.arrays.ragged import IntArray, RaggedArray, RaggedBuilder, TextArray
from bot.index.forward_index import ForwardIndex
from bot.index.vocabulary import Vocabulary

ROWS = st.lists(st.lists(st.integers(-3, 2**31 - 1), max_size=5), min_size=1, max_size=10)
SENTENCES = st.lists(st.lists(st.integers(0, 4), max_size=5), min_size=1, max_size=4)
PLACES = st.lists(st.integers(0, 10**6), max_size=12)
TERMS = np.array([3, 1, 4, 1, 5], dtype=np.int32)


def some(places: list[int], many: int) -> list[int]:
    """A selection among so many: any order, repeated, or empty."""
    return [place % many for place in places]


def numbers(values: list[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


def rows_of(rows: list[list[int]], kind: str = "i") -> RaggedArray:
    kept = RaggedBuilder(kind)
    for row in rows:
        kept.append(row)
    return RaggedArray.from_arrays("rows", kept.to_arrays("rows"))


@given(rows=ROWS, places=PLACES)
def test_rows_are_gathered_as_lists_would_be(rows: list[list[int]], places: list[int]) -> None:
    kept = rows_of(rows)
    chosen = some(places, len(rows))
    found = kept.take(numbers(chosen))
    assert len(kept) == len(rows)
    assert [kept[number].tolist() for number in range(len(kept))] == rows
    assert found.values.tolist() == [value for one in chosen for value in rows[one]]
    assert found.row.tolist() == [place for place, one in enumerate(chosen) for _ in rows[one]]


@given(value=st.integers(2**31, 2**62))
def test_wide_rows_hold_great_numbers(value: int) -> None:
    assert rows_of([[value]], "q").take(numbers([0])).values.tolist() == [value]


@given(
    texts=st.lists(st.text(max_size=9), min_size=1, max_size=6),
    place=st.integers(0, 5),
    cut=st.integers(0, 9),
)
def test_texts_come_back_whole_and_in_part(texts: list[str], place: int, cut: int) -> None:
    kept = RaggedBuilder("B")
    for text in texts:
        kept.append(text.encode())
    held = TextArray.from_arrays("texts", kept.to_arrays("texts"))
    assert [held[number] for number in range(len(held))] == texts
    one = texts[place % len(texts)]
    start, end = len(one[:cut].encode()), len(one.encode())
    assert held.slice(place % len(texts), start, end) == one[cut:]


@given(texts=st.lists(SENTENCES, min_size=1, max_size=6), places=PLACES)
def test_texts_are_cut_as_they_were_added(texts: list[list[list[int]]], places: list[int]) -> None:
    every = [sentence for text in texts for sentence in text]
    ends = np.cumsum([0, *map(len, texts)])
    spans = np.array([(number, number + 9) for number in range(len(every))], dtype=np.int32)
    kept = ForwardIndex(ends, spans, rows_of(every), TERMS)
    chosen = some(places, len(texts))
    cut = kept.sentences_of(numbers(chosen))
    held: list[list[int]] = [[] for _ in cut.sentences]
    for row, value in zip(cut.terms.row.tolist(), cut.terms.values.tolist(), strict=True):
        held[row].append(value)
    found: list[list[list[int]]] = [[] for _ in chosen]
    for text, sentence, words in zip(
        cut.text_of_sentence.tolist(), cut.sentences.tolist(), held, strict=True
    ):
        assert kept.sentence_span(sentence).start == sentence
        found[text].append(words)
    assert found == [
        [[int(TERMS[word]) for word in sentence] for sentence in texts[one]] for one in chosen
    ]
    assert cut.text_of_sentence[cut.first_sentences].tolist() == list(range(len(chosen)))
    whole = kept.terms_of(numbers(chosen))
    assert whole.values.tolist() == cut.terms.values.tolist()
    assert whole.row.tolist() == cut.text_of_sentence[cut.terms.row].tolist()
    assert len(kept) == len(texts)


@given(words=st.sets(st.text("aąбв\u0301", min_size=1, max_size=5)))
def test_terms_are_numbered_whatever_their_order(words: set[str]) -> None:
    vocabulary = Vocabulary.from_terms(sorted(words, reverse=True))
    again = Vocabulary.from_arrays("terms", {"terms": Vocabulary.from_terms(words).to_array()})
    assert (
        sorted(vocabulary.term_id(word) for word in words)
        == list(range(len(words)))
        == list(range(len(vocabulary)))
    )
    assert all(again.term(vocabulary.term_id(word)) == word for word in words)
    assert vocabulary.term_id("anchor-less") is None
    assert vocabulary.term_ids(["anchor-less"]).tolist() == [-2]
