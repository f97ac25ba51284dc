"""What speaks for a passage and for a sentence; the weights stand in `weights.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.question import SYNONYM_WEIGHT, Asked, Kind, Synonyms
from bot.model import Span

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|"
    "fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter|two-thirds|once|twice"
)
_PRESENT = {
    Kind.PERSON: re.compile(r"[A-ZÀ-ÞА-Я][\w’'ʼ-]+\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-ÞА-Я][\w’'ʼ-]+"),
    Kind.PLACE: re.compile(r"\b(?:in|at|from|near|to|into|on|of|off|outside)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}[A-ZÀ-ÞА-Я]"),
    Kind.DATE: re.compile(rf"\b(?:{_MONTHS})\b|\b1\d{{3}}\b|\b20\d\d\b|\b\w+day\b|\b\d+(?:st|nd|rd|th)?\s+centur|\bago\b|\byesterday\b|\btomorrow\b"),
    Kind.NUMBER: re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE),
    Kind.REASON: re.compile(
        r"\b(?:because|due to|reasons?|caused?|causes|since|in order to|so that|after|for|as a result|thanks to|owing to|to)\b",
        re.IGNORECASE,
    ),
    Kind.QUOTATION: re.compile(r"[\"“”«»]"),
}


@dataclass(frozen=True, slots=True)
class Sentences:
    """A passage cut into sentences, with the terms of each in order."""

    spans: tuple[Span, ...]
    terms: tuple[tuple[str, ...], ...]


class Weighing:
    """The question's terms with how much each says."""

    def __init__(self, asked: Asked, borrowed: Mapping[str, float], idf: Mapping[str, float], synonyms: Synonyms) -> None:
        self.asked = asked
        self.mass = {term: weight * idf[term] for term, weight in asked.terms.items()}
        self.total = sum(self.mass.values())
        self.lent = {term: weight * idf[term] for term, weight in borrowed.items()}
        self._near = {term: synonyms.of(term) for term in asked.terms}
        self.pairs = {pair for pair in pairwise(asked.order) if pair[0] != pair[1]}

    def covered(self, terms: frozenset[str]) -> float:
        """The mass of the question's own terms that stand among these, a synonym counting less than the word."""
        found = 0.0
        for term, mass in self.mass.items():
            if term in terms:
                found += mass
            elif any(other in terms for other in self._near[term]):
                found += SYNONYM_WEIGHT * mass
        return found

    def borrowed_covered(self, terms: frozenset[str]) -> float:
        """The same for what earlier turns lend."""
        return sum(mass for term, mass in self.lent.items() if term in terms)

    def bigrams(self, terms: Sequence[str]) -> float:
        """The mass of neighbouring words of the question that are neighbours here too, in order."""
        if not self.pairs:
            return 0.0
        return sum((self.mass[a] + self.mass[b]) / 2 for a, b in set(pairwise(terms)) & self.pairs)


def holds_kind(kind: Kind, text: str, asked: Asked) -> bool:
    """Whether a sentence has what the question asks for: a name for who, a number for how many ..."""
    pattern = _PRESENT.get(kind)
    if pattern is None:
        return True
    if kind is Kind.PERSON:
        lowered = {word.casefold() for word in asked.words.values()}
        return any(not set(re.findall(r"[\w-]+", found.casefold())) <= lowered for found in pattern.findall(text))
    if kind is Kind.NUMBER:
        return any(found not in asked.numbers for found in pattern.findall(text))
    return bool(pattern.search(text))
