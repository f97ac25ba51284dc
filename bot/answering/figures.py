"""Reads the figure that a sentence gives in answer to a question: a quantity of the kind asked for, or a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from bot.answering.counted import Counted, stands
from bot.answering.figure import DATE, Figure
from bot.answering.names import Names
from bot.answering.question import Asked, Kind
from bot.model import Span
from bot.text.counting import AskedFor, Counting, counting
from bot.text.language import languages
from bot.text.measures import AGE, COUNT, DURATION, MONEY, SHARE, base
from bot.text.moments import Moment, Moments, moments
from bot.text.quantities import Quantities, Quantity, Role, quantities

_MEASURES = {Kind.MONEY: MONEY, Kind.SHARE: SHARE, Kind.AGE: AGE, Kind.DURATION: DURATION}
_NO_ANSWER = {Role.FORMER, Role.WHOLE, Role.ADDED, Role.PART}
_NEAR = 3
"""So many words between a word of saying and a date make it the day on which something was said."""

_Finders = tuple[Quantities, Moments, Counting]


class FigureReader:
    """Reads the figures that answer one question."""

    def __init__(self, asked: Asked, wanted: AskedFor, finders: _Finders) -> None:
        """Take the question, what it wants, and what finds figures in its language."""
        self._asked, self._wanted = asked, wanted
        self._quantities, self._moments, self._counting = finders
        self._counted = Counted(asked, wanted, self._counting)
        self.needed = self._needs()
        """The terms of the question that an answer must have besides its figure."""
        self.said = frozenset(asked.terms) - frozenset(self.needed)
        """Those that its figure says, in whatever words."""
        self.spare = {one: name for one, name in pairwise(asked.order) if name in asked.names and _together(asked, one, name)}
        """By term right before a word of a name, that word: for "painter Veda Lorn" an answer may say "Lorn"."""
        self.telling = bool(wanted.fate) or bool(wanted.measures - {DATE})
        """Whether the figure itself says something of what is asked: what it measures, or what became of people."""
        self._names = Names(asked, self.spare, self._counted.terms, self._counting)
        # Mostly what is done; what became of people a figure is counted by.
        last = next((term for term in reversed(asked.order) if term in self.needed and term not in asked.names), None)
        self._does = None if wanted.fate else last

    @staticmethod
    def of(asked: Asked) -> FigureReader | None:
        """What reads the figures that answer a question; None where it asks for none, or its language has no table of them."""
        finders = _finders(asked.language.code)
        if finders is None:
            return None
        words = finders[-1]
        if asked.kind is Kind.DATE:
            return FigureReader(asked, words.asked_for_date(), finders)
        measure = _MEASURES.get(asked.kind)
        wanted = words.asked_for(asked.text, [measure] if measure else ())
        return FigureReader(asked, wanted, finders) if wanted else None

    def read(self, text: str, sentence: Span, written: dt.date | None) -> Figure | None:
        """The figure that a sentence gives; `text` is the passage, `written` the day of its article."""
        said = text[sentence.start : sentence.end]
        times = self._moments.find(said, written)
        found = self._date(said, times) if DATE in self._wanted.measures else self._quantity(said, times)
        if found is None:
            return None
        value, kind, former = found
        clause = self._counting.clause(said, Span(value.start, value.end), ())
        spans = [Span(one.start, one.end) for one in (value, *times)]
        if not self._names.allow(said, value.start, clause, spans, told=AGE in self._wanted.measures):
            return None
        span = Span(sentence.start + value.start, sentence.start + value.end)
        years = {int(number) for number in self._asked.numbers if number.isdecimal()}
        of_time = [time for time in times if time.is_of_time and not (time.years and set(time.years) <= years)]
        return Figure(sentence, span, kind, value, former, self._updates(said, value, clause), of_time, written.year if written else None)

    def _needs(self) -> list[str]:
        wanted = self._wanted
        said = set(_terms(self._asked.language.code, frozenset({*wanted.implied, *self._counting.aside})))
        for term, word in self._asked.words.items():
            if (wanted.fate and self._counting.fates(word)) or (wanted.people and self._counting.people(word)):
                said.add(term)
        return [term for term, weight in self._asked.terms.items() if weight >= 1 and term not in said | self._counted.terms]

    def _updates(self, said: str, value: Quantity | Moment, clause: Span) -> bool:
        """Whether a figure takes the place of an earlier one: its clause says so, or of a date its sentence."""
        return self._counting.moves(said) if isinstance(value, Moment) else self._counting.updates(said[clause.start : clause.end])

    def _date(self, said: str, times: Sequence[Moment]) -> tuple[Moment, str, list[Moment]] | None:
        """The date of what is asked: not of its telling, nor one that no longer holds; the nearest to the question's words."""
        spans = [Span(one.start, one.end) for one in times]
        held = [
            one
            for one, span in zip(times, spans, strict=True)
            if not one.former and not self._told(said, one) and not self._is_asked(said, one) and self._done(said, self._counting.clause(said, span, spans))
        ]
        if not held:
            return None
        tokens = self._asked.language.analyzer.tokens(said)
        places = [token.start for token in tokens if stands(self._asked, token.term, self.needed)]
        nearest = min(held, key=lambda one: min((abs(place - one.start) for place in places), default=0))
        if not places and not all(one.agrees(nearest) for one in held):
            return None
        return nearest, DATE, [one for one in times if one.former]

    def _told(self, said: str, one: Moment) -> bool:
        """Whether a date is the day on which something was said."""
        weak = self._asked.language.weak - frozenset(self._asked.terms)
        tokens = self._asked.language.analyzer.tokens(said)
        before = [token for token in tokens if token.end <= one.start][-_NEAR:]
        after = [token for token in tokens if token.start >= one.end][:1]
        return any(token.term in weak for token in (*before, *after))

    def _is_asked(self, said: str, one: Quantity | Moment) -> bool:
        """Whether the question has the figure itself."""
        return not self._asked.numbers.isdisjoint(self._asked.language.analyzer.terms(said[one.start : one.end]))

    def _done(self, said: str, clause: Span) -> bool:
        """Whether a clause has what the question says last, if its sentence has it at all."""
        if self._does is None or self._counting.moves(said) or not self._has(said, self._does):
            return True
        return self._has(said[clause.start : clause.end], self._does)

    def _quantity(self, said: str, times: Iterable[Moment]) -> tuple[Quantity, str, list[Quantity]] | None:
        """The quantity that answers: the one that fits best, and has most of the question around it; None where several do."""
        found = [one for one in self._quantities.find(said) if one.measure != COUNT or not any(one.meets(time) for time in times)]
        spans = [Span(one.start, one.end) for one in found]
        ranked: list[tuple[int, int, Quantity, str]] = []
        part = any(one.role is Role.WHOLE for one in found)
        for one, span in zip(found, spans, strict=True):
            clause = self._counting.clause(said, span, spans)
            rank = None if one.role in _NO_ANSWER or self._is_asked(said, one) else self._rank(said, one, clause, part=part)
            if rank is not None:
                shared = sum(self._has(said[clause.start : clause.end], term) for term in self.needed)
                ranked.append((rank[0], -shared, one, rank[1]))
        if not ranked:
            return None
        best = min(ranked, key=lambda row: row[:2])
        if any(row[:2] == best[:2] and not (row[3] == best[3] and row[2].agrees(best[2])) for row in ranked):
            return None
        return best[2], best[3], [one for one in found if one.role is Role.FORMER and one.measure in {best[2].measure, COUNT}]

    def _rank(self, said: str, one: Quantity, clause: Span, *, part: bool) -> tuple[int, str] | None:
        """How well a quantity fits the question, the better the less, and the kind of its figure; None where it does not."""
        measures = self._wanted.measures
        if base(one.measure) in measures:
            return 0, f"{one.measure} {one.role}"
        if one.measure != COUNT:
            return None
        if measures:
            return self._strange_money(said, one, clause) if MONEY in measures else None
        if one.role is Role.CHANGED or not self._done(said, clause):
            return None
        return self._counted.rank(said, one, clause, part=part)

    def _strange_money(self, said: str, one: Quantity, clause: Span) -> tuple[int, str] | None:
        """A number as a sum in a currency that no table has: of something that the question does not speak of, and of no people."""
        noun = self._counted.noun(said, one, clause)
        term = next(iter(self._asked.language.analyzer.terms(noun)), None)
        if term is None or stands(self._asked, term, self._asked.terms) or self._counting.people(noun):
            return None
        return 1, f"{MONEY} {term} {one.role}"

    def _has(self, text: str, needed: str) -> bool:
        return any(stands(self._asked, term, (needed,)) for term in self._asked.language.analyzer.terms(text))


def _together(asked: Asked, one: str, other: str) -> bool:
    """Whether the words of two terms stand side by side in a question."""
    return bool(re.search(rf"{re.escape(asked.words[one])}\s+{re.escape(asked.words[other])}", asked.text))


@cache
def _terms(code: str, words: frozenset[str]) -> frozenset[str]:
    """The terms of words out of a table."""
    analyzer = languages().of(code).analyzer
    return frozenset(term for word in words for term in analyzer.terms(word))


@cache
def _finders(code: str) -> _Finders | None:
    found, dates, words = quantities(code), moments(code), counting(code)
    return None if found is None or dates is None or words is None else (found, dates, words)
