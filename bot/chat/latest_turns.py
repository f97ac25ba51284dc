"""Turns that ask for the newest on a matter, by a table of phrases; see `short_turns` for how they are written."""

from __future__ import annotations

import re

from bot.chat.short_turns import AFTER, WORD, phrases, plain

_ON = "on/about/regarding/concerning"
_NEWS = "news/updates/developments/articles/passages/stories/headlines/reports"
_PRO = "про/щодо/стосовно"

_OPENINGS = (
    f"show/give/tell/get/read? me/us? the? latest/newest {_NEWS}/update/word? {_ON}",
    f"what's/whats/what is/are? the? latest/newest {_NEWS}/update/word? {_ON}",
    f"what's/whats/what is? new {_ON}/with",
    f"show/give/tell/get/read? me/us? some/any/the? news/updates {_ON}",
    f"is/are there/we? any/some? news/updates {_ON}",
    f"is there anything/something new {_ON}/with",
    f"anything new {_ON}/with",
    f"покажи/покажіть/дай/дайте/розкажи/розкажіть/які/є? мені/нам? останні/найновіші/свіжі/найсвіжіші новини/статті/повідомлення/дані {_PRO}",
    f"покажи/покажіть/дай/дайте/розкажи/розкажіть? мені/нам? останнє/найновіше/найсвіжіше {_PRO}",
    f"покажи/покажіть/дай/дайте/розкажи/розкажіть/є/які? мені/нам? новини {_PRO}",
    f"що є? нового {_PRO}/з/із/зі",
)
"""What stands before the matter."""
_ALONE = (
    f"show/give/tell/get/read? me/us? the? latest/newest {_NEWS}/update?",
    "what's/whats/what is/are? the? latest/newest news/articles/stories/headlines?",
    "what's/whats/what is? new",
    "any? news",
    "покажи/покажіть/дай/дайте/які? мені/нам? останні/найновіші/свіжі/найсвіжіші новини/статті",
    "що є? нового",
    "є? новини",
)
"""The newest of all."""
_LONGEST = 400
"""Characters of a turn that may be one."""


def asked_latest(text: str) -> str | None:
    """The matter that a text wants the newest on; empty where it wants the newest of all, None for anything else."""
    if len(text) > _LONGEST:
        return None
    words = list(WORD.finditer(text))
    said = [f"{plain(word[0])} " for word in words]
    whole = "".join(said)
    if _ALL.fullmatch(whole):
        return ""
    opening = _BEFORE.match(whole)
    if opening is None:
        return None
    first, last = whole[: opening.end()].count(" "), len(words)
    while last > first and plain(words[last - 1][0]) in AFTER:
        last -= 1
    return text[words[first].start() : words[last - 1].end()] if first < last else None


_BEFORE = re.compile(phrases(_OPENINGS, after=False))
_ALL = re.compile(phrases(_ALONE))
