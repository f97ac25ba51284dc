"""How long ago something was, in words."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.message import Line, Reply, Style
from bot.chat.speech import Speech, speech

OLD = 15 * 60
"""Seconds after which an answer says how long ago its question was asked."""


def ago(say: Speech, seconds: float) -> str:
    """How long: minutes, then hours."""
    if seconds < 60:
        return say("age.moment")
    return say.count("minute", int(seconds // 60)) if seconds < 3600 else say.count("hour", int(seconds // 3600))


def about(say: Speech, seconds: float) -> str:
    """About how long: tens of seconds, then minutes."""
    return say.count("second", max(10, int(round(seconds, -1)))) if seconds < 55 else say.count("minute", max(1, round(seconds / 60)))


def with_age(reply: Reply, seconds: float) -> Reply:
    """The reply to a question that was asked some seconds ago; it says so where that was long ago."""
    if seconds < OLD:
        return reply
    say = speech(reply.language)
    return replace(reply, blocks=(Line(say("age.asked", ago=ago(say, seconds)), Style.NOTE), *reply.blocks))
