"""What is known of each language: its function words, stems, ways of asking and of telling a date or a number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import Stemmer

from bot.text.detection import Detector
from bot.text.tokens import Analyzer

CODES = ("en", "uk", "ru", "de", "es", "fr", "el", "ar", "tr")
RUSSIAN_ENDINGS = str.maketrans("іїєґ", "ииег")
"""Brings Ukrainian endings near to those that the stemmer cuts."""
UNKNOWN = ""
"""The code of a language without a table: its words are taken as they are."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's table."""

    code: str
    analyzer: Analyzer
    asks: tuple[tuple[str, re.Pattern[str]], ...]
    """Kind of answer and how a question asks for it; the first that is found decides."""
    holds: Mapping[str, re.Pattern[str]]
    """Kind of answer and what a sentence that gives it holds; kinds that are not here can't be told."""
    back: re.Pattern[str]
    """What only an earlier turn can explain."""
    negation: re.Pattern[str]
    weak: frozenset[str]
    """Terms that say that somebody says something."""
    outlet_words: frozenset[str]
    """Terms that ask for an outlet."""


class Languages:
    """The languages' tables, read when first needed."""

    def __init__(self) -> None:
        self._known: dict[str, Language] = {}

    def of(self, code: str | None) -> Language:
        """A language by its ISO 639-1 code; without stop words and stems where there is no table for it."""
        code = (code or UNKNOWN).casefold()[:2]
        code = code if code in CODES else UNKNOWN
        if code not in self._known:
            self._known[code] = _load(code)
        return self._known[code]

    def detect(self, text: str) -> str | None:
        """The language of a text; None where its words don't tell it, or it is another than ours."""
        return self._detector.of(text)

    def of_question(self, text: str, spoken: Sequence[str]) -> list[Language]:
        """The language of a question of articles in those spoken; several where it does not tell between them."""
        return list(map(self.of, self._detector.of_question(text, spoken)))

    @cached_property
    def _detector(self) -> Detector:
        tables = {code: _table(code) for code in CODES}
        strangers = dict(_table("strangers"))
        return Detector(
            words={code: _function_words(table) for code, table in tables.items()} | {code: table["words"].split() for code, table in strangers.items()},
            asking={code: table["stop"]["asking"] for code, table in tables.items()},
            letters={code: table.get("letters", "") for code, table in (tables | strangers).items()},
            known=CODES,
        )


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files("bot.text").joinpath(f"languages/{name}.toml").read_text(encoding="utf-8"))


def _function_words(table: Mapping[str, Any]) -> list[str]:
    stop = dict(table["stop"])
    return [*(word + "'" for word in stop.pop("elided", ())), *(word for group in stop.values() for word in group), *table.get("no_loans", ())]


def _load(code: str) -> Language:
    table = _table(code or "unknown")
    analyzer = Analyzer(
        stop=[word for group in table.get("stop", {}).values() for word in group],
        irregular={form: lemma for lemma, forms in table.get("irregular", {}).items() for form in forms},
        stem=_stem(table),
        folds=table.get("folds", {}),
        apostrophe=table.get("apostrophe", "within"),
        affixes=table.get("affixes", {}),
        alike=table.get("alike", {}),
        accents=table.get("accents", True),
        decimal=table.get("decimal", "."),
    )
    weak = table.get("weak", {})
    return Language(
        code,
        analyzer,
        tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in table.get("asks", {}).items()),
        _holds(table.get("holds", {})),
        _back(table.get("back", {})),
        re.compile(table.get("negation", r"(?!)"), re.IGNORECASE),
        frozenset(term for word in weak.get("saying", ()) for term in analyzer.terms(word)),
        frozenset(term for word in weak.get("outlet", ()) for term in analyzer.terms(word)),
    )


def _stem(table: Mapping[str, Any]) -> Callable[[str], str]:
    if "lemmas" in table:
        return _lemmatizer(table["lemmas"])
    if "snowball" in table:
        return Stemmer.Stemmer(table["snowball"], 0).stemWord  # type: ignore[no-any-return]
    return str


def _lemmatizer(code: str) -> Callable[[str], str]:
    crude = Stemmer.Stemmer("russian", 0).stemWord

    def lemma(word: str) -> str:
        from simplemma import is_known, lemmatize  # noqa: PLC0415 - its tables take half a second, and only some corpora need them

        # Names are in the dictionary with a capital: Києві is no form of a stick.
        name = word.capitalize()
        if is_known(name, lang=code) and (found := lemmatize(name, lang=code))[0].isupper():
            return found.casefold()
        # Many names are in no dictionary: their Slavic endings are cut by rule.
        return lemmatize(word, lang=code).casefold() if is_known(word, lang=code) else str(crude(crude(word.translate(RUSSIAN_ENDINGS))))

    return lemma


_CAPITAL = r"[^\W\d_a-zа-яіїєґα-ωß-ÿ]"
_FULL_NAME = rf"{_CAPITAL}[\w’'ʼ-]+\s+(?:[a-z]{{2,3}}\s+)?{_CAPITAL}[\w’'ʼ-]+"
_NAME = rf"(?<=[\w,;:”»\"’] ){_CAPITAL}\w+"


def _holds(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    general = {
        "person": re.compile(_FULL_NAME),
        "organisation": re.compile(_NAME),
        "number": re.compile(r"\d[\d.,\u00a0\u202f]*"),
        "quotation": re.compile(r"[\"“”«»„]"),
    }
    if not table:
        return general
    i = re.IGNORECASE
    number = rf"(?:\d[\d.,\u00a0\u202f]*|\b(?:{table['numbers']}))"
    day = r"\d{1,2}(?:st|nd|rd|th|\.|º|η)?\s+(?:of\s+|de\s+)?"
    return general | {
        "place": re.compile(rf"(?i:\b{table['places']}){_CAPITAL}[\w’'ʼ-]*"),
        "date": re.compile(rf"(?:{day})?\b(?:{table['months']})\b(?:\s+\d{{1,2}}\b)?|\b(?:{table['dates']})\b|\b(?:1\d|20)\d\d\b", i),
        "number": re.compile(rf"\d[\d.,\u00a0\u202f]*|\b(?:{table['numbers']})\b", i),
        "money": re.compile(rf"[$€£¥₴₽]\s*\d*|{number}\W+(?:\w+\W+){{0,2}}(?:{table['money']})\b", i),
        "duration": re.compile(rf"{number}[\s-]+(?:\w+\s+)?(?:{table['units']})\b", i),
        "share": re.compile(rf"%|\b(?:{table['percent']})\b", i),
        "reason": re.compile(rf"\b(?:{table['reasons']})\b", i),
    }


def _back(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    if not table:
        return re.compile(r"(?!)")
    words, openings = ("|".join(map(re.escape, table[key])) for key in ("words", "openings"))
    return re.compile(rf"\b(?:{words})\b|^\s*(?:{openings})\b", re.IGNORECASE)
