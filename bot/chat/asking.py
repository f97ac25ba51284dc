"""Whether a message that speaks to nobody is a question. Tables of words, English and Ukrainian."""

from __future__ import annotations

import re

_BEGINNINGS = (
    "who whom whose what what's when where why how which who's where's when's how's is are was were do does did has have had can could will would should "
    "хто кого кому ким що чого чому коли де куди звідки навіщо як який яка яке які котрий котра скільки чий чия чиє чиї чи"
)
_BEFORE = "and but so ok okay well hm hmm hi hello please а і й та але ну то"
_MARK = re.compile(r"[?？؟][\s\"'”’»)*_~|`!.]*$")
_SPOKEN = re.compile(rf"\W*(?:(?:{_BEFORE.replace(' ', '|')})\W+)*(?:{_BEGINNINGS.replace(' ', '|')})\b(?!')", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")


def asks(text: str) -> bool:
    """Whether it has words, and ends with a question mark or begins like a question."""
    said = text.replace("’", "'").replace("ʼ", "'")
    return bool(_WORD.search(said)) and bool(_MARK.search(said) or _SPOKEN.match(said))
