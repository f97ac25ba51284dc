"""What the bot says where only passages of an outlet or since a day may answer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import Line, Style
from bot.question_answer import Answer


def filter_abstention(tr: Translations, answer: Answer) -> Iterator[Line]:
    """Say that no passage of a filter answers, or that there is none; nothing without a filter."""
    answer_filter, none = answer.question.answer_filter, answer.allowed_passages == 0
    if answer_filter.since is None and answer_filter.outlet is None:
        return
    if answer_filter.since is None:
        yield Line(
            tr("only.none-citing" if none else "only.citing", outlet=answer_filter.outlet or "")
        )
        return
    day = tr.date(answer_filter.since)
    if answer_filter.outlet is None:
        yield Line(tr("only.none-since" if none else "only.since", day=day))
    else:
        yield Line(
            tr("only.none-of-both" if none else "only.both", day=day, outlet=answer_filter.outlet)
        )
    if answer.excludes_undated:
        yield Line(tr("only.undated"), Style.NOTE)
