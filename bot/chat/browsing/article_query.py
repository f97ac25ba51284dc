"""Which articles somebody wants listed, as people write it and as a button carries it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from bot.errors import InvalidDate
from bot.text.dates import read_period
from bot.text.digest import digest

_KEY = re.compile(r"\b(outlet|publisher|since|until|date|title):", re.IGNORECASE)
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
    def parse(text: str, today: dt.date) -> ArticleQuery:
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
            query = query.with_criterion(key, value, today)
            if found is None:
                return query
            position, key = found.end(), found[1].casefold()

    def with_criterion(self, key: str, value: str, today: dt.date) -> ArticleQuery:
        """Return the query with one more criterion; raises InvalidDate."""
        if not value:
            return self
        match key:
            case "since":
                return replace(self, since=read_period(value, today).first)
            case "until":
                return replace(self, until=read_period(value, today).last)
            case "date":
                period = read_period(value, today)
                return replace(self, since=period.first, until=period.last)
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
        _decode_day(since),
        _decode_day(until),
        int(start) if start.isascii() and start.isdigit() else 0,
    )


def _decode_day(digits: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(digits) if digits else None
    except ValueError as error:
        raise InvalidDate(digits) from error


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
