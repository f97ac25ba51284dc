"""Every sentence that the bot says, in the languages it says them in: one file a language, under `languages`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

DEFAULT = "en"
LANGUAGES = (DEFAULT, "uk")
"""ISO 639-1 codes."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The sentences of one language. They hold no markup: front ends escape all of it."""

    language: str
    locale: str
    """How dates, numbers and lists are written, as CLDR names it."""
    sentences: Mapping[str, Any]
    """By dotted key: a text with its values in braces, or such a text for each plural form of its number `n`."""

    def __call__(self, key: str, **values: str | int) -> str:
        """A sentence with its values; numbers are written as the language writes them."""
        sentence = self.sentences[key]
        if not isinstance(sentence, str):
            sentence = sentence[self._plural(int(values["n"]))]
        return str(sentence.format(**{name: value if isinstance(value, str) else self.number(value) for name, value in values.items()}))

    def count(self, what: str, many: int) -> str:
        """1 article, 2 articles, 10,000 articles."""
        return self(f"count.{what}", n=many)

    def number(self, many: int) -> str:
        """10,000."""
        if many < 1000:
            return str(many)
        from babel.numbers import format_decimal  # noqa: PLC0415 - small numbers do without

        return format_decimal(many, locale=_rules(self.locale))

    def word(self, many: int) -> str:
        """Small numbers as words."""
        return str(self.sentences.get(f"number.{many}", self.number(many)))

    def day(self, date: dt.date) -> str:
        """14 June 2024."""
        from babel.dates import format_date  # noqa: PLC0415 - 15 ms that most do without

        return format_date(date, "long", locale=_rules(self.locale))

    def all_of(self, names: Sequence[str]) -> str:
        """A, B and C."""
        return self._listed(names, "standard")

    def any_of(self, names: Sequence[str]) -> str:
        """A, B or C."""
        return self._listed(names, "or")

    def quoted(self, word: str) -> str:
        """A word that is spoken of."""
        return self("word.quoted", word=word)

    def name_of(self, language: str) -> str:
        """A language by its code."""
        return str(_rules(self.locale).languages[language])

    def _listed(self, names: Sequence[str], style: Any) -> str:  # noqa: ANN401 - a literal of the library's own
        if len(names) == 1:
            return names[0]
        from babel.lists import format_list  # noqa: PLC0415 - one name does without

        return format_list(names, style, locale=_rules(self.locale))

    def _plural(self, many: int) -> str:
        return str(_rules(self.locale).plural_form(many))


@cache
def _rules(locale: str) -> Locale:
    """How a locale writes dates, numbers and lists; read once."""
    from babel import Locale  # noqa: PLC0415 - 25 ms that sentences without numbers, dates and lists do without

    return Locale.parse(locale)


def speech(language: str = DEFAULT) -> Speech:
    """The sentences of a language; English where we don't speak it."""
    return _read(language if language in LANGUAGES else DEFAULT)


@lru_cache(maxsize=len(LANGUAGES))
def _read(language: str) -> Speech:
    tables = tomllib.loads(resources.files("bot.chat").joinpath("languages", f"{language}.toml").read_text(encoding="utf-8"))
    locale = tables.pop("locale")
    return Speech(language, locale, {f"{table}.{key}": said for table, keys in tables.items() for key, said in keys.items()})
