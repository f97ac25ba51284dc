"""The day that somebody wants answers from on, in figures or plain words: "2024-06-14", "last week", "June 2024", "3 days ago"."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

from bot.answering.period import Period, asked_period

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_AGO = re.compile(r"(?P<many>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?P<unit>day|week|month|year)s? ago", re.ASCII)
_NUMBERS = {
    word: number
    for number, words in enumerate(("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
    for word in words.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BEFORE = re.compile(r"^(?:since|from|after|in|з|із|від) (?=\S)")
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


def since(text: str, today: dt.date) -> dt.date | None:
    """The first day that is meant; None where no day can be made out. A month or day without a year is the newest that has begun."""
    said = _BEFORE.sub("", " ".join(_UKRAINIAN.get(word, word) for word in text.casefold().replace("'", "ʼ").replace("’", "ʼ").split()))
    # "червень 2024 року" has a word more than "June 2024".
    said = re.sub(r"(?<=\d{4}) year$", "", said)
    try:
        return _in_figures(said) or _counted(said, today) or _named(said, today)
    except (ValueError, OverflowError):
        # There is no such day, as 30 February.
        return None


def _in_figures(said: str) -> dt.date | None:
    if found := _DAY.fullmatch(said):
        year, month, day = (int(found[one] or found[other]) for one, other in (("year", "y"), ("month", "m"), ("day", "d")))
        return dt.date(year, month, day)
    return dt.date(int(said), 1, 1) if _YEAR.fullmatch(said) else None


def _counted(said: str, today: dt.date) -> dt.date | None:
    if found := _AGO.fullmatch(said):
        many = _NUMBERS.get(found["many"]) or int(found["many"])
        match found["unit"]:
            case "day" | "week" as unit:
                return today - dt.timedelta(days=many * (7 if unit == "week" else 1))
            case unit:
                return _months_before(today, many * (12 if unit == "year" else 1))
    weekday = said.removeprefix("last ")
    if weekday in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7
        return today - dt.timedelta(days=back or 7 * said.startswith("last "))
    return None


def _months_before(today: dt.date, many: int) -> dt.date:
    year, month = divmod(today.year * 12 + today.month - 1 - many, 12)
    # 31 May has no day like it in April: then the last one there.
    return dt.date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _named(said: str, today: dt.date) -> dt.date | None:
    # A month that is a word too needs "in" before it.
    period = asked_period(f"in {said}", today)
    return _first(period, today) if period and period.text.casefold() == said else None


def _first(period: Period, today: dt.date) -> dt.date | None:
    if period.first is not None:
        return period.first
    month, day = period.month or 1, period.day or 1
    if period.year is not None:
        return dt.date(period.year, month, day)
    # Leap days come every eighth year at the least.
    years = (year for year in range(today.year, today.year - 9, -1) if day <= monthrange(year, month)[1])
    return next((first for year in years if (first := dt.date(year, month, day)) <= today), None)
