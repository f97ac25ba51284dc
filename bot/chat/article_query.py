"""Which articles somebody wants listed, as people write it and as a button carries it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from bot.errors import NotADate
from bot.text.digest import digest

_KEY = re.compile(r"\b(outlet|publisher|since|until|date|title):", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_PARTED = "~"
"""Begins what a button carries, and parts it."""
_SHORT = 12
"""Characters of a name that a button carries as it is."""
_HASHED = "#"


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles, and from which on; empty and None leave the matter open."""

    outlet: str = ""
    """A name, or what `short` makes of one; of an outlet that they cite."""
    publisher: str = ""
    title: str = ""
    """Words of it, the last one maybe unfinished."""
    since: dt.date | None = None
    until: dt.date | None = None
    start: int = 0
    """How many come before those shown."""

    @staticmethod
    def read(text: str) -> ArticleQuery:
        """From `outlet: Reuters since: 2024-06 title: bridge`, where words without a key, and all after `title:`, are looked for in titles; or from a button.

        Raises NotADate.
        """
        if text.startswith(_PARTED):
            return _carried(text)
        query = ArticleQuery()
        place, key = 0, "title"
        while True:
            found = _KEY.search(text, place) if key != "title" or place == 0 else None
            value = " ".join(text[place : found.start() if found else len(text)].split())
            query = query.wanting(key, value)
            if found is None:
                return query
            place, key = found.end(), found[1].casefold()

    def wanting(self, key: str, value: str) -> ArticleQuery:
        """The same with one more wish; raises NotADate."""
        if not value:
            return self
        match key:
            case "since":
                return replace(self, since=period(value)[0])
            case "until":
                return replace(self, until=period(value)[1])
            case "date":
                first, last = period(value)
                return replace(self, since=first, until=last)
            case "outlet":
                return replace(self, outlet=value)
            case "publisher":
                return replace(self, publisher=value)
        return replace(self, title=value)

    def carried(self, start: int) -> str:
        """What a button carries to list those from a place on; `read` understands it."""
        days = (self.since.isoformat().replace("-", "") if self.since else "", self.until.isoformat().replace("-", "") if self.until else "")
        return _PARTED + _PARTED.join((str(start), short(self.outlet), short(self.publisher), *days, self.title))


def latest_articles(outlet: str, since: str) -> str:
    """What lists the latest articles, maybe only those that cite an outlet or are of a day on."""
    return " ".join(f"{key}: {value}" for key, value in (("outlet", outlet), ("since", since)) if value)


def _carried(text: str) -> ArticleQuery:
    start, outlet, publisher, since, until, title = (text[1:].split(_PARTED, 5) + [""] * 6)[:6]
    return ArticleQuery(
        outlet,
        publisher,
        title,
        period(since)[0] if since else None,
        period(until)[0] if until else None,
        int(start) if start.isascii() and start.isdigit() else 0,
    )


def short(name: str) -> str:
    """A name as a button carries it: long ones by what stands for them."""
    plain = name and len(name) <= _SHORT and _PARTED not in name and not name.startswith(_HASHED)
    return name if plain or not name or is_short(name) else _HASHED + digest(name, 4).hex()


def is_short(name: str) -> bool:
    """Whether it stands for a long name."""
    return bool(re.fullmatch(r"#[0-9a-f]{8}", name))


def period(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a day, month or year: 2024-06-14, 2024-06, 2024, June 2024, 14 June 2024. Raises NotADate."""
    words = text.replace(",", " ").casefold().split()
    found = _DAY.fullmatch(text.strip())
    if found:
        year, month, day = (int(one) if one else None for one in found.groups())
    elif re.fullmatch(r"\d{8}", text):
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    elif 2 <= len(words) <= 3 and words[-2] in _MONTHS and words[-1].isdecimal() and (len(words) == 2 or words[0].isdecimal()):
        year, month, day = int(words[-1]), _MONTHS[words[-2]], int(words[0]) if len(words) == 3 else None
    else:
        raise NotADate(text)
    try:
        assert year is not None
        first = dt.date(year, month or 1, day or 1)
        last = dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError as error:
        raise NotADate(text) from error
    return first, last
