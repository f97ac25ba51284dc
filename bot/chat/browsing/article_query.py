"""Which articles somebody wants listed, as people write it and as a button carries it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from bot.errors import InvalidDate
from bot.text.digest import digest

_KEY = re.compile(r"\b(outlet|publisher|since|until|date|title):", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_SEPARATOR = "~"
"""Begins what a button carries, and parts it."""
_MAX_NAME_CHARS = 12
"""Characters of a name that a button carries as it is."""
_HASH_MARK = "#"


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles, and from which on; empty and None leave the matter open."""

    outlet: str = ""
    """A name, or what `shorten_name` makes of one; of an outlet that they cite."""
    publisher: str = ""
    title: str = ""
    """Words of it, the last one maybe unfinished."""
    since: dt.date | None = None
    until: dt.date | None = None
    start: int = 0
    """How many come before those shown."""

    @staticmethod
    def parse(text: str) -> ArticleQuery:
        """Read `outlet: Reuters since: 2024-06 title: bridge`, or what a button carries.

        Words without a key, and all after `title:`, are looked for in titles.

        Raises InvalidDate.
        """
        if text.startswith(_SEPARATOR):
            return _decode(text)
        query = ArticleQuery()
        position, key = 0, "title"
        while True:
            found = _KEY.search(text, position) if key != "title" or position == 0 else None
            value = " ".join(text[position : found.start() if found else len(text)].split())
            query = query.with_criterion(key, value)
            if found is None:
                return query
            position, key = found.end(), found[1].casefold()

    def with_criterion(self, key: str, value: str) -> ArticleQuery:
        """Return the query with one more criterion; raises InvalidDate."""
        if not value:
            return self
        match key:
            case "since":
                return replace(self, since=parse_date_range(value)[0])
            case "until":
                return replace(self, until=parse_date_range(value)[1])
            case "date":
                first, last = parse_date_range(value)
                return replace(self, since=first, until=last)
            case "outlet":
                return replace(self, outlet=value)
            case "publisher":
                return replace(self, publisher=value)
        return replace(self, title=value)

    def encode(self, start: int) -> str:
        """Return what a button carries to list from a place on; `parse` reads it."""
        days = (
            self.since.isoformat().replace("-", "") if self.since else "",
            self.until.isoformat().replace("-", "") if self.until else "",
        )
        return _SEPARATOR + _SEPARATOR.join(
            (str(start), shorten_name(self.outlet), shorten_name(self.publisher), *days, self.title)
        )


def latest_articles_query(outlet: str, since: str) -> str:
    """Return the query for the latest articles that cite an outlet or are of a day on."""
    return " ".join(
        f"{key}: {value}" for key, value in (("outlet", outlet), ("since", since)) if value
    )


def _decode(text: str) -> ArticleQuery:
    start, outlet, publisher, since, until, title = (text[1:].split(_SEPARATOR, 5) + [""] * 6)[:6]
    return ArticleQuery(
        outlet,
        publisher,
        title,
        parse_date_range(since)[0] if since else None,
        parse_date_range(until)[0] if until else None,
        int(start) if start.isascii() and start.isdigit() else 0,
    )


def shorten_name(name: str) -> str:
    """Return a name as a button carries it: long ones by a digest."""
    plain = (
        name
        and len(name) <= _MAX_NAME_CHARS
        and _SEPARATOR not in name
        and not name.startswith(_HASH_MARK)
    )
    return name if plain or not name or is_shortened(name) else _HASH_MARK + digest(name, 4).hex()


def is_shortened(name: str) -> bool:
    """Return whether a name is the digest of a long one."""
    return bool(re.fullmatch(r"#[0-9a-f]{8}", name))


def parse_date_range(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a day, month or year; raises InvalidDate.

    Reads 2024-06-14, 2024-06, 2024, June 2024 and 14 June 2024.
    """
    words = text.replace(",", " ").casefold().split()
    found = _ISO_DATE.fullmatch(text.strip())
    if found:
        year, month, day = (int(item) if item else None for item in found.groups())
    elif re.fullmatch(r"\d{8}", text):
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    elif (
        2 <= len(words) <= 3
        and words[-2] in _MONTHS
        and words[-1].isdecimal()
        and (len(words) == 2 or words[0].isdecimal())
    ):
        year, month, day = (
            int(words[-1]),
            _MONTHS[words[-2]],
            int(words[0]) if len(words) == 3 else None,
        )
    else:
        raise InvalidDate(text)
    try:
        assert year is not None
        first = dt.date(year, month or 1, day or 1)
        last = dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError as error:
        raise InvalidDate(text) from error
    return first, last
