"""What somebody asks who points at another person's message."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"^\s*>{1,3}\s?(?P<text>.*\S)")
_ENDS_LIKE_QUESTION = re.compile(r"[?？؟;][\s\"'”’»)*_~|`]*$")


def extract_question(text: str) -> str:
    """Return what a message asks: the lines it quotes, else its first question, else all of it."""
    lines = text.splitlines()
    quoted = [found["text"] for line in lines if (found := _QUOTED.match(line))]
    if quoted:
        return "\n".join(quoted)
    return next((line.strip() for line in lines if _ENDS_LIKE_QUESTION.search(line)), text.strip())
