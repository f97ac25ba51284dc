"""What the bot says to who waits for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.chat.i18n import Translations, translations
from bot.chat.local_time import local_time
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Choices, Line, Reply, Style
from bot.chat.rendering.answer_replies import text_reply
from bot.store.records import Watch, WatchResult
from bot.text.display import shorten

_MAX_QUESTION_UNITS = 200
"""UTF-16 units of a question in a list."""


def watch_action(tr: Translations) -> Action:
    """Return what stands below an abstention."""
    return Action(tr("button.watch"), Command.WATCH)


def added_reply(tr: Translations, result: WatchResult, days: float, most: int) -> Reply:
    """Say what came of asking to be told; one waits so many days, and for `most` questions."""
    text = tr(f"watch.{result}", days=tr.count("day", round(days)), most=most)
    return text_reply(text, private=True, error=result in {WatchResult.FAILED, WatchResult.FULL})


def list_reply(tr: Translations, watches: Sequence[Watch], days: float, note: str = "") -> Reply:
    """List what a person waits for, with a list to remove one; `note` comes first."""
    lines = [Line(note)] if note else []
    if not watches:
        return Reply((*lines, Line(tr("watch.none"))), private=True)
    lines.append(Line(tr("watch.list", n=len(watches)), Style.TITLE))
    for number, watch in enumerate(watches, 1):
        question = shorten(watch.question, _MAX_QUESTION_UNITS)
        until = tr("watch.until", day=tr.date(local_time(watch.at).date() + dt.timedelta(days)))
        lines += [Line(f"{number}. {tr.quoted(question)}"), Line(until, Style.NOTE)]
    actions = tuple(
        Action(f"{number}. {watch.question}", Command.UNWATCH, str(watch.id))
        for number, watch in enumerate(watches, 1)
    )
    return Reply(tuple(lines), choices=Choices(tr("watch.remove"), actions), private=True)


def with_question(reply: Reply, watch: Watch, name: str = "") -> Reply:
    """Return an answer with the question that it answers.

    `name` is who asked, where others see it too.
    """
    tr = translations(watch.language)
    day = tr.date(local_time(watch.at).date())
    text = tr("watch.answered-for", name=name, day=day) if name else tr("watch.answered", day=day)
    return replace(
        reply,
        blocks=(Line(text, Style.QUESTION), *reply.blocks),
        repeated_question=watch.question,
        language=tr.language,
    )
