"""A word with a hyphen at a line end is indexed whole and in its parts."""

from __future__ import annotations

from bot.answering.analysis.analyze import analyze_articles
from bot.corpus.plain_text import read_plain_text
from bot.text.language import languages


def test_a_word_broken_at_a_line_end_is_found_whole_and_in_parts() -> None:
    text = "The well-\nknown singer of the coun-\ncil sang in the old har\u00adbour of the town."
    stored, _ = read_plain_text(text, "x", "x.txt", "x.txt")
    arrays, _ = analyze_articles([stored], languages())
    words = arrays["word.text"].tobytes()
    assert words.count(b"known") == len(["wellknown", "known"])
    assert words.count(b"council") == 1
    assert b"harbour" in words
