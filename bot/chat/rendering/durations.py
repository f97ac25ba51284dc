"""How long ago something was, in words."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import Line, Reply, Style

MIN_AGE_SECONDS = 15 * 60
"""Seconds after which an answer says how long ago its question was asked."""


def time_ago(tr: Translations, seconds: float) -> str:
    """Write how long ago: in minutes, then in hours."""
    if seconds < 60:
        return tr("age.moment")
    return (
        tr.count("minute", int(seconds // 60))
        if seconds < 3600
        else tr.count("hour", int(seconds // 3600))
    )


def approximate_duration(tr: Translations, seconds: float) -> str:
    """About how long: tens of seconds, then minutes."""
    return (
        tr.count("second", max(10, int(round(seconds, -1))))
        if seconds < 55
        else tr.count("minute", max(1, round(seconds / 60)))
    )


def with_age(reply: Reply, seconds: float) -> Reply:
    """Return a reply to a question of some seconds ago; it says so where that is long."""
    if seconds < MIN_AGE_SECONDS:
        return reply
    tr = translations(reply.language)
    return replace(
        reply, blocks=(Line(tr("age.asked", ago=time_ago(tr, seconds)), Style.NOTE), *reply.blocks)
    )
