from __future__ import annotations

import pytest

from bot.chat import conversations
from bot.chat.conversations import Conversations, Said, Talk
from bot.chat.trail import END, Spot, Trail

REST = Trail((Spot("a#0", b"xx", None),), 1)


def questions(kept: Conversations, talk: Talk, now: float = 0.0) -> list[str]:
    return [said.question for said in kept.said(talk, now)]


def test_old_turns_and_turns_over_the_number_are_forgotten():
    kept = Conversations(seconds=10, turns=3)
    for second, question in enumerate("abcde"):
        kept.remember(Talk("x"), Said(question, float(second)))
    assert questions(kept, Talk("x"), 4) == ["c", "d", "e"]
    assert questions(kept, Talk("x"), 13) == ["d", "e"]
    assert kept.last(Talk("x"), 14.5) is None


def test_no_turns_means_no_memory():
    kept = Conversations(seconds=10, turns=0)
    kept.remember(Talk("x"), Said("a", 0.0))
    assert kept.last(Talk("x"), 0) is None
    assert not kept._kept


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(conversations, "MOST_CONVERSATIONS", 5)
    kept = Conversations(seconds=10, turns=3)
    for number in range(9):
        kept.remember(Talk(str(number)), Said("a", 0.0))
    assert [talk.conversation for talk in kept._kept] == list("45678")


def test_what_is_too_old_is_not_kept_until_others_push_it_out():
    kept = Conversations(seconds=10, turns=3)
    kept.remember(Talk("old"), Said("a", 0.0))
    kept.remember(Talk("older"), Said("a", 1.0))
    kept.remember(Talk("new"), Said("a", 11.5))
    assert list(kept._kept) == [Talk("new")]


def test_what_comes_next_is_kept_with_the_newest_turn_alone():
    kept = Conversations(seconds=10, turns=3)
    for question in "ab":
        kept.remember(Talk("x"), Said(question, 0.0, rest=REST))
    assert [said.rest for said in kept.said(Talk("x"), 0)] == [END, REST]


@pytest.mark.parametrize(
    ("talk", "heard"),
    [
        (Talk("x"), ["open", "open again"]),
        (Talk("x", "ana"), ["open", "ana's", "open again"]),
        (Talk("x", "ben"), ["open", "ben's", "open again"]),
        (Talk("y"), []),
        (Talk("y", "ana"), []),
    ],
)
def test_what_one_person_saw_alone_counts_for_nobody_else(talk, heard):
    kept = Conversations(seconds=10, turns=3)
    kept.remember(Talk("x"), Said("open", 0.0))
    kept.remember(Talk("x", "ana"), Said("ana's", 1.0))
    kept.remember(Talk("x", "ben"), Said("ben's", 1.0))
    kept.remember(Talk("x"), Said("open again", 2.0))
    assert questions(kept, talk) == heard


def test_private_and_open_turns_together_keep_the_number():
    kept = Conversations(seconds=10, turns=3)
    for second in range(3):
        kept.remember(Talk("x"), Said(f"open {second}", second))
        kept.remember(Talk("x", "ana"), Said(f"private {second}", second + 0.5))
    assert questions(kept, Talk("x", "ana")) == ["private 1", "open 2", "private 2"]


def test_a_turn_of_a_message_that_was_edited_takes_its_place():
    kept = Conversations(seconds=10, turns=3)
    for question in "abc":
        kept.remember(Talk("x"), Said(question, 0.0, id=question))
    kept.remember(Talk("x"), Said("b again", 5.0, id="b"))
    assert questions(kept, Talk("x"), 6) == ["a", "b again", "c"]
    # It is as old as the message.
    assert questions(kept, Talk("x"), 11) == []


def test_what_was_said_before_a_message_is_what_it_goes_on_from():
    kept = Conversations(seconds=10, turns=3)
    for question in "abc":
        kept.remember(Talk("x"), Said(question, 0.0, id=question))
    assert [said.question for said in kept.said(Talk("x"), 0.0, before="b")] == ["a"]


def test_a_turn_that_an_edit_left_open_is_not_gone_on_from_but_may_be_taken():
    kept = Conversations(seconds=10, turns=3)
    for question in "abc":
        kept.remember(Talk("x"), Said(question, 0.0, id=question))
    kept.open(Talk("x"), "b")
    assert questions(kept, Talk("x")) == ["a", "c"]
    kept.remember(Talk("x"), Said("b again", 0.0, id="b"))
    assert questions(kept, Talk("x")) == ["a", "b again", "c"]
    kept.forget(Talk("x"), "b")
    assert questions(kept, Talk("x")) == ["a", "c"]
    for talk in Talk("y"), Talk("x", "ana"):
        kept.open(talk, "a")
        kept.forget(talk, "a")
        assert talk not in kept._kept


def test_who_goes_back_in_private_leaves_the_others_where_they_are():
    kept = Conversations(seconds=10, turns=3)
    for question in "ab":
        kept.remember(Talk("x"), Said(question, 0.0, id=question))
    kept.begin(Talk("x", "ana"), kept.said(Talk("x"), 1.0)[:1], 1.0)
    assert questions(kept, Talk("x", "ana"), 1.0) == ["b", "a"]
    assert questions(kept, Talk("x"), 1.0) == ["a", "b"]
