from __future__ import annotations

import pytest

from bot.chat.conversation.question_extraction import extract_question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("the mill burned", "the mill burned"),
        ("  two\nlines \n", "two\nlines"),
        ("hello\n who led it? \nand why?", "who led it?"),
        ("he asked: “who led it?”", "he asked: “who led it?”"),
        ("hello\n**who led it?**\nbye", "**who led it?**"),
        ("who?\n> who led it", "who led it"),
        (">who led it\n> and why", "who led it\nand why"),
        (">>> who led it", "who led it"),
        ("> \n>  \nwho led it?", "who led it?"),
        ("a -> b", "a -> b"),
        ("", ""),
        (" \n ", ""),
        (">", ">"),
    ],
)
def test_what_a_message_asks(text: str, question: str) -> None:
    assert extract_question(text) == question
