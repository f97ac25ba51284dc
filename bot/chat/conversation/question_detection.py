"""Whether a message that speaks to nobody is a question. Tables of words, English and Ukrainian."""

from __future__ import annotations

import re

_QUESTION_WORDS = (
    "who whom whose what what's when where why how which who's where's when's how's "
    "is are was were do does did has have had can could will "
    "would should "
    "хто кого кому ким що чого чому коли де куди звідки навіщо "
    "як який яка яке які котрий котра скільки чий чия чиє чиї чи"
)
_LEADING_WORDS = "and but so ok okay well hm hmm hi hello please а і й та але ну то"
_QUESTION_MARK = re.compile(r"[?？؟][\s\"'”’»)*_~|`!.]*$")
_OPENING = re.compile(
    rf"\W*(?:(?:{_LEADING_WORDS.replace(' ', '|')})\W+)*"
    rf"(?:{_QUESTION_WORDS.replace(' ', '|')})\b(?!')",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2}")


def is_question(text: str) -> bool:
    """Return whether a text ends with a question mark or begins like a question."""
    normalized = text.replace("’", "'").replace("ʼ", "'")
    return bool(_WORD.search(normalized)) and bool(
        _QUESTION_MARK.search(normalized) or _OPENING.match(normalized)
    )
