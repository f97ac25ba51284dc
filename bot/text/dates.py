"""The one reader of dates: for front matter, `since:`, `until:`, `date:` and questions.

English and Ukrainian texts are read as symbols (`date_symbols`), and symbols by one grammar. "Last
week" is the whole week before this one, from Monday; "last 3 days" end today. A day or month
without a year is the newest that has begun. A time of the day and its zone are read over: the date
is the one that stands beside them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.errors import InvalidDate
from bot.text.date_grammar import DATE_RULES, DateMatch, DateRule
from bot.text.date_symbols import date_symbols
from bot.text.period import Period

_TIME_OF_DAY = re.compile(
    r"(?:T|,?\s+(?:at\s+|об?\s+)?)\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?"
    r"(?:\s*(?:(?i:[ap]\.?m\.?)|Z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5}|[A-Z]\w+(?:/\w+)+|\([\w ]+\)))*\Z"
)
_BEFORE_DATE = r"(?:(?:in|until|on|from|the) )*(?:W\d (?:\. )?(?:, )?)?"
"""What may stand before a date that is read as a whole: "since", "on Monday, "."""
_OF_ANY_DATE = re.compile(r"[0-9]|last|this|ago")
"""What stands in the symbols of every date."""
_STAND_IN_TODAY = dt.date(2000, 12, 31)
"""For today where it isn't known: the year of what is read says nothing then. A leap year."""


def read_period(text: str, today: dt.date | None) -> Period:
    """Read a text that is a date as a whole.

    Raises InvalidDate, also for what is told from today or has no year where `today` isn't known.
    """
    symbols = date_symbols(_TIME_OF_DAY.sub("", text.strip())).symbols
    for rule in DATE_RULES:
        if found := re.fullmatch(rf"{_BEFORE_DATE}(?:{rule.pattern})(?: \.)?", symbols):
            period = _period_of(rule, DateMatch(found, text, today or _STAND_IN_TODAY))
            if period and (today or not (period.is_relative or period.yearly)):
                return period
    raise InvalidDate(text.strip())


def find_period(text: str, today: dt.date | None) -> Period | None:
    """Find the period that a question names; what is told from today only where that is known."""
    words = date_symbols(text)
    if not _OF_ANY_DATE.search(words.symbols):
        return None
    for rule in DATE_RULES:
        for found in re.finditer(rf"(?<!\S)(?:{rule.pattern})(?!\S)", words.symbols):
            start, end = words.span(found)
            match = DateMatch(found, text[start:end], today or _STAND_IN_TODAY)
            if rule.is_certain is not None and not rule.is_certain(match):
                continue
            period = _period_of(rule, match)
            if period and (today or not period.is_relative):
                return replace(period, text=match.text)
    return None


def _period_of(rule: DateRule, match: DateMatch) -> Period | None:
    try:
        return rule.read(match)
    except (ValueError, OverflowError):
        # There is no such day, as 31 June.
        return None
