"""The date of an article, as its file writes it."""

from __future__ import annotations

import datetime as dt

from bot.errors import InvalidDate
from bot.text.dates import read_period

_MAX_DAYS = 31
"""Days of the longest period that is a date: of a month the first day counts."""


def read_article_date(text: str) -> dt.date | None:
    """Read a date; None where the text as a whole is none."""
    try:
        period = read_period(text, None)
    except InvalidDate:
        return None
    return period.first if (period.last - period.first).days < _MAX_DAYS else None
