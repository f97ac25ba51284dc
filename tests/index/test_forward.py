"""Compact rows give back what was put in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.index.forward import Forward, Numbers, Rows, Vocabulary
from bot.model import Span

ROWS = st.lists(st.lists(st.integers(-3, 2**31 - 1), max_size=5), min_size=1, max_size=10)
WORDS = st.lists(st.sampled_from(["ferry", "quay", "rope", "tide", "mast"]), max_size=5)
SENTENCES = st.lists(st.tuples(st.builds(Span, st.integers(0, 9), st.integers(9, 99)), WORDS), max_size=4)
PLACES = st.lists(st.integers(0, 10**6), max_size=12)


def some(places: list[int], many: int) -> list[int]:
    """A selection among so many: any order, repeated, or empty."""
    return [place % many for place in places]


def numbers(values: list[int]) -> Numbers:
    return np.array(values, dtype=np.int64)


@given(rows=ROWS, places=PLACES)
def test_rows_are_gathered_as_lists_would_be(rows: list[list[int]], places: list[int]) -> None:
    kept = Rows()
    for row in rows:
        kept.add(row)
    chosen = some(places, len(rows))
    found = kept.gather(numbers(chosen))
    assert len(kept) == len(rows)
    assert found.values.tolist() == [value for one in chosen for value in rows[one]]
    assert found.row.tolist() == [place for place, one in enumerate(chosen) for _ in rows[one]]


@given(value=st.integers(2**31, 2**62))
def test_wide_rows_hold_great_numbers(value: int) -> None:
    kept = Rows("q")
    kept.add([value])
    assert kept.gather(numbers([0])).values.tolist() == [value]


@given(texts=st.lists(SENTENCES, min_size=1, max_size=6), places=PLACES)
def test_texts_are_cut_as_they_were_added(texts: list[list[tuple[Span, list[str]]]], places: list[int]) -> None:
    vocabulary = Vocabulary()
    kept = Forward(vocabulary)
    for text in texts:
        kept.add(text)
    chosen = some(places, len(texts))
    cut = kept.cut(numbers(chosen))
    terms = list(vocabulary)
    held: list[list[str]] = [[] for _ in cut.sentences]
    for row, value in zip(cut.terms.row.tolist(), cut.terms.values.tolist(), strict=True):
        held[row].append(terms[value])
    found: list[list[tuple[Span, list[str]]]] = [[] for _ in chosen]
    for text, sentence, words in zip(cut.text.tolist(), cut.sentences.tolist(), held, strict=True):
        found[text].append((kept.span(sentence), words))
    # An empty text has one empty sentence.
    assert found == [texts[one] or [(Span(0, 0), [])] for one in chosen]
    assert cut.text[cut.first].tolist() == list(range(len(chosen)))
    assert all(place == 0 or cut.text[place - 1] < cut.text[place] for place in cut.first.tolist())
    assert len(kept) == len(texts)


def test_two_indexes_share_the_numbers_of_their_words() -> None:
    vocabulary = Vocabulary()
    one, other = Forward(vocabulary), Forward(vocabulary)
    one.add([(Span(0, 4), ["rope", "tide"])])
    other.add([(Span(0, 4), ["tide", "mast"])])
    assert one.cut(numbers([0])).terms.values.tolist() == [0, 1]
    assert other.cut(numbers([0])).terms.values.tolist() == [1, 2]


@given(words=WORDS)
def test_words_are_numbered_as_they_come(words: list[str]) -> None:
    vocabulary = Vocabulary()
    given_numbers = [vocabulary.add(word) for word in words]
    known = list(dict.fromkeys(words))
    assert list(vocabulary) == known
    assert given_numbers == [known.index(word) for word in words]
    assert [vocabulary.number(word) for word in words] == given_numbers
    assert vocabulary.number("anchor") is None
    assert len(vocabulary) == len(known)
