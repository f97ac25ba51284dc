from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.message import Action, Verb
from bot.chat.trail import CARRIED, END, Spot, Trail
from bot.corpus.corpus import Corpus
from bot.corpus.packed import Block, StoredArticle, id_hash, names, pack
from bot.corpus.redirects import Redirects
from bot.frontends.discord_app.buttons import fits
from bot.model import Article, Attribution, Candidate, Span


def corpus(*texts: str, name: str = "a") -> Corpus:
    stored, blocks = "", []
    for text in texts:
        blocks.append(Block(len(stored), len(stored) + len(text), None))
        stored += text + "\n\n"
    return Corpus.of([StoredArticle(Article(name, f"{name}.txt"), stored, tuple(blocks))])


def spots(held: Corpus) -> tuple[Spot, ...]:
    return tuple(Spot.of(Candidate(held[number], 0.0, Span(0, 3), Attribution())) for number in range(len(held)))


TEXTS = [f"Passage number {number} of the article." for number in range(7)]
HELD = corpus(*TEXTS)


@given(st.lists(st.integers(0, 6), unique=True), st.integers(0, 7))
def test_a_button_brings_back_what_it_was_given(places, answering):
    trail = Trail(tuple(spots(HELD)[place] for place in places), min(answering, len(places)))
    written = trail.write(HELD)
    if not places:
        assert written == ""
        return
    assert Trail.read(written, HELD) == Trail(trail.spots[:CARRIED], min(trail.answering, CARRIED))
    assert fits(Action("More", Verb.MORE, written))


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        (Span(16_000_000, 16_000_100), Span(16_000_000, 16_000_100)),
        (Span(17_000_000, 17_000_100), None),
        (Span(0, 70_000), None),
        (None, None),
    ],
)
def test_a_mark_that_a_button_cannot_hold_is_left_out(mark, kept):
    [first, *_] = spots(HELD)
    back = Trail.read(Trail((Spot(first.passage, first.check, mark),)).write(HELD), HELD)
    assert back is not None
    assert back.spots[0].sentence == kept


def test_what_is_gone_is_left_out_and_what_says_something_else_is_not_served():
    written = Trail(spots(HELD)[:3], 2).write(HELD)
    fewer = corpus("It says something else.", TEXTS[1])
    back = Trail.read(written, fewer)
    assert back is not None
    assert [spot.served(fewer) for spot in back.spots] == [None, 1]
    assert back.answering == 2
    assert Trail(spots(HELD)[:3], 2).write(fewer) == Trail(spots(HELD)[1:2], 1).write(fewer)
    assert Trail.read(written, corpus(*TEXTS, name="b")) == END


@given(st.one_of(st.text(), st.from_regex(r"\d[\w-]{20,80}", fullmatch=True)))
def test_what_no_button_wrote_does_no_harm(text):
    found = Trail.read(text, HELD)
    assert found is None or all(spot.served(HELD) is None for spot in found.spots)


def test_where_to_start():
    trail = Trail(spots(HELD)[:4], 2)
    assert trail.start_at(1) == Trail(trail.spots[1:], 1)
    assert trail.start_at(3) == Trail(trail.spots[3:], 0)
    assert trail.start_at_spot(trail.spots[2]) == trail.start_at(2)
    assert trail.start_at_spot(spots(HELD)[5]) is None


def test_of_articles_that_had_one_id_in_turn_a_button_leads_to_the_one_that_says_the_same():
    days = [corpus(f"News of day {day}.", name="today") for day in range(3)]
    written = [Trail(spots(day)).write(day) for day in days]
    archive, redirects = [], Redirects()
    for number in range(3):
        text = f"News of day {number}."
        archive.append(StoredArticle(Article(str(number), f"{number}.txt"), text, (Block(0, len(text), None),)))
        redirects = redirects.followed({id_hash("today"): id_hash(str(number))})
    arrays = pack(archive)
    kept = Corpus(arrays | names(arrays), redirects)
    assert [[spot.passage for spot in Trail.read(text, kept).spots] for text in written] == [["0#0"], ["1#0"], ["2#0"]]
