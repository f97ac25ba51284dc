"""The day that somebody wants answers from on, in figures or plain words: "2024-06-14", "last week", "June 2024", "3 days ago"."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

from bot.answering.question.dates import Period, find_period

_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
    re.ASCII,
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_AGO = re.compile(
    r"(?P<many>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?P<unit>day|week|month|year)s? ago",
    re.ASCII,
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    for word in words.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PREPOSITION = re.compile(r"^(?:since|from|after|in|з|із|від) (?=\S)")
_ENGLISH = (
    ("january", "січень січня"),
    ("february", "лютий лютого"),
    ("march", "березень березня"),
    ("april", "квітень квітня"),
    ("may", "травень травня"),
    ("june", "червень червня"),
    ("july", "липень липня"),
    ("august", "серпень серпня"),
    ("september", "вересень вересня"),
    ("october", "жовтень жовтня"),
    ("november", "листопад листопада"),
    ("december", "грудень грудня"),
    ("today", "сьогодні"),
    ("yesterday", "вчора учора"),
    ("last", "минулого минулий минула"),
    ("this", "цього цей"),
    ("day", "день дні днів"),
    ("week", "тиждень тижня тижні тижнів"),
    ("month", "місяць місяця місяці місяців"),
    ("year", "рік року роки років"),
    ("ago", "тому"),
    ("monday", "понеділок понеділка"),
    ("tuesday", "вівторок вівторка"),
    ("wednesday", "середа середи"),
    ("thursday", "четвер четверга"),
    ("friday", "пʼятниця пʼятниці"),
    ("saturday", "субота суботи"),
    ("sunday", "неділя неділі"),
)
_UKRAINIAN = {word: english for english, words in _ENGLISH for word in words.split()}


def parse_since(text: str, today: dt.date) -> dt.date | None:
    """The first day that is meant; None where no day can be made out. A month or day without a year is the newest that has begun."""
    words = _PREPOSITION.sub(
        "",
        " ".join(
            _UKRAINIAN.get(word, word)
            for word in text.casefold().replace("'", "ʼ").replace("’", "ʼ").split()
        ),
    )
    # "червень 2024 року" has a word more than "June 2024".
    words = re.sub(r"(?<=\d{4}) year$", "", words)
    try:
        return _numeric_date(words) or _relative_date(words, today) or _named_date(words, today)
    except (ValueError, OverflowError):
        # There is no such day, as 30 February.
        return None


def _numeric_date(words: str) -> dt.date | None:
    if found := _DAY.fullmatch(words):
        year, month, day = (
            int(found[item] or found[other])
            for item, other in (("year", "y"), ("month", "m"), ("day", "d"))
        )
        return dt.date(year, month, day)
    return dt.date(int(words), 1, 1) if _YEAR.fullmatch(words) else None


def _relative_date(words: str, today: dt.date) -> dt.date | None:
    if found := _AGO.fullmatch(words):
        count = _NUMBERS.get(found["many"]) or int(found["many"])
        match found["unit"]:
            case "day" | "week" as unit:
                return today - dt.timedelta(days=count * (7 if unit == "week" else 1))
            case unit:
                return _months_before(today, count * (12 if unit == "year" else 1))
    weekday = words.removeprefix("last ")
    if weekday in _WEEKDAYS:
        days_back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7
        return today - dt.timedelta(days=days_back or 7 * words.startswith("last "))
    return None


def _months_before(today: dt.date, count: int) -> dt.date:
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    # 31 May has no day like it in April: then the last one there.
    return dt.date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _named_date(words: str, today: dt.date) -> dt.date | None:
    # A month that is a word too needs "in" before it.
    period = find_period(f"in {words}", today)
    return _first_day(period, today) if period and period.text.casefold() == words else None


def _first_day(period: Period, today: dt.date) -> dt.date | None:
    if period.first is not None:
        return period.first
    month, day = period.month or 1, period.day or 1
    if period.year is not None:
        return dt.date(period.year, month, day)
    # Leap days come every eighth year at the least.
    years = (
        year for year in range(today.year, today.year - 9, -1) if day <= monthrange(year, month)[1]
    )
    return next((first for year in years if (first := dt.date(year, month, day)) <= today), None)
