"""What a question asks for: its words with their weights, the kind of answer, the outlet."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

from bot.answering.period import Period, asked_period
from bot.answering.thesaurus.thesaurus import Near, Thesaurus
from bot.attribution.attribute import AskedOutlet, Attributor
from bot.attribution.gazetteer import Gazetteer
from bot.text.language import Language, languages
from bot.text.tokens import Analyzer, Token

WEAK = 0.3
"""How much a word counts that only says that somebody says something, or is of all work."""

DENYING = ("un", "non", "in", "im", "ir", "dis", "de", "anti", "mis")
"""Beginnings that turn a word into its contrary."""


class Kind(StrEnum):
    """What an answer must hold."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    NUMBER = "number"
    AGE = "age"
    MONEY = "money"
    DURATION = "duration"
    SHARE = "share"
    REASON = "reason"
    QUOTATION = "quotation"
    OUTLET = "outlet"
    YES_NO = "yes_no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched for."""

    text: str
    language: Language
    terms: Mapping[str, float]
    """The question's own informative terms with their weights."""
    order: tuple[str, ...]
    """The same in the order of the question, repeated where repeated."""
    words: Mapping[str, str]
    """Term -> the word as asked."""
    names: frozenset[str]
    """Terms written with a capital inside the question."""
    numbers: frozenset[str]
    kind: Kind
    outlets: tuple[AskedOutlet, ...]
    refers_back: bool
    """It has a word that only an earlier turn can explain, or next to none of its own."""
    period: Period | None
    """The time that it asks about."""
    counted: str | None
    """The term that it counts: soldier, in "how many soldiers"."""
    near: Near
    """By term, what else it may be written as."""
    narrower: Near
    """By term, more exact words that may stand for it."""

    @property
    def informative(self) -> frozenset[str]:
        """The terms without those that are in most questions, where there are others."""
        terms = frozenset(self.terms)
        return terms - self.language.weak or terms

    def without(self, terms: Collection[str]) -> Asked:
        """The same question without some of its terms."""
        return replace(
            self,
            terms={term: weight for term, weight in self.terms.items() if term not in terms},
            order=tuple(term for term in self.order if term not in terms),
            words={term: word for term, word in self.words.items() if term not in terms},
            names=self.names - frozenset(terms),
            numbers=self.numbers - frozenset(terms),
            counted=self.counted if self.counted not in terms else None,
            near={term: others for term, others in self.near.items() if term not in terms},
            narrower={term: others for term, others in self.narrower.items() if term not in terms},
        )

    def reading(self, meant: Mapping[str, str], thesaurus: Thesaurus) -> Asked:
        """The same question with some terms read as others."""
        near, narrower = thesaurus.near, thesaurus.narrower

        def read(term: str) -> str:
            return meant.get(term, term)

        return replace(
            self,
            terms={read(term): weight for term, weight in self.terms.items()},
            order=tuple(map(read, self.order)),
            words={read(term): word for term, word in self.words.items()},
            names=frozenset(map(read, self.names)),
            counted=read(self.counted) if self.counted else None,
            near={read(term): near(meant[term]) if term in meant else others for term, others in self.near.items()},
            narrower={read(term): narrower(meant[term]) if term in meant else others for term, others in self.narrower.items()},
        )


class Opposites:
    """The table of words that say the contrary of one another, in terms; English only."""

    def __init__(self, analyzer: Analyzer) -> None:
        table = tomllib.loads(resources.files("bot.answering").joinpath("opposites.toml").read_text(encoding="utf-8"))
        self._of: dict[str, set[str]] = {}
        for sides in table["pairs"]:
            terms = [{term for word in side for term in analyzer.terms(word)} for side in sides]
            for place, side in enumerate(terms):
                others = set().union(*terms[:place], *terms[place + 1 :])
                for term in side:
                    self._of.setdefault(term, set()).update(others - side)

    def meets(self, missing: Collection[str], held: Collection[str]) -> bool:
        """Whether a text that holds these terms says the contrary of a term that it lacks."""
        return any(not self._of.get(term, set()).isdisjoint(held) or _denied(term, held) for term in missing)


def _denied(term: str, held: Collection[str]) -> bool:
    return any(term.removeprefix(prefix) in held if term.startswith(prefix) else prefix + term in held for prefix in DENYING)


def _counted(text: str, language: Language, terms: Container[str]) -> str | None:
    found = language.counted.search(text)
    return next((term for term in language.analyzer.terms(found[1]) if term in terms), None) if found else None


def _own(tokens: Iterable[Token], kind: Kind, outlets: Sequence[AskedOutlet], language: Language) -> list[Token]:
    """The informative words of a question, without the outlets that it names and what merely asks for outlets."""
    own = [token for token in tokens if not token.stop and not any(outlet.start <= token.start < outlet.end for outlet in outlets)]
    if outlets:
        # "What did Reuters report?" asks for all that it reports.
        return [token for token in own if token.term not in language.weak]
    if kind is Kind.OUTLET and any(token.term not in language.outlet_words for token in own):
        return [token for token in own if token.term not in language.outlet_words]
    return own


def analyse(
    text: str,
    language: Language,
    attributor: Attributor,
    thesaurus: Thesaurus,
    uncatalogued: Gazetteer | None = None,
    today: dt.date | None = None,
) -> Asked:
    """Take a question apart; `uncatalogued` are outlets that only the corpus knows."""
    tokens = language.analyzer.tokens(text)
    kind = next((Kind(kind) for kind, pattern in language.asks if pattern.search(text)), Kind.OTHER)
    outlets = attributor.asked_outlets(text, uncatalogued)
    own = _own(tokens, kind, outlets, language)
    light = language.weak | language.light
    terms = dict.fromkeys(token.term for token in own)
    english = language.code == thesaurus.language
    phrased = thesaurus.phrased(tokens) if english else {}
    return Asked(
        text=text,
        language=language,
        terms={token.term: WEAK if token.term in light and len(own) > 1 else 1.0 for token in own},
        order=tuple(token.term for token in own),
        words={token.term: text[token.start : token.end] for token in own},
        names=frozenset(token.term for token in own if token.start > 0 and text[token.start].isupper() and not text.isupper()),
        numbers=frozenset(token.term for token in own if token.text[0].isdigit()),
        kind=kind,
        outlets=outlets,
        refers_back=len(own) < 2 or bool(language.back.search(text)),
        period=asked_period(text, today),
        counted=_counted(text, language, terms),
        near={term: (*thesaurus.near(term), *phrased.get(term, ())) for term in terms} if english else {},
        narrower={term: thesaurus.narrower(term) for term in terms} if english else {},
    )


@cache
def opposites() -> Opposites:
    """The table that comes with the bot; read once."""
    return Opposites(languages().of("en").analyzer)
