"""The command `questions`: what was not answered or was voted wrong, from the store."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from bot.chat.i18n import Translations, translations
from bot.cli.exit_codes import FAILED, OK
from bot.cli.wiring import read_settings

if TYPE_CHECKING:
    from bot.moderation.inbox import InboxEntry
    from bot.moderation.inbox_reader import InboxView

ABOUT = "print the questions that were not answered or were voted wrong, most asked first"
COLUMNS = (
    "key",
    "question",
    "times",
    "people",
    "last",
    "wrong_votes",
    "reason",
    "missing_words",
    "closest_passage",
    "state",
    "taken_by",
    "link",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `questions` takes besides the options of all commands."""
    parser.add_argument("--csv", action="store_true", help="print a table as CSV")


def run(arguments: argparse.Namespace) -> int:
    """Print them; says so where nothing is kept."""
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.moderation.inbox_reader import InboxReader  # noqa: PLC0415 - the same
    from bot.store.store import Store  # noqa: PLC0415 - it imports the database library

    config, tr = read_settings(arguments), translations()
    file = config.data / "store.db"
    if not file.is_file():
        sys.stderr.write(tr("inbox.no-store", path=str(file)) + "\n")
        return FAILED
    with closing(Store.open(file, time.time)) as store:
        view = asyncio.run(InboxReader(lambda: store).read())
        is_kept = store.database.trouble is None
    if not is_kept:
        # The log has said why.
        return FAILED
    sys.stdout.write(_csv(view) if arguments.csv else _text(tr, view))
    return OK


def _csv(view: InboxView) -> str:
    """Write a row a question, with cells that no spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _row(entry)] for entry in view.open)
    return out.getvalue()


def _cell(value: str | int) -> str | int:
    return (
        f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
    )


def _row(entry: InboxEntry) -> tuple[str | int, ...]:
    from bot.moderation.inbox import jump_url  # noqa: PLC0415 - as above

    last = dt.datetime.fromtimestamp(entry.records[0].at, dt.UTC)
    return (
        entry.key,
        entry.question,
        len(entry.records),
        entry.people,
        last.isoformat(timespec="seconds"),
        entry.wrong_votes,
        entry.reason.value,
        " ".join(entry.missing_words),
        entry.closest_passage,
        entry.state.value,
        entry.item.taken_by if entry.item else "",
        next((url for record in entry.links if (url := jump_url(record))), ""),
    )


def _text(tr: Translations, view: InboxView) -> str:
    from bot.chat.rendering.inbox_replies import summary_lines  # noqa: PLC0415 - a table does without

    return "".join(f"{line}\n" for line in summary_lines(tr, view))
