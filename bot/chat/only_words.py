"""What the bot says where only some passages might answer: those that cite an outlet, those since a day."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.message import Line, Style
from bot.chat.speech import Speech
from bot.model import Answer


def abstention(say: Speech, found: Answer) -> Iterator[Line]:
    """That none of them answers, or that there is none; nothing where the question leaves no passage out."""
    only, none = found.question.only, found.allowed == 0
    if only.since is None and only.outlet is None:
        return
    if only.since is None:
        yield Line(say("only.none-citing" if none else "only.citing", outlet=only.outlet or ""))
        return
    day = say.day(only.since)
    if only.outlet is None:
        yield Line(say("only.none-since" if none else "only.since", day=day))
    else:
        yield Line(say("only.none-of-both" if none else "only.both", day=day, outlet=only.outlet))
    if found.undated:
        yield Line(say("only.undated"), Style.NOTE)
