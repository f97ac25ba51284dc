"""Questions with the same words are one entry of the inbox, whatever their wording."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.inbox import group_questions, jump_url, open_entries, question_key
from bot.store.records import AnswerRecord, InboxItem, InboxState, LoggedQuestion


def unanswered(number: int, text: str, **changes: object) -> LoggedQuestion:
    record = AnswerRecord(
        str(number),
        f"person {number % 3}",
        "general:1",
        text,
        1000.0 + number,
        "general",
        (f"m{number}",),
        text,
        abstained=True,
        server="7",
    )
    return LoggedQuestion(replace(record, **changes), 0, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What will the bridge cost?", "the costs of the bridge"),
        ("WHO REPAIRS THE LIGHTHOUSE", "who is repairing the lighthouse?!"),
        ("Скільки коштує міст?", "Скільки коштував цей міст"),
        ("how many visitors came in 2024?", "in 2024, how many visitors came?"),
    ],
)
def test_near_wordings_have_one_key(one: str, other: str) -> None:
    assert question_key(one) == question_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What will the bridge cost?", "What will the ferry cost?"),
        ("how many visitors came in 2024?", "how many visitors came in 2023?"),
        ("who?", "when?"),
    ],
)
def test_other_questions_have_another(one: str, other: str) -> None:
    assert question_key(one) != question_key(other)


def test_a_short_question_is_known_by_the_one_it_goes_on_from() -> None:
    asked = [
        unanswered(3, "and when?", follows="1"),
        unanswered(4, "when?", follows="2"),
        unanswered(5, "So when?", follows="1"),
    ][::-1]
    earlier = {"1": "Who repairs the lighthouse?", "2": "Who won the regatta?"}
    entries = group_questions(asked, (), earlier)
    assert [len(entry.records) for entry in entries] == [2, 1]
    assert entries[0].previous == "Who repairs the lighthouse?"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_a_key_of_sixteen_digits_the_same_each_time(text: str, previous: str) -> None:
    key = question_key(text, previous)
    assert len(key) == 16
    assert set(key) <= set("0123456789abcdef")
    assert question_key(text, previous) == key


def test_those_asked_most_come_first_then_the_newest() -> None:
    asked = [
        unanswered(4, "Who paints the wall?"),
        unanswered(3, "Who won the regatta?"),
        unanswered(2, "the cost of the bridge?"),
        unanswered(1, "What will the bridge cost?"),
    ]
    entries = group_questions(asked, (), {})
    assert [entry.question for entry in entries] == [
        "the cost of the bridge?",
        "Who paints the wall?",
        "Who won the regatta?",
    ]
    assert entries[0].other_wordings == ("What will the bridge cost?",)
    assert entries[0].people == 2


def test_what_is_resolved_is_open_again_when_it_is_asked_again() -> None:
    text = "Who won the regatta?"
    for at, is_open in ((1004.0, True), (1005.0, False)):
        item = InboxItem(question_key(text), InboxState.RESOLVED, "mark", "mona", at)
        entries = group_questions([unanswered(5, text)], [item], {})
        assert bool(open_entries(entries)) is is_open


@pytest.mark.parametrize(
    "changes", [{"private": True}, {"server": ""}, {"messages": ()}, {"channel": ""}]
)
def test_nothing_leads_to_an_answer_that_not_everybody_sees(changes: dict[str, object]) -> None:
    record = unanswered(1, "who?").answer
    assert jump_url(record) == "https://discord.com/channels/7/general/m1"
    assert jump_url(replace(record, **changes)) is None
