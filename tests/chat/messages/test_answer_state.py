"""An answer as its buttons carry it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.messages.answer_state import MAX_ENCODED_OTHERS, AnswerState, MatchQuality
from bot.chat.messages.passage_ref import PassageRef
from bot.corpus.corpus import Corpus
from bot.corpus.records import PassageSpan, StoredArticle
from bot.model import Article, Attribution, Span
from bot.question_answer import Answer, Candidate, Question, Reprint

LONGEST = 90
"""Characters that a card may take of a button's hundred."""


def corpus(many: int) -> Corpus:
    texts = [f"The canal of Brisk freezes, says number {number}." for number in range(many)]
    return Corpus.from_articles(
        StoredArticle(
            Article(f"a{number}", f"a{number}.md"), text, (PassageSpan(0, len(text), None),)
        )
        for number, text in enumerate(texts)
    )


SERVED = corpus(9)


def candidate(number: int) -> Candidate:
    return Candidate(SERVED[number], 1.0, Span(0, 9), Attribution())


def spot(number: int) -> PassageRef:
    return PassageRef.from_candidate(candidate(number))


def answer(**more: object) -> Answer:
    return Answer(Question("?"), answered=True, confidence=0.9, candidates=(candidate(0),), **more)  # type: ignore[arg-type]


def test_of_an_answer():
    one, two, three = map(candidate, (1, 2, 3))
    copies = (
        Reprint("a4#0", "a0#0"),
        Reprint("a5#0", "a0#0"),
        Reprint("a0#1", "a0#0"),
        Reprint("a6#0", "a3#0"),
        Reprint("a7#0", "a1#0"),
    )
    found = answer(
        alternatives=(one, two, three), conflicting=(one, two), superseded=(one,), reprints=copies
    )
    card = AnswerState.from_answer(candidate(0), found)
    assert (card.ref, card.conflicting, card.agreeing) == (spot(0), (spot(1), spot(2)), (spot(3),))
    # A passage that repeats another one of its own article is no reprint.
    assert (
        card.agreeing_count,
        card.superseded_count,
        card.reprint_count,
        card.agreeing_reprint_count,
    ) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    "card",
    [
        AnswerState(spot(0)),
        AnswerState(spot(0), MatchQuality.CLOSEST),
        AnswerState(spot(0), conflicting=(spot(1),)),
        AnswerState(spot(0), conflicting=(spot(1), spot(2)), superseded_count=1),
        AnswerState(
            spot(0),
            conflicting=(spot(1),),
            agreeing=(spot(2),),
            agreeing_count=4,
            superseded_count=1,
            reprint_count=3,
            agreeing_reprint_count=2,
        ),
        AnswerState(
            spot(0),
            agreeing=(spot(1), spot(2)),
            agreeing_count=2,
            reprint_count=9,
            agreeing_reprint_count=9,
        ),
    ],
)
def test_a_button_brings_it_back(card: AnswerState):
    text = card.encode(SERVED)
    assert len(text) <= LONGEST
    assert AnswerState.decode(text, SERVED) == card


def test_many_are_counted_as_a_few():
    card = AnswerState(spot(0), reprint_count=40, agreeing_count=12)
    read = AnswerState.decode(card.encode(SERVED), SERVED)
    assert read
    assert (read.reprint_count, read.agreeing_count) == (9, 9)


def test_what_a_button_cannot_carry_is_left_out():
    read = AnswerState.decode(
        AnswerState(
            spot(0),
            conflicting=(spot(1), spot(2)),
            agreeing=(spot(3),),
            agreeing_count=1,
            superseded_count=2,
        ).encode(SERVED),
        SERVED,
    )
    assert read
    assert (len(read.conflicting), read.agreeing, read.agreeing_count, read.superseded_count) == (
        MAX_ENCODED_OTHERS,
        (),
        1,
        2,
    )


def test_a_button_of_an_earlier_version_is_read():
    card = AnswerState(spot(0), conflicting=(spot(1),), agreeing=(spot(2),), agreeing_count=3)
    text = card.encode(SERVED)
    assert AnswerState.decode(text[:3] + text[6:], SERVED) == card


def test_of_what_is_gone_nothing_is_said():
    card = AnswerState(spot(0), conflicting=(spot(7), spot(1)), superseded_count=1, reprint_count=2)
    read = AnswerState.decode(card.encode(SERVED), corpus(7))
    assert read == replace(card, conflicting=(spot(1),), superseded_count=0)
    card = AnswerState(
        spot(0), agreeing=(spot(7), spot(1)), agreeing_count=2, agreeing_reprint_count=3
    )
    read = AnswerState.decode(card.encode(SERVED), corpus(7))
    assert read == replace(card, agreeing=(spot(1),), agreeing_count=1, agreeing_reprint_count=0)


@pytest.mark.parametrize("text", ["", "000", "9" * 26, "000000" + "!" * 20])
def test_what_no_button_wrote_is_none(text: str):
    assert AnswerState.decode(text, SERVED) is None
