"""What figures are about: the clause that they stand in, people and what became of them, and whether a figure takes an earlier one's place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.model import Span
from bot.text.measures import COUNT, MONEY, SHARE, Measures, base
from bot.text.numerals import Numeral
from bot.text.tables import QUANTIFIED, table

AMOUNTS = frozenset({MONEY, SHARE, "volume", "mass", "energy", "power", "area", "length"})
"""What "how much" may measure."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a question wants counted or measured."""

    noun: str | None = None
    """What it counts, as written; None for people whom it does not name, and for what is measured."""
    described: str = ""
    """The words between "how many" and the noun."""
    people: bool = False
    """Whether it counts people of any kind."""
    measures: frozenset[str] = frozenset()
    """What the unit of an answer may measure; empty for what is counted."""
    fate: str | None = None
    """What became of the people that it counts."""
    implied: frozenset[str] = frozenset()
    """Words of the question that an answer's figure says."""


class Counting:
    """The words around figures in one language; never changed once built."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        """Take a language's table of quantities."""
        self._measures = Measures(known)
        self._counted, self._of_people, self._amount = (_any_case(known["asked"][key]) for key in ("counted", "people", "amount"))
        self._number_of = _any_case(known["asked"]["number"])
        self._amount_of = _any_case(known["asked"]["amount_of"])
        self._changing = _word(known["roles"]["changing"])
        self._whole = re.compile(rf"\s+(?:{known['roles']['whole']})(?!\w)", re.IGNORECASE)
        self.aside = tuple(known["asked"]["aside"].split())
        """Words of a question that an answer may leave out."""
        self.titles = frozenset(known["asked"]["titles"].split())
        """Words that stand before a name and are no part of it."""
        self._measured = {measure: _any_case(pattern) for measure, pattern in known["measured"].items()}
        self._implied = {what: frozenset(words.split()) for what, words in known["implied"].items()}
        self._people, self._kinds = _word(known["people"]["any"]), _word(f"{known['people']['any']}|{known['people']['kinds']}")
        self._fates = {fate: _word(pattern) for fate, pattern in known["fates"].items()}
        self._clause = _any_case(known["around"]["clause"])
        self._according = re.compile(rf"(?<!\w)(?:{known['around']['according']})\s+$", re.IGNORECASE)
        self._updates, self._moves = _word(known["updates"]["figures"]), _word(known["updates"]["dates"])

    def asked_for(self, question: str, measures: Collection[str] = ()) -> AskedFor | None:
        """What a question wants counted, or measured: given `measures`, one of these; None where it does not tell, or more than one fate."""
        fates = {fate for fate, _ in self.fates(question)}
        if len(fates) > 1:
            return None
        fate = next(iter(fates), None)
        wanted = {*measures, *(measure for measure, pattern in self._measured.items() if pattern.search(question))}
        if measures:
            changes = self._amount.search(question) and self._changing.search(question)
            return self._of(wanted | AMOUNTS if changes or self._amount_of.search(question) else wanted)
        if (found := self._counted.search(question)) is not None:
            noun, before = (found["noun"], found["before"]) if found["noun"] else (found["any"], "")
            measure = base(self._measures.of(f"1 {noun}", Numeral(0, 1, 1.0, 0.0)).measure)
            if measure != COUNT:
                return self._of({measure})
            if fates and any(one == fate and not span.start and span.end == len(noun) for one, span in self.fates(noun)):
                # "How many died?"
                return AskedFor(people=True, fate=fate, implied=self._implied["people"])
            people = bool(self._people.fullmatch(noun))
            return AskedFor(noun, before.strip(), people, fate=fate, implied=self._implied["people"] if people else frozenset())
        if self._of_people.search(question):
            return AskedFor(people=True, fate=fate, implied=self._implied["people"])
        if not wanted and self._amount.search(question):
            wanted = set(AMOUNTS)
        return self._of(wanted) if wanted else None

    def asked_for_date(self) -> AskedFor:
        """What a question wants that asks for a date."""
        return self._of({"date"})

    def _of(self, measures: set[str]) -> AskedFor:
        return AskedFor(measures=frozenset(measures), implied=frozenset().union(*(self._implied.get(one, ()) for one in measures)))

    def clause(self, text: str, span: Span, others: Iterable[Span]) -> Span:
        """The clause around a span; what parts clauses does not stand within one of `others`."""
        parts = [one for one in self._clause.finditer(text) if not any(other.start < one.end() and one.start() < other.end for other in others)]
        start = max((one.end() for one in parts if one.end() <= span.start), default=0)
        return Span(start, min((one.start() for one in parts if one.start() >= span.end), default=len(text)))

    def behind(self, text: str, place: int) -> int:
        """Where what a number counts is named: further behind, in "27 of the 31 lines"."""
        found = self._whole.match(text, place)
        return found.end() if found else place

    def fates(self, text: str) -> list[tuple[str, Span]]:
        """What became of people, as a text says it, and where."""
        return [(fate, Span(*found.span())) for fate, pattern in self._fates.items() for found in pattern.finditer(text)]

    def people(self, text: str) -> list[tuple[bool, Span]]:
        """The words for people in a text, and whether they are for people in general."""
        return [(bool(self._people.fullmatch(found[0])), Span(*found.span())) for found in self._kinds.finditer(text)]

    def number_of(self, text: str) -> str | None:
        """What a text speaks of the number of: "the number of houses"."""
        found = self._number_of.search(text)
        return found["noun"] if found else None

    def according(self, text: str) -> bool:
        """Whether a text ends with what stands before the name of who says something."""
        return bool(self._according.search(text))

    def updates(self, text: str) -> bool:
        """Whether a text says that a figure takes the place of an earlier one: "rose to"."""
        return bool(self._updates.search(text))

    def moves(self, text: str) -> bool:
        """The same of a date: "put off until"."""
        return bool(self._moves.search(text))


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


@cache
def counting(code: str) -> Counting | None:
    """The words around figures in a language; None where there is no table of them."""
    return Counting(table(f"quantities-{code}")) if code in QUANTIFIED else None
