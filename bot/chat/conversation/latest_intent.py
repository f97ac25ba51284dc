"""Turns that ask for the newest on a matter, by phrases written as in `intents.py`."""

from __future__ import annotations

import re

from bot.chat.conversation.intents import TRAILING_WORDS, WORD, normalize_word, phrase_pattern

_ABOUT = "on/about/regarding/concerning"
_NEWS = "news/updates/developments/articles/passages/stories/headlines/reports"
_ABOUT_UK = "про/щодо/стосовно"

_OPENINGS = (
    f"show/give/tell/get/read? me/us? the? latest/newest {_NEWS}/update/word? {_ABOUT}",
    f"what's/whats/what is/are? the? latest/newest {_NEWS}/update/word? {_ABOUT}",
    f"what's/whats/what is? new {_ABOUT}/with",
    f"show/give/tell/get/read? me/us? some/any/the? news/updates {_ABOUT}",
    f"is/are there/we? any/some? news/updates {_ABOUT}",
    f"is there anything/something new {_ABOUT}/with",
    f"anything new {_ABOUT}/with",
    (
        "покажи/покажіть/дай/дайте/розкажи/розкажіть/які/є? мені/нам? "
        "останні/найновіші/свіжі/найсвіжіші "
        f"новини/статті/повідомлення/дані {_ABOUT_UK}"
    ),
    (
        "покажи/покажіть/дай/дайте/розкажи/розкажіть? мені/нам? "
        f"останнє/найновіше/найсвіжіше {_ABOUT_UK}"
    ),
    f"покажи/покажіть/дай/дайте/розкажи/розкажіть/є/які? мені/нам? новини {_ABOUT_UK}",
    f"що є? нового {_ABOUT_UK}/з/із/зі",
)
"""What stands before the matter."""
_LATEST_OF_ALL = (
    f"show/give/tell/get/read? me/us? the? latest/newest {_NEWS}/update?",
    "what's/whats/what is/are? the? latest/newest news/articles/stories/headlines?",
    "what's/whats/what is? new",
    "any? news",
    "покажи/покажіть/дай/дайте/які? мені/нам? останні/найновіші/свіжі/найсвіжіші новини/статті",
    "що є? нового",
    "є? новини",
)
"""The newest of all."""
_MAX_CHARS = 400
"""Characters of a turn that may be one."""


def parse_latest_request(text: str) -> str | None:
    """Return the topic that a text wants the newest on; None where it wants anything else.

    It is empty where the newest of all is wanted.
    """
    if len(text) > _MAX_CHARS:
        return None
    words = list(WORD.finditer(text))
    normalized = [f"{normalize_word(word[0])} " for word in words]
    whole = "".join(normalized)
    if _LATEST_OF_ALL_PATTERN.fullmatch(whole):
        return ""
    opening = _OPENING_PATTERN.match(whole)
    if opening is None:
        return None
    first, last = whole[: opening.end()].count(" "), len(words)
    while last > first and normalize_word(words[last - 1][0]) in TRAILING_WORDS:
        last -= 1
    return text[words[first].start() : words[last - 1].end()] if first < last else None


_OPENING_PATTERN = re.compile(phrase_pattern(_OPENINGS, after=False))
_LATEST_OF_ALL_PATTERN = re.compile(phrase_pattern(_LATEST_OF_ALL))
