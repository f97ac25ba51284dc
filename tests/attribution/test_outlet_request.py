"""Outlets that a question asks for, told from those that it merely names and from plain words."""

from __future__ import annotations

import pytest

from tests.conftest import ATTRIBUTOR


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Reuters report about the ferry?", "Reuters"),
        ("what did reuters say about the ferry", "Reuters"),
        ("Has the Guardian ever written about the mill?", "The Guardian"),
        ("what did the guardian reveal about the mill?", "The Guardian"),
        ("according to the times, who bought the mill?", "The Times"),
        ("Who told AFP about the fire?", "AFP"),
        ("how many died according to the BBC", "BBC"),
        ("What is Bloomberg's estimate of the loss?", "Bloomberg"),
        ("Reuters on the ferry?", "Reuters"),
        ("and Reuters?", "Reuters"),
        ("what about Bloomberg?", "Bloomberg"),
        ("anything new from Sky News on the strike?", "Sky News"),
        ("Reuters", "Reuters"),
        ("What Did The Times Say About The Mill?", "The Times"),
        ("what did Monday's Guardian report about the mill?", "The Guardian"),
        ("what does wired say about the cameras", "Wired"),
        ("що повідомляє Reuters про пором?", "Reuters"),
        ("Was berichtet Reuters über die Fähre?", "Reuters"),
    ],
)
def test_a_question_asks_for_what_an_outlet_reports(question: str, name: str) -> None:
    assert [outlet.name for outlet in ATTRIBUTOR.find_requested_outlets(question)] == [name]


@pytest.mark.parametrize(
    "question",
    [
        "who owns the Telegraph?",
        "who killed the Reuters journalist?",
        "Why was the BBC sued?",
        "what happened this week?",
        "who won for the first time?",
        "what did the president say to the nation?",
        "what did people say about the bridge?",
        "who is the best scorer of all time?",
        "who lives on the hill?",
        "what was decided last week?",
        "when will the bridge of Alm open?",
        "what is the age range of the voters?",
        "what does the goal of the plan address?",
        "who does the independent candidate support?",
        "what did variety of goods mean for prices?",
        # Nobody knows these: a name that we know is only a part of theirs.
        "what did the Evening Post report about the mill?",
        "what did Foo Times say about the mill?",
        "what does the Guardian Express report on the mill?",
        "according to the Amber Telegraph, who bought the mill?",
        "what does science say about sleep?",
        "what does time tell?",
    ],
)
def test_a_name_that_is_the_topic_or_a_plain_word_is_not_asked_for(question: str) -> None:
    assert ATTRIBUTOR.find_requested_outlets(question) == ()
