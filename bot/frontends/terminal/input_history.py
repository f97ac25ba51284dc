"""What was typed into the chat in the terminal, for its arrow keys: kept for a month."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from prompt_toolkit.history import FileHistory

from bot.private_files import make_private_file, make_private_folder

RETENTION = dt.timedelta(days=30)
_STAMP = re.compile(r"^# (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.MULTILINE)
"""Begins an entry; its lines begin with a plus sign."""


def open_input_history(file: Path, now: dt.datetime) -> FileHistory:
    """Open the history in a file, and forget what is too old; `now` is the local time.

    Raises OSError.
    """
    make_private_folder(file.parent)
    make_private_file(file)
    written = file.read_text(encoding="utf-8", errors="replace")
    kept = _entries_since(written, now - RETENTION)
    if kept != written:
        aside = file.with_name(f"{file.name}.tmp")
        make_private_file(aside)
        aside.write_text(kept, encoding="utf-8")
        aside.replace(file)
    return FileHistory(str(file))


def _entries_since(written: str, oldest: dt.datetime) -> str:
    """Return the entries from a moment on: they stand in order."""
    for stamp in _STAMP.finditer(written):
        if stamp[1] >= oldest.isoformat(" ", "seconds"):
            return written[stamp.start() :]
    return ""
