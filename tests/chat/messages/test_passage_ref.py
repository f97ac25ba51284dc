from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import EMPTY_CURSOR, MAX_ENCODED_REFS, PassageRef, ResultCursor
from bot.chat.messages.request_reply import Action
from bot.corpus.corpus import Corpus
from bot.corpus.records import PassageSpan, StoredArticle, article_id_index, id_hash, pack_articles
from bot.corpus.redirects import RedirectTable
from bot.frontends.discord_app.components.buttons import fits_button
from bot.model import Article, Attribution, Span
from bot.question_answer import Candidate


def corpus(*texts: str, name: str = "a") -> Corpus:
    stored, blocks = "", []
    for text in texts:
        blocks.append(PassageSpan(len(stored), len(stored) + len(text), None))
        stored += text + "\n\n"
    return Corpus.from_articles(
        [StoredArticle(Article(name, f"{name}.txt"), stored, tuple(blocks))]
    )


def spots(held: Corpus) -> tuple[PassageRef, ...]:
    return tuple(
        PassageRef.from_candidate(Candidate(held[number], 0.0, Span(0, 3), Attribution()))
        for number in range(len(held))
    )


TEXTS = [f"Passage number {number} of the article." for number in range(7)]
HELD = corpus(*TEXTS)


@given(st.lists(st.integers(0, 6), unique=True), st.integers(0, 7))
def test_a_button_brings_back_what_it_was_given(places, answering):
    trail = ResultCursor(tuple(spots(HELD)[place] for place in places), min(answering, len(places)))
    written = trail.encode(HELD)
    if not places:
        assert written == ""
        return
    assert ResultCursor.decode(written, HELD) == ResultCursor(
        trail.refs[:MAX_ENCODED_REFS], min(trail.answer_count, MAX_ENCODED_REFS)
    )
    assert fits_button(Action("More", Command.MORE, written))


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
    back = ResultCursor.decode(
        ResultCursor((PassageRef(first.passage, first.checksum, mark),)).encode(HELD), HELD
    )
    assert back is not None
    assert back.refs[0].sentence == kept


def test_what_is_gone_is_left_out_and_what_says_something_else_is_not_served():
    written = ResultCursor(spots(HELD)[:3], 2).encode(HELD)
    fewer = corpus("It says something else.", TEXTS[1])
    back = ResultCursor.decode(written, fewer)
    assert back is not None
    assert [spot.resolve(fewer) for spot in back.refs] == [None, 1]
    assert back.answer_count == 2
    assert ResultCursor(spots(HELD)[:3], 2).encode(fewer) == ResultCursor(
        spots(HELD)[1:2], 1
    ).encode(fewer)
    assert ResultCursor.decode(written, corpus(*TEXTS, name="b")) == EMPTY_CURSOR


@given(st.one_of(st.text(), st.from_regex(r"\d[\w-]{20,80}", fullmatch=True)))
def test_what_no_button_wrote_does_no_harm(text):
    found = ResultCursor.decode(text, HELD)
    assert found is None or all(spot.resolve(HELD) is None for spot in found.refs)


def test_where_to_start():
    trail = ResultCursor(spots(HELD)[:4], 2)
    assert trail.skip(1) == ResultCursor(trail.refs[1:], 1)
    assert trail.skip(3) == ResultCursor(trail.refs[3:], 0)
    assert trail.skip_to(trail.refs[2]) == trail.skip(2)
    assert trail.skip_to(spots(HELD)[5]) is None


def test_of_articles_that_had_one_id_in_turn_a_button_leads_to_the_one_that_says_the_same():
    days = [corpus(f"News of day {day}.", name="today") for day in range(3)]
    written = [ResultCursor(spots(day)).encode(day) for day in days]
    archive, redirects = [], RedirectTable()
    for number in range(3):
        text = f"News of day {number}."
        archive.append(
            StoredArticle(
                Article(str(number), f"{number}.txt"), text, (PassageSpan(0, len(text), None),)
            )
        )
        redirects = redirects.with_moves({id_hash("today"): id_hash(str(number))})
    arrays = pack_articles(archive)
    kept = Corpus(arrays | article_id_index(arrays), redirects)
    assert [
        [spot.passage for spot in ResultCursor.decode(text, kept).refs] for text in written
    ] == [["0#0"], ["1#0"], ["2#0"]]
