"""The date of an article, as its file writes it."""

from __future__ import annotations

import datetime as dt
import re

from bot.errors import InvalidDate
from bot.text.dates import read_period

_MAX_DAYS = 31
"""Days of the longest period that is a date: of a month the first day counts."""
_TIME_BEFORE = re.compile(r"\d\d?[:.]\d\d,?\s+(?=\d)")
_TIME_AFTER = re.compile(
    r"(?:,|\s+(?:à|um|в))?\s+\d\d?"
    r"(?:[:.]\d\d(?:\s*(?:Uhr|[ap]\.?m\.?))?|\s?h(?:\s?\d\d)?|\s+Uhr)\Z"
)
_AFTER_DATE = re.compile(r"(?<=\d)\s*(?:г\.?|года|р\.|року)(?=\s|,|\Z)")
_WRITTEN_OUT = re.compile(
    # A word is tried from its first letter alone: else a long one takes time by its square.
    r"(?:(?<![^\W\d_])[^\W\d_]+\.?,?\s+){0,2}(\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?"
    r"([^\W\d_]{3,10})\.?\s+(?:de\s+)?(\d{4})"
)
_MONTHS = tuple(
    re.compile(stems, re.IGNORECASE)
    for stems in (
        "j[aä]n|янв|ene|gen",
        "f[eé][bv]|фев",
        "m[aä]r(?!et)|мар",
        "a[pvb]r|апр",
        "ma[iyjg]|ма[йя]",
        "juni|juin|jun|июн|giu",
        "juli|juil|jul|июл|lug",
        "aug|ao[uû]|авг|ago",
        "se[pt]|сен",
        "o[kct]t|ott|окт",
        "nov|ноя",
        "de[zc]|déc|dic|дек",
    )
)
"""How the months begin in languages that the reader of dates does not speak."""


def read_article_date(text: str) -> dt.date | None:
    """Read a date; None where the text as a whole is none."""
    plain = _AFTER_DATE.sub("", _TIME_BEFORE.sub("", _TIME_AFTER.sub("", text.strip())))
    for spelling in (text, plain, _WRITTEN_OUT.sub(_in_figures, plain, count=1)):
        try:
            period = read_period(spelling, None)
        except InvalidDate:
            continue
        return period.first if (period.last - period.first).days < _MAX_DAYS else None
    return None


def _in_figures(found: re.Match[str]) -> str:
    months = [number for number, stem in enumerate(_MONTHS, 1) if stem.match(found[2])]
    return f"{found[3]}-{months[0]:02}-{int(found[1]):02}" if len(months) == 1 else found[0]
