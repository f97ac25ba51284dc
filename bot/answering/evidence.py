"""What speaks for a passage: a table of shares between 0 and 1, each with its weight in `weights.py`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.answering.question import Asked, Kind
from bot.index.forward import Cut, Forward

_WORDS = re.compile(r"[\w-]+")


class Evidence(NamedTuple):
    """Shares of the question's mass (the informativeness of its terms), unless said otherwise."""

    article: float = 0.0
    """BM25+ of the whole article over the mass: about 1 where every term stands once."""
    title: float = 0.0
    covered: float = 0.0
    """In the passage, its heading and its title."""
    around: float = 0.0
    """In these and the first passage of the article: what the whole article is about need not be said again."""
    often: float = 0.0
    """In terms that the passage has more than once: 1/2 of a term that it has twice, 2/3 of one that it has three times ..."""
    window: float = 0.0
    """In the best sentence and the one before it."""
    pairs: float = 0.0
    """In neighbouring words of the question that are neighbours, in order, in one sentence."""
    synonyms: float = 0.0
    """In synonyms in the passage, of terms that it lacks."""
    lent: float = 0.0
    """The share of what earlier turns lend that is in the passage."""
    kind: float = 0.0
    """1 where the best sentence holds the kind of thing asked for, and something of it that the question has not."""
    elsewhere: float = 0.0
    """1 where only another sentence does."""
    lacking: float = 0.0
    """The share of the question's names and numbers that passage, heading and title lack."""
    length: float = 0.0
    """Logarithm of the passage's number of terms, over 5."""
    cites: float = 0.0
    """1 where the question asks for an outlet and the passage cites one."""
    dated: float = 0.0
    """1 where the article is of the time that the question names."""
    same: float = 0.0
    """1 where a follow-up's passage is of the article that the last answer came from, less where the question could stand alone."""
    shown: float = 0.0
    """1 where the passage was shown before, less what its best sentence covers."""


class Weighing:
    """The question's terms with how much each says, by their numbers in the forward index."""

    def __init__(
        self, asked: Asked, lent: Mapping[str, float], idf: Mapping[str, float], near: Mapping[str, Sequence[str]], forwards: Sequence[Forward]
    ) -> None:
        self.asked = asked
        self.mass = {term: weight * idf[term] for term, weight in asked.terms.items()}
        self.total = sum(self.mass.values())
        self._lent_total = sum(weight * idf[term] for term, weight in lent.items())
        self.own: list[dict[int, str]] = []
        self.near: list[dict[int, str]] = []
        self.lent: list[dict[int, float]] = []
        for forward in forwards:
            self.own.append({number: term for term in asked.terms if (number := forward.number(term)) is not None})
            self.near.append({number: term for term, others in near.items() for other in others if (number := forward.number(other)) is not None})
            self.lent.append({number: weight * idf[term] for term, weight in lent.items() if (number := forward.number(term)) is not None})
        self._pairs = {pair for pair in pairwise(asked.order) if pair[0] != pair[1]}
        self._pair_mass = sum(self.mass[a] + self.mass[b] for a, b in self._pairs)
        self.wanted = asked.names | asked.numbers

    def share(self, terms: set[str]) -> float:
        """How much of the mass these own terms make up."""
        return sum(self.mass[term] for term in terms) / self.total if self.total else 0.0

    def lent_share(self, numbers: Sequence[int]) -> float:
        """How much of what is lent stands among these terms."""
        return sum(self.lent[0].get(number, 0.0) for number in set(numbers)) / self._lent_total if self._lent_total else 0.0

    def pairs(self, numbers: Sequence[int]) -> float:
        """The share of neighbouring words of the question that are neighbours here too."""
        if not self._pairs:
            return 0.0
        own = self.own[0]
        found = {(own[a], own[b]) for a, b in pairwise(numbers) if a in own and b in own} & self._pairs
        return sum(self.mass[a] + self.mass[b] for a, b in found) / self._pair_mass if self._pair_mass else 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """What a sentence has of the question."""

    own: set[str]
    near: set[str]
    """Terms that it has a synonym of."""
    lent: float
    pairs: float
    kind: float
    """1 where it holds the kind of thing asked for, and not only from the question."""


def match(cut: Cut, text: str, weighing: Weighing) -> list[Match]:
    """What each sentence of a passage has of the question."""
    own, near = weighing.own[0], weighing.near[0]
    found = []
    for span, terms in zip(cut.spans, cut.terms, strict=True):
        has = {own[number] for number in terms if number in own}
        like = {near[number] for number in terms if number in near} - has
        pairs = weighing.pairs(terms) if len(has) > 1 else 0.0
        found.append(Match(has, like, weighing.lent_share(terms), pairs, holds(weighing.asked, text[span.start : span.end])))
    return found


def holds(asked: Asked, text: str) -> float:
    """1 where a text has the kind of thing that is asked for, and not only from the question; 0 too where kinds can't be told."""
    kind = asked.kind
    pattern = asked.language.holds.get(kind)
    if pattern is None:
        return 0.0
    if kind is Kind.PERSON:
        lowered = {word.casefold() for word in asked.words.values()}
        return float(any(not lowered.issuperset(_WORDS.findall(found.casefold())) for found in pattern.findall(text)))
    if kind is Kind.NUMBER:
        return float(any(found not in asked.numbers for found in pattern.findall(text)))
    return float(bool(pattern.search(text)))


def length(terms: int) -> float:
    """The logarithm of a number of terms, over 5."""
    return math.log(1 + terms) / 5
