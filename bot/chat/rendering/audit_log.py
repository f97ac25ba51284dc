"""Who did what to the corpus, and when, in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.i18n import Translations, translations
from bot.chat.messages.request_reply import Line, Reply, Style, plain_text
from bot.chat.rendering.labels import label
from bot.moderation.changes import TERMINAL, CorpusAction, CorpusChange
from bot.moderation.recovery import Recovery

_log = logging.getLogger(__name__)
_KINDS = ("added", "changed", "removed", "moved")
_MAX_NAMED = 5
"""Articles that an entry names of each kind."""


def log_reply(tr: Translations, lines: Sequence[Line], total: int) -> Reply:
    """Show entries of the log, the newest first; `total` counts those that are not shown too."""
    if not lines:
        return Reply((Line(tr("log.empty")),), private=True)
    more = total - len(lines)
    rest = (Line(tr("log.more", n=more), Style.NOTE),) if more > 0 else ()
    return Reply((*lines, *rest), private=True)


def entry_line(
    tr: Translations,
    at: float,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> Line:
    """Say what was done; `at` is unix time, `actor` a person's id, empty where nobody is known."""
    day = tr.moment(at)
    what = action_text(tr, action, subject, detail)
    if actor == TERMINAL:
        return Line(tr("log.at-terminal", day=day, what=what))
    if not actor:
        return Line(
            tr(
                "log.by-itself" if action == CorpusAction.FOUND else "log.by-nobody-known",
                day=day,
                what=what,
            )
        )
    return Line(tr("log.entry", day=day, what=what), person=actor)


def action_text(tr: Translations, action: str, subject: str, detail: Mapping[str, Any]) -> str:
    """Say what was done, without who and when."""
    key = f"log.{action}"
    # An entry may be of a newer version.
    done = tr(key if key in tr.messages else "log.other", action=action, subject=label(subject))
    changes = [_change_text(tr, kind, detail) for kind in _KINDS if detail.get(f"{kind}_count")]
    left = detail.get("left")
    if left:
        changes.append(tr("log.left", files=tr.join_and([label(path) for path in left])))
    return tr("log.with-changes", what=done, changes="; ".join(changes)) if changes else done


def _change_text(tr: Translations, kind: str, detail: Mapping[str, Any]) -> str:
    names = [label(name) for name in detail[kind][:_MAX_NAMED]]
    more = int(detail[f"{kind}_count"]) - len(names)
    if more > 0:
        names.append(tr("corpus.unnamed", n=more))
    return tr(f"changes.{kind}", articles=tr.join_and(names))


def change_line(tr: Translations, change: CorpusChange) -> Line:
    """Say what was done just now."""
    return entry_line(tr, change.at, change.actor, change.action, change.subject, change.detail)


def log_change(change: CorpusChange) -> None:
    """Write what was done into the text log, which names nobody."""
    tr = translations()
    line = change_line(tr, change)
    if line.person:
        line = Line(tr("log.by-moderator", entry=line.text))
    _log.info("%s", plain_text(line))


def recovery_text(tr: Translations, found: Recovery) -> str:
    """Say what became of a change that was under way when the bot stopped."""
    change = found.change
    what = action_text(tr, change.action, change.subject, change.detail)
    if found.trouble:
        return tr("undo.unfinished", trouble=found.trouble, what=what)
    return tr("undo.finished" if found.done else "undo.not-begun", what=what)
