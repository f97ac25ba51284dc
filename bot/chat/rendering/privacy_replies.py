"""What the bot says to who asks what it keeps of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Attachment, Line, Reply, Style
from bot.store.records import PersonalData, Retention

EXPORT_NAME = "my-data.json"


def overview_reply(tr: Translations, data: PersonalData, retention: Retention) -> Reply:
    """Say what is kept of a person and how long, with what can be done about it."""
    lines = [
        Line(tr("privacy.title"), Style.TITLE),
        *map(Line, _counted_lines(tr, data, retention)),
        Line(tr("privacy.others"), Style.NOTE),
        Line(tr("privacy.seen"), Style.NOTE),
    ]
    actions = (
        Action(tr("button.export-data"), Command.EXPORT_DATA),
        Action(tr("button.delete-data"), Command.DELETE_DATA),
    )
    return Reply(tuple(lines), actions, private=True)


def _counted_lines(tr: Translations, data: PersonalData, retention: Retention) -> Iterator[str]:
    """Yield a line for each kind of record."""
    for key, count, days in (
        ("answers", len(data.answers), retention.answers),
        ("votes", len(data.votes), retention.votes),
        ("watches", len(data.watches), retention.watches),
    ):
        yield tr(f"privacy.{key}", n=count, days=tr.count("day", round(days)))
    mark = "marked" if data.mark else "unmarked"
    yield tr(f"privacy.{mark}", days=tr.count("day", round(retention.audit)))


def export_reply(tr: Translations, data: PersonalData) -> Reply:
    """Return all that is kept of a person as a file of JSON."""
    content = json.dumps(
        {
            "answers": [_readable(asdict(record)) for record in data.answers],
            "votes": [_readable({**asdict(vote), "at": at}) for vote, at in data.votes],
            "watches": [_readable(asdict(watch)) for watch in data.watches],
            "mark_in_audit_log": data.mark,
        },
        ensure_ascii=False,
        indent=2,
    )
    return Reply(
        (Line(tr("privacy.export")),),
        private=True,
        attachment=Attachment(EXPORT_NAME, content.encode(errors="replace")),
    )


def _readable(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as JSON can hold it: times in words of ISO 8601, digests as hexadecimal."""
    found = dict(record)
    if "at" in found:
        found["at"] = dt.datetime.fromtimestamp(found["at"], dt.UTC).isoformat()
    for name, value in found.items():
        if isinstance(value, bytes):
            found[name] = value.hex()
        elif isinstance(value, tuple):
            found[name] = [_readable(item) if isinstance(item, dict) else item for item in value]
    return found


def confirmation_reply(tr: Translations, data: PersonalData) -> Reply:
    """Say what would be deleted, and ask whether it is to be."""
    what = tr.join_and(
        [
            tr.count("answer", len(data.answers)),
            tr.count("vote", len(data.votes)),
            tr.count("watch", len(data.watches)),
        ]
    )
    lines = (
        Line(tr("privacy.confirm", what=what)),
        Line(tr("privacy.messages")),
        Line(tr("privacy.log")),
        Line(tr("privacy.others")),
    )
    return Reply(lines, (Action(tr("button.erase-data"), Command.ERASE_DATA),), private=True)


def deleted_reply(tr: Translations, messages: int) -> Reply:
    """Say that all is deleted, and how many messages are being deleted."""
    lines = [Line(tr("privacy.deleted"))]
    if messages:
        lines.append(Line(tr("privacy.withdrawing", n=messages)))
    return Reply(tuple(lines), private=True)
