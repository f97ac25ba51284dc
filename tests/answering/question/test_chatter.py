"""What is left of a message when all that stands around its question is gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.question.chatter import strip_chatter
from bot.text.language import Language, languages


def language_of(text: str) -> Language:
    return languages().detect_question(text, ["en", "uk"])[0]


def asked(message: str) -> str:
    return strip_chatter(message, language_of)


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("hey, can someone tell me who won the vote?", "who won the vote?"),
        ("quick q - who won the vote", "who won the vote"),
        ("sorry, stupid question, but who won the vote", "who won the vote"),
        ("who won the vote? asking for a friend", "who won the vote?"),
        ("who won the vote lol?", "who won the vote?"),
        ("who won the vote :) 🎉", "who won the vote"),
        ("who won the vote? https://example.net/a?b=c", "who won the vote?"),
        ("<@123456> who won the vote <t:1714800000:R>?", "who won the vote ?"),
        ("Any news today?\nwho won the vote", "Any news today? who won the vote"),
        ("I read the paper.\nwho won the vote\nno hurry", "who won the vote"),
        ("The vote was on Friday. Who won it?", "The vote was on Friday. Who won it?"),
        ("чи знає хтось, хто переміг на виборах? лол", "хто переміг на виборах?"),
        ("Підкажіть, будь ласка, хто переміг на виборах", "хто переміг на виборах"),
    ],
)
def test_what_asks_is_left(message: str, question: str) -> None:
    assert asked(message) == question


@pytest.mark.parametrize(
    "message",
    [
        "Hey Jude",
        "Good Morning Marrow ratings",
        "who bought Marrow! last year?",
        "who said thanks to the army?",
        "what does the sorry state of the pier cost?",
        "And when?",
        "what is lol?",
        "thanks!",
        "hi",
        "latest on the bridge",
        "",
    ],
)
def test_what_is_no_chatter_stays(message: str) -> None:
    assert asked(message) == message


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert asked(text) == text or language_of(asked(text)).analyzer.terms(asked(text))
