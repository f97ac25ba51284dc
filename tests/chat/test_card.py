"""An answer as its buttons carry it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.card import CARRIED, Card, Caveat
from bot.chat.trail import Spot
from bot.corpus.corpus import Corpus
from bot.corpus.packed import Block, StoredArticle
from bot.model import Answer, Article, Attribution, Candidate, Question, Reprint, Span

LONGEST = 90
"""Characters that a card may take of a button's hundred."""


def corpus(many: int) -> Corpus:
    texts = [f"The canal of Brisk freezes, says number {number}." for number in range(many)]
    return Corpus.of(StoredArticle(Article(f"a{number}", f"a{number}.md"), text, (Block(0, len(text), None),)) for number, text in enumerate(texts))


SERVED = corpus(9)


def candidate(number: int) -> Candidate:
    return Candidate(SERVED[number], 1.0, Span(0, 9), Attribution())


def spot(number: int) -> Spot:
    return Spot.of(candidate(number))


def answer(**more: object) -> Answer:
    return Answer(Question("?"), answered=True, confidence=0.9, candidates=(candidate(0),), **more)  # type: ignore[arg-type]


def test_of_an_answer():
    one, two, three = map(candidate, (1, 2, 3))
    copies = (Reprint("a4#0", "a0#0"), Reprint("a5#0", "a0#0"), Reprint("a0#1", "a0#0"), Reprint("a6#0", "a3#0"), Reprint("a7#0", "a1#0"))
    found = answer(others=(one, two, three), differing=(one, two), older=(one,), reprints=copies)
    card = Card.of(candidate(0), found)
    assert (card.spot, card.differing, card.alike) == (spot(0), (spot(1), spot(2)), (spot(3),))
    # A passage that repeats another one of its own article is no reprint.
    assert (card.alike_in_all, card.older, card.reprints, card.copies) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    "card",
    [
        Card(spot(0)),
        Card(spot(0), Caveat.CLOSEST),
        Card(spot(0), differing=(spot(1),)),
        Card(spot(0), differing=(spot(1), spot(2)), older=1),
        Card(spot(0), differing=(spot(1),), alike=(spot(2),), alike_in_all=4, older=1, reprints=3, copies=2),
        Card(spot(0), alike=(spot(1), spot(2)), alike_in_all=2, reprints=9, copies=9),
    ],
)
def test_a_button_brings_it_back(card: Card):
    text = card.write(SERVED)
    assert len(text) <= LONGEST
    assert Card.read(text, SERVED) == card


def test_many_are_counted_as_a_few():
    card = Card(spot(0), reprints=40, alike_in_all=12)
    read = Card.read(card.write(SERVED), SERVED)
    assert read
    assert (read.reprints, read.alike_in_all) == (9, 9)


def test_what_a_button_cannot_carry_is_left_out():
    read = Card.read(Card(spot(0), differing=(spot(1), spot(2)), alike=(spot(3),), alike_in_all=1, older=2).write(SERVED), SERVED)
    assert read
    assert (len(read.differing), read.alike, read.alike_in_all, read.older) == (CARRIED, (), 1, 2)


def test_a_button_of_an_earlier_version_is_read():
    card = Card(spot(0), differing=(spot(1),), alike=(spot(2),), alike_in_all=3)
    text = card.write(SERVED)
    assert Card.read(text[:3] + text[6:], SERVED) == card


def test_of_what_is_gone_nothing_is_said():
    card = Card(spot(0), differing=(spot(7), spot(1)), older=1, reprints=2)
    read = Card.read(card.write(SERVED), corpus(7))
    assert read == replace(card, differing=(spot(1),), older=0)
    card = Card(spot(0), alike=(spot(7), spot(1)), alike_in_all=2, copies=3)
    read = Card.read(card.write(SERVED), corpus(7))
    assert read == replace(card, alike=(spot(1),), alike_in_all=1, copies=0)


@pytest.mark.parametrize("text", ["", "000", "9" * 26, "000000" + "!" * 20])
def test_what_no_button_wrote_is_none(text: str):
    assert Card.read(text, SERVED) is None
