"""The date of an article, as its file writes it."""

from __future__ import annotations

import datetime as dt
import re

_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")


def read_article_date(text: str) -> dt.date | None:
    """Read a date; None where the text as a whole is none."""
    found = _ISO_DATE.match(text.strip())
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
