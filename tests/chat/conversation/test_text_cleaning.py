from __future__ import annotations

import pytest

from bot.chat.conversation.text_cleaning import clean_text, has_words, is_foreign_script


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" who led it? ", "who led it?"),
        ("ẅ̷h̸o̷ l̶e̷d̴ i̶t̷?", "ẅho led it?"),
        ("w̢̛̮͔͑͒ho", "who"),
        ("\u202ewho\u202c led\u200b it\ufeff", "who led it"),
        # What languages write so stays.
        ("Ye\u0301sica", "Yésica"),
        ("за\u0301мок", "за\u0301мок"),
        ("Vie\u0323\u0302t", "Việt"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("\u0336\u0337", ""),
    ],
)
def test_ornament_is_left_out(text: str, plain: str) -> None:
    assert clean_text(text) == plain
    assert clean_text(plain) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [("🎣 !?", False), ("", False), ("…", False), ("x", True), ("2", True), ("ვინ", True)],
)
def test_words(text: str, *, words: bool) -> None:
    assert has_words(text) is words


@pytest.mark.parametrize(
    ("text", "languages", "is_strange"),
    [
        ("ვინ?", ["en"], True),
        ("谁领导了", ["en", "uk"], True),
        ("хто?", ["en"], True),
        ("хто?", ["en", "uk"], False),
        ("хто is it", ["en"], False),
        ("who?", ["uk"], True),
        ("ποιος", ["el"], False),
        ("من", ["ar"], False),
        ("12?", ["uk"], False),
        ("", ["uk"], False),
        # Who knows what is written there.
        ("ვინ?", ["en", ""], False),
    ],
)
def test_strange_letters(text: str, languages: list[str], *, is_strange: bool) -> None:
    assert is_foreign_script(text, languages) is is_strange
