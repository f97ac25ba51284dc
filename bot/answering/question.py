"""What a question asks for: its words with their weights, the kind of answer, the outlet."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from bot.attribution.attribute import AskedOutlet, Attributor
from bot.text.tokens import Analyzer, Token

SYNONYM_WEIGHT = 0.5
FRAME_WEIGHT = 0.3


class Kind(StrEnum):
    """What an answer must hold."""

    PERSON = "person"
    PLACE = "place"
    DATE = "date"
    NUMBER = "number"
    REASON = "reason"
    QUOTATION = "quotation"
    OUTLET = "outlet"
    OTHER = "other"


_NEWSROOM = r"outlets?|newspapers?|agency|agencies|media|channel|station|publication|magazine|broadcaster|news\s*site|journal|tabloid|paper|network"
_MEASURE = r"many|much|long|old|far|tall|large|big|high|often|warm|fast|deep|heavy"
_HUMAN = r"person|politician|man|woman|actor|singer|player|scientist|minister|president|king"
_KINDS = (
    (Kind.OUTLET, rf"\b(?:which|what)\s+(?:\w+\s+){{0,2}}(?:{_NEWSROOM})\b|\bwho\s+(?:first\s+)?(?:reported|reports|is\s+reporting|says?)\s+that\b"),
    (Kind.NUMBER, rf"\bhow\s+(?:{_MEASURE})\b|\bwhat\s+(?:percentage|percent|number|share|amount|proportion|price|sum)\b"),
    (Kind.DATE, r"\bwhen\b|\b(?:what|which)\s+(?:\w+\s+)?(?:year|date|day|month|century|decade|time)\b"),
    (Kind.PLACE, r"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:country|city|town|place|region|state|continent|village|island)\b"),
    (Kind.PERSON, rf"\bwho(?:m|se)?\b|\b(?:what|which)\s+(?:\w+\s+)?(?:{_HUMAN})\b"),
    (Kind.REASON, r"\bwhy\b|\bwhat\s+(?:was\s+|is\s+)?(?:the\s+)?(?:reason|cause[sd]?)\b|\bfor\s+what\s+reason\b|\bhow\s+come\b"),
    (Kind.QUOTATION, r"\bwhat\s+exactly\b|\bwhat\s+did\s+.+\s+(?:call|write|say)\b|\bin\s+what\s+words\b"),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
# Words that say that somebody says something: in nearly every article, so they weigh little in a question.
_FRAME = frozenset({"report", "say", "tell", "write", "accord", "claim", "state", "announc", "note", "mention", "articl", "stori", "news"})
# What asks for an outlet is no word to look for.
_OUTLET_WORDS = frozenset(
    {"outlet", "newspap", "agenc", "media", "channel", "station", "public", "magazin", "broadcast", "site", "journal", "tabloid", "paper"}
    | {"network", "tv", "report", "first", "write", "accord"}
)
_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|such|the same)\b"
    r"|^\s*(?:and|but|so|or|what about|how about|also)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched for."""

    text: str
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


class Synonyms:
    """The table of words used for one another, in terms."""

    def __init__(self, analyzer: Analyzer) -> None:
        table = tomllib.loads(resources.files("bot.answering").joinpath("synonyms.toml").read_text(encoding="utf-8"))
        near: dict[str, set[str]] = {}
        for group in table["groups"]:
            terms = {term for word in group for term in analyzer.terms(word)}
            for term in terms:
                near.setdefault(term, set()).update(terms - {term})
        self._near = {term: tuple(sorted(others)) for term, others in near.items()}

    def of(self, term: str) -> tuple[str, ...]:
        """What else a term may be written as."""
        return self._near.get(term, ())


def analyse(text: str, analyzer: Analyzer, attributor: Attributor) -> Asked:
    """Take a question apart."""
    tokens = analyzer.tokens(text)
    kind = next((kind for kind, pattern in _PATTERNS if pattern.search(text)), Kind.OTHER)
    outlets = attributor.asked_outlets(text)
    own = [token for token in tokens if not token.stop and not any(outlet.start <= token.start < outlet.end for outlet in outlets)]
    if kind is Kind.OUTLET and len([token for token in own if token.term not in _OUTLET_WORDS]) >= 1:
        own = [token for token in own if token.term not in _OUTLET_WORDS]
    terms = {token.term: FRAME_WEIGHT if token.term in _FRAME and len(own) > 1 else 1.0 for token in own}
    names = frozenset(token.term for token in own if token.start > 0 and text[token.start].isupper() and not text.isupper())
    return Asked(
        text=text,
        terms=terms,
        order=tuple(token.term for token in own),
        words={token.term: text[token.start : token.end] for token in own},
        names=names,
        numbers=frozenset(token.term for token in own if token.text[0].isdigit()),
        kind=kind,
        outlets=outlets,
        refers_back=_refers_back(text, own),
    )


def _refers_back(text: str, own: list[Token]) -> bool:
    return len(own) < 2 or bool(_BACK.search(text))
