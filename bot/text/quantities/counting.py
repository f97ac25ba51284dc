"""What figures count: by their clause, people and their fates; and which replace earlier ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.model import Span
from bot.text.language_tables import QUANTITY_LANGUAGES, language_table
from bot.text.quantities.numerals import Numeral
from bot.text.quantities.unit_parser import COUNT, MONEY, SHARE, UnitParser, dimension

AMOUNT_MEASURES = frozenset({MONEY, SHARE, "volume", "mass", "energy", "power", "area", "length"})
"""What "how much" may measure."""


@dataclass(frozen=True, slots=True)
class RequestedQuantity:
    """What a question wants counted or measured."""

    noun: str | None = None
    """What it counts, as written; None for people it does not name, and for what is measured."""
    modifiers: str = ""
    """The words between "how many" and the noun."""
    counts_people: bool = False
    """Whether it counts people of any kind."""
    measures: frozenset[str] = frozenset()
    """What the unit of an answer may measure; empty for what is counted."""
    outcome: str | None = None
    """What became of the people that it counts."""
    implied_words: frozenset[str] = frozenset()
    """Words of the question that an answer's figure says."""


class QuantityContext:
    """The words around figures in one language; never changed once built."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        """Take a language's table of quantities."""
        self._measures = UnitParser(known)
        self._counted, self._of_people, self._amount = (
            _compile_ignoring_case(known["asked"][key]) for key in ("counted", "people", "amount")
        )
        self._number_of = _compile_ignoring_case(known["asked"]["number"])
        self._amount_of = _compile_ignoring_case(known["asked"]["amount_of"])
        self._changing = _compile_word(known["roles"]["changing"])
        self._whole = re.compile(rf"\s+(?:{known['roles']['whole']})(?!\w)", re.IGNORECASE)
        self.optional_words = tuple(known["asked"]["aside"].split())
        """Words of a question that an answer may leave out."""
        self.titles = frozenset(known["asked"]["titles"].split())
        """Words that stand before a name and are no part of it."""
        self._measured = {
            measure: _compile_ignoring_case(pattern)
            for measure, pattern in known["measured"].items()
        }
        self._implied_words = {
            what: frozenset(words.split()) for what, words in known["implied"].items()
        }
        self._people, self._kinds = (
            _compile_word(known["people"]["any"]),
            _compile_word(f"{known['people']['any']}|{known['people']['kinds']}"),
        )
        self._outcomes = {fate: _compile_word(pattern) for fate, pattern in known["fates"].items()}
        self._clause = _compile_ignoring_case(known["around"]["clause"])
        self._attribution = re.compile(
            rf"(?<!\w)(?:{known['around']['according']})\s+$", re.IGNORECASE
        )
        self._supersedes_figure, self._supersedes_date = (
            _compile_word(known["updates"]["figures"]),
            _compile_word(known["updates"]["dates"]),
        )

    def parse_request(
        self, question: str, measures: Collection[str] = ()
    ) -> RequestedQuantity | None:
        """Return what a question wants counted, or measured as one of `measures`, where given.

        None where it does not tell, or tells more than one fate.
        """
        fates = {fate for fate, _ in self.find_outcomes(question)}
        if len(fates) > 1:
            return None
        fate = next(iter(fates), None)
        wanted = {
            *measures,
            *(measure for measure, pattern in self._measured.items() if pattern.search(question)),
        }
        if measures:
            changes = self._amount.search(question) and self._changing.search(question)
            return self._request_for(
                wanted | AMOUNT_MEASURES if changes or self._amount_of.search(question) else wanted
            )
        if (found := self._counted.search(question)) is not None:
            noun, before = (found["noun"], found["before"]) if found["noun"] else (found["any"], "")
            measure = dimension(self._measures.parse(f"1 {noun}", Numeral(0, 1, 1.0, 0.0)).measure)
            if measure != COUNT:
                return self._request_for({measure})
            if fates and any(
                item == fate and not span.start and span.end == len(noun)
                for item, span in self.find_outcomes(noun)
            ):
                # "How many died?"
                return RequestedQuantity(
                    counts_people=True, outcome=fate, implied_words=self._implied_words["people"]
                )
            people = bool(self._people.fullmatch(noun))
            return RequestedQuantity(
                noun,
                before.strip(),
                people,
                outcome=fate,
                implied_words=self._implied_words["people"] if people else frozenset(),
            )
        if self._of_people.search(question):
            return RequestedQuantity(
                counts_people=True, outcome=fate, implied_words=self._implied_words["people"]
            )
        if not wanted and self._amount.search(question):
            wanted = set(AMOUNT_MEASURES)
        return self._request_for(wanted) if wanted else None

    def date_request(self) -> RequestedQuantity:
        """Return what a question wants that asks for a date."""
        return self._request_for({"date"})

    def _request_for(self, measures: set[str]) -> RequestedQuantity:
        return RequestedQuantity(
            measures=frozenset(measures),
            implied_words=frozenset().union(
                *(self._implied_words.get(measure, ()) for measure in measures)
            ),
        )

    def clause_around(self, text: str, span: Span, others: Iterable[Span]) -> Span:
        """The clause around a span; what parts clauses does not stand within one of `others`."""
        parts = [
            item
            for item in self._clause.finditer(text)
            if not any(other.start < item.end() and item.start() < other.end for other in others)
        ]
        start = max((part.end() for part in parts if part.end() <= span.start), default=0)
        return Span(
            start,
            min((part.start() for part in parts if part.start() >= span.end), default=len(text)),
        )

    def counted_start(self, text: str, position: int) -> int:
        """Where what a number counts is named: further behind, in "27 of the 31 lines"."""
        found = self._whole.match(text, position)
        return found.end() if found else position

    def find_outcomes(self, text: str) -> list[tuple[str, Span]]:
        """Return what became of people, as a text says it, and where."""
        return [
            (fate, Span(*found.span()))
            for fate, pattern in self._outcomes.items()
            for found in pattern.finditer(text)
        ]

    def find_people(self, text: str) -> list[tuple[bool, Span]]:
        """Return the words for people in a text, and whether they are for people in general."""
        return [
            (bool(self._people.fullmatch(found[0])), Span(*found.span()))
            for found in self._kinds.finditer(text)
        ]

    def find_number_of(self, text: str) -> str | None:
        """Return what a text speaks of the number of: "the number of houses"."""
        found = self._number_of.search(text)
        return found["noun"] if found else None

    def ends_with_attribution(self, text: str) -> bool:
        """Tell whether a text ends with what stands before the name of who says something."""
        return bool(self._attribution.search(text))

    def supersedes_figure(self, text: str) -> bool:
        """Tell whether a text says that a figure takes the place of an earlier one: "rose to"."""
        return bool(self._supersedes_figure.search(text))

    def supersedes_date(self, text: str) -> bool:
        """Tell the same of a date: "put off until"."""
        return bool(self._supersedes_date.search(text))


def _compile_ignoring_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _compile_word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


@cache
def quantity_context(code: str) -> QuantityContext | None:
    """Return the words around figures in a language; None where there is no table of them."""
    return (
        QuantityContext(language_table(f"quantities-{code}"))
        if code in QUANTITY_LANGUAGES
        else None
    )
