from __future__ import annotations

import pytest

from bot.chat.conversation import history
from bot.chat.conversation.history import ConversationHistory, ConversationKey, Turn
from bot.chat.messages.passage_ref import EMPTY_CURSOR, PassageRef, ResultCursor
from tests.conftest import Tracked

REST = ResultCursor((PassageRef("a#0", b"xx", None),), 1)


def questions(kept: ConversationHistory, talk: ConversationKey, now: float = 0.0) -> list[str]:
    return [said.question for said in kept.turns(talk, now)]


def test_old_turns_and_turns_over_the_number_are_forgotten():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for second, question in enumerate("abcde"):
        kept.remember(ConversationKey("x"), Turn(question, float(second)))
    assert questions(kept, ConversationKey("x"), 4) == ["c", "d", "e"]
    assert questions(kept, ConversationKey("x"), 13) == ["d", "e"]
    assert questions(kept, ConversationKey("x"), 14) == ["e"]
    assert questions(kept, ConversationKey("x"), 14.5) == []


def test_no_turns_means_no_memory():
    kept = ConversationHistory(seconds=10, max_turns=0)
    kept.remember(ConversationKey("x"), Turn("a", 0.0))
    assert questions(kept, ConversationKey("x")) == []


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(history, "MAX_CONVERSATIONS", 5)
    kept = ConversationHistory(seconds=10, max_turns=3)
    for number in range(9):
        kept.remember(ConversationKey(str(number)), Turn("a", 0.0))
    known = [talk for talk in map(str, range(9)) if questions(kept, ConversationKey(talk))]
    assert known == list("45678")


def test_what_is_too_old_is_not_kept_until_others_push_it_out():
    kept = ConversationHistory(seconds=10, max_turns=3)
    first, second = Tracked("first"), Tracked("second")
    kept.remember(ConversationKey("x"), Turn(first.text(), 0.0))
    kept.remember(ConversationKey("y"), Turn(second.text(), 1.0))
    kept.remember(ConversationKey("z"), Turn("a", 10.5))
    assert (first.is_kept, second.is_kept) == (False, True)
    kept.remember(ConversationKey("z"), Turn("a", 11.5))
    assert not second.is_kept


def test_what_comes_next_is_kept_with_the_newest_turn_alone():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for question in "ab":
        kept.remember(ConversationKey("x"), Turn(question, 0.0, next_results=REST))
    assert [said.next_results for said in kept.turns(ConversationKey("x"), 0)] == [
        EMPTY_CURSOR,
        REST,
    ]


@pytest.mark.parametrize(
    ("talk", "heard"),
    [
        (ConversationKey("x"), ["open", "open again"]),
        (ConversationKey("x", "ana"), ["open", "ana's", "open again"]),
        (ConversationKey("x", "ben"), ["open", "ben's", "open again"]),
        (ConversationKey("y"), []),
        (ConversationKey("y", "ana"), []),
    ],
)
def test_what_one_person_saw_alone_counts_for_nobody_else(talk, heard):
    kept = ConversationHistory(seconds=10, max_turns=3)
    kept.remember(ConversationKey("x"), Turn("open", 0.0))
    kept.remember(ConversationKey("x", "ana"), Turn("ana's", 1.0))
    kept.remember(ConversationKey("x", "ben"), Turn("ben's", 1.0))
    kept.remember(ConversationKey("x"), Turn("open again", 2.0))
    assert questions(kept, talk) == heard


def test_private_and_open_turns_together_keep_the_number():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for second in range(3):
        kept.remember(ConversationKey("x"), Turn(f"open {second}", second))
        kept.remember(ConversationKey("x", "ana"), Turn(f"private {second}", second + 0.5))
    assert questions(kept, ConversationKey("x", "ana")) == ["private 1", "open 2", "private 2"]


def test_a_turn_of_a_message_that_was_edited_takes_its_place():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for question in "abc":
        kept.remember(ConversationKey("x"), Turn(question, 0.0, id=question))
    kept.remember(ConversationKey("x"), Turn("b again", 5.0, id="b"))
    assert questions(kept, ConversationKey("x"), 6) == ["a", "b again", "c"]
    # It is as old as the message.
    assert questions(kept, ConversationKey("x"), 11) == []


def test_what_was_said_before_a_message_is_what_it_goes_on_from():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for question in "abc":
        kept.remember(ConversationKey("x"), Turn(question, 0.0, id=question))
    assert [said.question for said in kept.turns(ConversationKey("x"), 0.0, before="b")] == ["a"]


def test_a_turn_that_an_edit_left_open_is_not_gone_on_from_but_may_be_taken():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for question in "abc":
        kept.remember(ConversationKey("x"), Turn(question, 0.0, id=question))
    kept.clear_turn(ConversationKey("x"), "b")
    assert questions(kept, ConversationKey("x")) == ["a", "c"]
    kept.remember(ConversationKey("x"), Turn("b again", 0.0, id="b"))
    assert questions(kept, ConversationKey("x")) == ["a", "b again", "c"]
    kept.forget(ConversationKey("x"), "b")
    assert questions(kept, ConversationKey("x")) == ["a", "c"]
    for talk in ConversationKey("y"), ConversationKey("x", "ana"):
        kept.clear_turn(talk, "a")
        kept.forget(talk, "a")
        assert questions(kept, talk) == (["a", "c"] if talk.conversation == "x" else [])


def test_who_goes_back_in_private_leaves_the_others_where_they_are():
    kept = ConversationHistory(seconds=10, max_turns=3)
    for question in "ab":
        kept.remember(ConversationKey("x"), Turn(question, 0.0, id=question))
    kept.resume_from(ConversationKey("x", "ana"), kept.turns(ConversationKey("x"), 1.0)[:1], 1.0)
    assert questions(kept, ConversationKey("x", "ana"), 1.0) == ["b", "a"]
    assert questions(kept, ConversationKey("x"), 1.0) == ["a", "b"]
