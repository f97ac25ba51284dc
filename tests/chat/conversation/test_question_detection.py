from __future__ import annotations

import pytest

from bot.chat.conversation.question_detection import is_question


@pytest.mark.parametrize(
    "text",
    [
        "the mill burned?",
        "Really?!",
        "the “mill”?",
        "is it (the mill)?)",
        "who led it",
        "Who's the miller",
        "who’s the miller",
        "and where did it happen",
        "ok, so when does it open",
        "hi! how many were there",
        "- what burned",
        "Did it burn",
        "хто очолив делегацію",
        "А коли це було",
        "чи горів млин",
        "млин горів？",
        "ماذا حدث؟",
    ],
)
def test_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "??!",
        "🎣?",
        "2?",
        "the mill burned",
        "I know who led it",
        "whoever led it",
        "isolated houses burned",
        "whatsoever",
        "fine. who cares",
        "thanks",
        "млин горів",
        "колись тут був млин",
        "see https://example.org/?who=1",
    ],
)
def test_no_question(text: str) -> None:
    assert not is_question(text)
