"""Languages: function words, stems, ways of asking, and of telling a date or a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import Stemmer

from bot.text.answer_patterns import PatternFinder, answer_finder, answer_patterns
from bot.text.detection import LanguageDetector
from bot.text.language_tables import LANGUAGE_CODES, language_table
from bot.text.tokens import Analyzer

UKRAINIAN_TO_RUSSIAN_LETTERS = str.maketrans("іїєґ", "ииег")
"""Brings Ukrainian endings near to those that the stemmer cuts."""
UNKNOWN_LANGUAGE = ""
"""The code of a language without a table: its words are taken as they are."""


@dataclass(frozen=True, slots=True)
class AgentMarkers:
    """The words around a verb that tell who acts; none where a language has no such words."""

    questions: frozenset[str] = frozenset()
    """What asks for the one who acts: who."""
    noun_questions: frozenset[str] = frozenset()
    """The same before a noun: which company."""
    passive: frozenset[str] = frozenset()
    """What stands before the verb where the text tells to whom it was done: was, were."""
    prepositions: frozenset[str] = frozenset()
    """What stands before the one who acts: by."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's table."""

    code: str
    analyzer: Analyzer
    question_type_patterns: tuple[tuple[str, re.Pattern[str]], ...]
    """Kind of answer and how a question asks for it; the first that is found decides."""
    anaphora: re.Pattern[str]
    """What only an earlier turn can explain."""
    negation: re.Pattern[str]
    locative: frozenset[str]
    """Words after which a name is a place's."""
    counted_noun: re.Pattern[str]
    """What a question counts: "how many soldiers", in its group."""
    light_terms: frozenset[str]
    """Terms of all work, which say little of what is meant."""
    faint_terms: frozenset[str]
    """Terms that decide nothing by themselves: today, name."""
    contextual_terms: re.Pattern[str]
    """Words, in its groups, that decide nothing where they stand: "which country", "this week"."""
    reporting_terms: frozenset[str]
    """Terms that say that somebody says something."""
    outlet_terms: frozenset[str]
    """Terms that ask for an outlet."""
    property_terms: Mapping[str, frozenset[str]]
    """By property that may be asked for (age, size, owner, name), the terms that ask for it."""

    agents: AgentMarkers
    """How questions ask who did something, and texts leave it untold."""
    name_joins: frozenset[str]
    """Words between a noun and the name that goes with it: the mayor of Odby."""
    name_titles: frozenset[str]
    """Words with a capital before a name that are no part of it: Mr, President."""

    @property
    def answer_patterns(self) -> Mapping[str, re.Pattern[str]]:
        """Return by kind of answer the pattern of what gives one, where there is any."""
        return answer_patterns(self.code)

    @property
    def answer_finder(self) -> PatternFinder:
        """Finds what sentences hold."""
        return answer_finder(self.code)


class Languages:
    """The languages' tables, read when first needed."""

    def __init__(self) -> None:
        self._known: dict[str, Language] = {}

    def get(self, code: str | None) -> Language:
        """Return a language by its ISO 639-1 code; a bare one where there is no table for it."""
        code = (code or UNKNOWN_LANGUAGE).casefold()[:2]
        code = code if code in LANGUAGE_CODES else UNKNOWN_LANGUAGE
        if code not in self._known:
            self._known[code] = _load_language(code)
        return self._known[code]

    def detect(self, text: str) -> str | None:
        """Return the language of a text; None where its words don't tell, or it is none of ours."""
        return self._detector.detect(text)

    def detect_question(self, text: str, spoken: Sequence[str]) -> list[Language]:
        """Return the languages that a question about articles in some may be in, most often one."""
        return list(map(self.get, self._detector.detect_question(text, spoken)))

    @cached_property
    def _detector(self) -> LanguageDetector:
        tables = {code: language_table(code) for code in LANGUAGE_CODES}
        strangers = dict(language_table("strangers"))
        return LanguageDetector(
            words={code: _function_words(item) for code, item in tables.items()}
            | {code: item["words"].split() for code, item in strangers.items()},
            question_words={code: item["stop"]["asking"] for code, item in tables.items()},
            letters={code: item.get("letters", "") for code, item in (tables | strangers).items()},
            known=LANGUAGE_CODES,
        )


def _function_words(table: Mapping[str, Any]) -> list[str]:
    stop = dict(table["stop"])
    return [
        *(word + "'" for word in stop.pop("elided", ())),
        *(word for group in stop.values() for word in group),
        *table.get("no_loans", ()),
    ]


@cache
def languages() -> Languages:
    """Return the languages, which all readers share, as they remember what they find of words."""
    return Languages()


def _load_language(code: str) -> Language:
    known = language_table(code or "unknown")
    analyzer = Analyzer(
        stop=[word for group in known.get("stop", {}).values() for word in group],
        irregular={
            form: lemma for lemma, forms in known.get("irregular", {}).items() for form in forms
        },
        stem=_stemmer(known),
        folds=known.get("folds", {}),
        apostrophe=known.get("apostrophe", "within"),
        affixes=known.get("affixes", {}),
        post_stem_folds=known.get("alike", {}),
        accents=known.get("accents", True),
        decimal=known.get("decimal", "."),
        signs=known.get("signs", {}),
        names=[
            word
            for group in known.get("stop_names", {}).get("groups", ())
            for word in known["stop"][group]
        ],
        first_names=known.get("stop_names", {}).get("first", ()),
    )
    weak = known.get("weak", {})
    return Language(
        code,
        analyzer,
        tuple(
            (kind, re.compile(pattern, re.IGNORECASE))
            for kind, pattern in known.get("asks", {}).items()
        ),
        _anaphora_pattern(known.get("back", {})),
        re.compile(known.get("negation", r"(?!)"), re.IGNORECASE),
        frozenset(known.get("locative", ())),
        re.compile(known.get("counted", r"(?!)()"), re.IGNORECASE),
        frozenset(term for word in weak.get("light", ()) for term in analyzer.terms(word)),
        frozenset(analyzer.terms_by_word(weak.get("faint", ())).values()),
        re.compile(weak.get("contextual", "(?!)()"), re.IGNORECASE),
        frozenset(term for word in weak.get("saying", ()) for term in analyzer.terms(word)),
        frozenset(term for word in weak.get("outlet", ()) for term in analyzer.terms(word)),
        {
            asked: frozenset(analyzer.terms_by_word(words).values())
            for asked, words in known.get("properties", {}).items()
        },
        AgentMarkers(**{key: frozenset(words) for key, words in known.get("agents", {}).items()}),
        frozenset(known.get("name_joins", ())),
        frozenset(known.get("name_titles", ())),
    )


def _stemmer(known: Mapping[str, Any]) -> Callable[[str], str]:
    if "lemmas" in known:
        return _lemmatizer(known["lemmas"])
    if "snowball" in known:
        return Stemmer.Stemmer(known["snowball"], 0).stemWord  # type: ignore[no-any-return]
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
        return (
            lemmatize(word, lang=code).casefold()
            if is_known(word, lang=code)
            else str(crude(crude(word.translate(UKRAINIAN_TO_RUSSIAN_LETTERS))))
        )

    return lemma


def _anaphora_pattern(known: Mapping[str, list[str]]) -> re.Pattern[str]:
    if not known:
        return re.compile(r"(?!)")
    words, openings = ("|".join(map(re.escape, known[key])) for key in ("words", "openings"))
    return re.compile(rf"\b(?:{words})\b|^\s*(?:{openings})\b", re.IGNORECASE)
