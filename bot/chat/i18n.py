"""Every sentence that the bot says, in each language: one file a language, under `locales`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from bot.chat.local_time import local_time

if TYPE_CHECKING:
    from babel import Locale

DEFAULT_LANGUAGE = "en"
LANGUAGES = (DEFAULT_LANGUAGE, "uk")
"""ISO 639-1 codes."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The sentences of one language. They hold no markup: front ends escape all of it."""

    language: str
    locale: str
    """How dates, numbers and lists are written, as CLDR names it."""
    messages: Mapping[str, Any]
    """By dotted key: a text with its values in braces, or one for each plural form of `n`."""

    def __call__(self, key: str, **values: str | int) -> str:
        """Return a sentence with its values; numbers are written as the language does."""
        sentence = self.messages[key]
        if not isinstance(sentence, str):
            sentence = sentence[self._plural_form(int(values["n"]))]
        return str(
            sentence.format(
                **{
                    name: value if isinstance(value, str) else self.number(value)
                    for name, value in values.items()
                }
            )
        )

    def count(self, what: str, count: int) -> str:
        """Count things: 1 article, 2 articles, 10,000 articles."""
        return self(f"count.{what}", n=count)

    def number(self, count: int) -> str:
        """Write a number: 10,000."""
        if count < 1000:
            return str(count)
        from babel.numbers import format_decimal  # noqa: PLC0415 - small numbers do without

        return format_decimal(count, locale=_locale(self.locale))

    def decimal(self, value: float) -> str:
        """Write a number with one decimal, or two where it is below one: 2.5, 0.25."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - most do without

        pattern = "#,##0.0" if value >= 1 else "0.00"
        return format_decimal(value, pattern, locale=_locale(self.locale))

    def date(self, day: dt.date) -> str:
        """Write a date: 14 June 2024."""
        from babel.dates import format_date  # noqa: PLC0415 - 15 ms that most do without

        return format_date(day, "long", locale=_locale(self.locale))

    def moment(self, at: float) -> str:
        """Write the day and time of a unix time, by the clock of the machine."""
        when = local_time(at)
        return f"{self.date(when.date())}, {when:%H:%M}"

    def join_and(self, names: Sequence[str]) -> str:
        """A, B and C."""
        return self._join(names, "standard")

    def join_or(self, names: Sequence[str]) -> str:
        """A, B or C."""
        return self._join(names, "or")

    def quoted(self, word: str) -> str:
        """Quote a word that is spoken of."""
        return self("word.quoted", word=word)

    def language_name(self, language: str) -> str:
        """Name a language by its code."""
        return str(_locale(self.locale).languages[language])

    def _join(self, names: Sequence[str], style: Any) -> str:  # noqa: ANN401 - a literal of the library's own
        if len(names) == 1:
            return names[0]
        from babel.lists import format_list  # noqa: PLC0415 - one name does without

        return format_list(names, style, locale=_locale(self.locale))

    def _plural_form(self, count: int) -> str:
        return str(_locale(self.locale).plural_form(count))


@cache
def _locale(locale: str) -> Locale:
    """Return how a locale writes dates, numbers and lists; read once."""
    from babel import Locale  # noqa: PLC0415 - 25 ms that sentences without numbers, dates and lists do without

    return Locale.parse(locale)


def translations(language: str = DEFAULT_LANGUAGE) -> Translations:
    """Return the sentences of a language; English where we do not speak it."""
    return _load(language if language in LANGUAGES else DEFAULT_LANGUAGE)


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> Translations:
    tables = tomllib.loads(
        resources.files("bot.chat")
        .joinpath("locales", f"{language}.toml")
        .read_text(encoding="utf-8")
    )
    locale = tables.pop("locale")
    return Translations(
        language,
        locale,
        {
            f"{table}.{key}": message
            for table, keys in tables.items()
            for key, message in keys.items()
        },
    )
