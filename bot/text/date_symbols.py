"""Words, figures and signs of a text as the grammar of dates knows them, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from bot.text.language_tables import language_table

DATE_LANGUAGES = ("en", "uk")
"""Languages with a table of how they write dates: `dates-en.toml`."""
UNKNOWN = "_"
"""Symbol of a word that says nothing of a date."""
_NUMERIC_DATES = tuple(
    re.compile(rf"{pattern}(?:(?![\w/-]|[.,:]\d)|(?=T\d\d:))", re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?",
        r"(?P<year>\d{4})/(?P<month>\d\d?)/(?P<day>\d\d?)",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d\d?)(?P<sign>[./-])(?P<month>\d\d?)(?P=sign)(?P<year>\d{4})",
        r"(?P<day>\d\d)(?P<sign>[./])(?P<month>\d\d)(?P=sign)(?P<year>\d\d)",
        r"(?P<month>\d\d?)[./](?P<year>(?:19|20)\d\d)",
    )
)
_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class DateSymbols:
    """A text as symbols parted by spaces, and where each stands in it."""

    symbols: str
    starts: Mapping[int, int]
    """Offset in the text by offset of the first sign of a symbol."""
    ends: Mapping[int, int]
    """The same by the offset behind its last sign."""

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return where in the text a match of symbols stands."""
        return self.starts[match.start()], self.ends[match.end()]


def date_symbols(text: str) -> DateSymbols:
    """Read a text as symbols of the grammar of dates.

    Months are `M06`, `A05` where the word means something else too, and `S06` where it is short;
    weekdays `W0` for Monday; days told from today `D-1`; dates in figures `N2024-06-10`;
    numbers in words `n3`; numbers in figures and signs themselves; other words as the tables have
    them.
    """
    symbols: list[str] = []
    starts, ends, position = {}, {}, 0
    for symbol, start, end in _symbols(text):
        symbols.append(symbol)
        starts[position], ends[position + len(symbol)] = start, end
        position += len(symbol) + 1
    return DateSymbols(" ".join(symbols), starts, ends)


def _symbols(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each symbol with its start and end in the text."""
    known, token = _symbol_of_word(), _token_pattern()
    position = 0
    while found := token.search(text, position):
        numeric = _numeric_date_at(text, found.start())
        position = (numeric or found).end()
        if numeric:
            symbol = _numeric_symbol(numeric)
        elif found["word"]:
            symbol = known.get(_normalize(found["word"]), UNKNOWN)
        else:
            symbol = found["number"] or found["sign"] or UNKNOWN
        yield symbol, found.start(), position


def _numeric_date_at(text: str, start: int) -> re.Match[str] | None:
    """Return a date in figures that begins at an offset and is no part of a longer number."""
    if not text[start].isdecimal() or (start and text[start - 1] in "./-"):
        return None
    return next((found for one in _NUMERIC_DATES if (found := one.match(text, start))), None)


def _numeric_symbol(found: re.Match[str]) -> str:
    """Return the symbol of a date in figures.

    The day stands before the month, unless the second number can be no month: so all write who
    write Ukrainian, and most who write English. A year of two digits is one of this century.
    """
    said = found.groupdict()
    year, month, day = int(said["year"]), int(said["month"]), int(said.get("day") or 0)
    if month > _MONTHS_PER_YEAR >= day and found.start("year") > found.start("day") >= 0:
        day, month = month, day
    year += 2000 if len(said["year"]) == len("24") else 0
    return f"N{year:04}-{month:02}" + (f"-{day:02}" if said.get("day") else "")


def _normalize(word: str) -> str:
    return word.casefold().replace("'", "ʼ").replace("’", "ʼ")


def _tables() -> Iterable[Mapping[str, Any]]:
    return (language_table(f"dates-{code}") for code in DATE_LANGUAGES)


@cache
def _token_pattern() -> re.Pattern[str]:
    ordinals = "|".join(chain.from_iterable(table["ordinals"].split() for table in _tables()))
    return re.compile(
        rf"(?P<number>[0-9]+)(?:-?(?:{ordinals}))?(?!\w|[.,:][0-9])|[0-9][\w.,:]*\w"
        r"|(?P<word>\w+(?:['’ʼ](?!s\b)\w+)*)|(?P<sign>[^\w\s])",
        re.IGNORECASE,
    )


@cache
def _symbol_of_word() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for table in _tables():
        forms = dict(table["words"])
        forms |= {f"n{number}": words for number, words in table["numbers"].items()}
        forms |= {f"W{number}": words for number, words in enumerate(table["weekdays"])}
        forms |= {f"M{number:02}": words for number, words in enumerate(table["months"], 1)}
        forms |= {f"S{number:02}": words for number, words in enumerate(table["months_short"], 1)}
        known |= {word: symbol for symbol, words in forms.items() for word in words.split()}
        known |= {word: f"D{days}" for word, days in table["relative_days"].items()}
        known |= {word: known[word].replace("M", "A") for word in table["months_ambiguous"].split()}
    return known
