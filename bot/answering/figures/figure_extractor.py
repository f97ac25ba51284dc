"""Read the figure that answers from a sentence: a quantity of the kind asked for, or a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from bot.answering.figures.counted_nouns import CountedNounMatcher, matches_term
from bot.answering.figures.date_selection import DateSelector
from bot.answering.figures.figure import DATE, Figure
from bot.answering.figures.name_matcher import NameMatcher
from bot.answering.figures.required_terms import RequiredTerms
from bot.answering.question.answer_type import AnswerType
from bot.answering.question.parsing import ParsedQuestion
from bot.model import Span
from bot.text.quantities.counting import QuantityContext, RequestedQuantity, quantity_context
from bot.text.quantities.date_expression import DateExpression
from bot.text.quantities.date_parser import DateParser, date_parser
from bot.text.quantities.quantity import Quantity, QuantityRole
from bot.text.quantities.quantity_parser import QuantityParser, quantity_parser
from bot.text.quantities.unit_parser import AGE, COUNT, DURATION, MONEY, SHARE, dimension

_MEASURES = {
    AnswerType.MONEY: MONEY,
    AnswerType.SHARE: SHARE,
    AnswerType.AGE: AGE,
    AnswerType.DURATION: DURATION,
}
_EXCLUDED_ROLES = {
    QuantityRole.PREVIOUS,
    QuantityRole.WHOLE,
    QuantityRole.ADDITIONAL,
    QuantityRole.PART,
}
_Parsers = tuple[QuantityParser, DateParser, QuantityContext]


class FigureExtractor:
    """Reads the figures that answer one question."""

    def __init__(
        self, query: ParsedQuestion, request: RequestedQuantity, finders: _Parsers
    ) -> None:
        """Take the question, what it wants, and what finds figures in its language."""
        self._asked, self._request = query, request
        self._quantities, self._moments, self._counting = finders
        self._counted = CountedNounMatcher(query, request, self._counting)
        self._required = RequiredTerms(query, request, self._counting, self._counted.terms)
        self.required_terms = self._required.terms
        """The terms of the question that an answer must have besides its figure."""
        self.implied_terms = frozenset(query.terms) - frozenset(self.required_terms)
        """Those that its figure says, in whatever words."""
        self.optional_name_terms = {
            item: name
            for item, name in pairwise(query.term_sequence)
            if name in query.names and _are_adjacent(query, item, name)
        }
        """Words of names by the term before: for "painter Veda Lorn" an answer may say "Lorn"."""
        self.kind_is_specific = bool(request.outcome) or bool(request.measures - {DATE})
        """Whether the figure itself says part of what is asked: a measure, a fate of people."""
        self._names = NameMatcher(
            query, self.optional_name_terms, self._counted.terms, self._counting
        )
        self._dates = DateSelector(query, self._required, self._counting)

    @staticmethod
    def for_question(query: ParsedQuestion) -> FigureExtractor | None:
        """Make the reader of a question's figures; None where it asks for none."""
        finders = _parsers(query.language.code)
        if finders is None:
            return None
        words = finders[-1]
        if query.answer_type is AnswerType.DATE:
            return FigureExtractor(query, words.date_request(), finders)
        measure = _MEASURES.get(query.answer_type)
        request = words.parse_request(query.text, [measure] if measure else ())
        return FigureExtractor(query, request, finders) if request else None

    def extract(self, text: str, sentence: Span, written: dt.date | None) -> Figure | None:
        """Return the figure of a sentence; `text` is the passage, `written` its article's day."""
        sentence_text = text[sentence.start : sentence.end]
        times = self._moments.find(sentence_text, written)
        found = (
            self._dates.select(sentence_text, times)
            if DATE in self._request.measures
            else self._extract_quantity(sentence_text, times)
        )
        if found is None:
            return None
        value, kind, former = found
        clause = self._counting.clause_around(sentence_text, Span(value.start, value.end), ())
        spans = [Span(item.start, item.end) for item in (value, *times)]
        if not self._names.allows(
            sentence_text, value.start, clause, spans, required=AGE in self._request.measures
        ):
            return None
        span = Span(sentence.start + value.start, sentence.start + value.end)
        years = {int(number) for number in self._asked.numbers if number.isdecimal()}
        of_time = [
            time
            for time in times
            if time.is_year_or_month and not (time.years and set(time.years) <= years)
        ]
        return Figure(
            sentence,
            span,
            kind,
            value,
            former,
            self._is_update(sentence_text, value, clause),
            of_time,
            written.year if written else None,
        )

    def _is_update(self, sentence: str, value: Quantity | DateExpression, clause: Span) -> bool:
        """Tell whether a figure supersedes another: by its clause, for a date by its sentence."""
        return (
            self._counting.supersedes_date(sentence)
            if isinstance(value, DateExpression)
            else self._counting.supersedes_figure(sentence[clause.start : clause.end])
        )

    def _extract_quantity(
        self, sentence: str, times: Iterable[DateExpression]
    ) -> tuple[Quantity, str, list[Quantity]] | None:
        """Return the quantity that fits best, with most of the question around it."""
        found = [
            quantity
            for quantity in self._quantities.find(sentence)
            if quantity.measure != COUNT or not any(quantity.overlaps(time) for time in times)
        ]
        spans = [Span(quantity.start, quantity.end) for quantity in found]
        ranked: list[tuple[int, int, Quantity, str]] = []
        part = any(quantity.role is QuantityRole.WHOLE for quantity in found)
        for quantity, span in zip(found, spans, strict=True):
            clause = self._counting.clause_around(sentence, span, spans)
            rank = (
                None
                if quantity.role in _EXCLUDED_ROLES
                or self._required.repeats_question(sentence, quantity)
                else self._match(sentence, quantity, clause, part=part)
            )
            if rank is not None:
                shared = sum(
                    self._required.contains(sentence[clause.start : clause.end], term)
                    for term in self.required_terms
                )
                ranked.append((rank[0], -shared, quantity, rank[1]))
        if not ranked:
            return None
        best = min(ranked, key=lambda row: row[:2])
        if any(
            row[:2] == best[:2] and not (row[3] == best[3] and row[2].agrees_with(best[2]))
            for row in ranked
        ):
            return None
        return (
            best[2],
            best[3],
            [
                quantity
                for quantity in found
                if quantity.role is QuantityRole.PREVIOUS
                and quantity.measure in {best[2].measure, COUNT}
            ],
        )

    def _match(
        self, sentence: str, quantity: Quantity, clause: Span, *, part: bool
    ) -> tuple[int, str] | None:
        """Rate how well a quantity fits, lower being better, with its kind; None if not."""
        measures = self._request.measures
        if dimension(quantity.measure) in measures:
            return 0, f"{quantity.measure} {quantity.role}"
        if quantity.measure != COUNT:
            return None
        if measures:
            return (
                self._match_unknown_currency(sentence, quantity, clause)
                if MONEY in measures
                else None
            )
        if quantity.role is QuantityRole.CHANGE or not self._required.has_action(sentence, clause):
            return None
        return self._counted.match(sentence, quantity, clause, part=part)

    def _match_unknown_currency(
        self, sentence: str, quantity: Quantity, clause: Span
    ) -> tuple[int, str] | None:
        """Read a number as a sum in a currency that no table has.

        Its noun is neither in the question nor one for people.
        """
        noun = self._counted.counted_noun(sentence, quantity, clause)
        term = next(iter(self._asked.language.analyzer.terms(noun)), None)
        if (
            term is None
            or matches_term(self._asked, term, self._asked.terms)
            or self._counting.find_people(noun)
        ):
            return None
        return 1, f"{MONEY} {term} {quantity.role}"


def _are_adjacent(query: ParsedQuestion, one: str, other: str) -> bool:
    """Tell whether the words of two terms stand side by side in a question."""
    return bool(
        re.search(
            rf"{re.escape(query.word_of_term[one])}\s+{re.escape(query.word_of_term[other])}",
            query.text,
        )
    )


@cache
def _parsers(code: str) -> _Parsers | None:
    found, dates, words = quantity_parser(code), date_parser(code), quantity_context(code)
    return None if found is None or dates is None or words is None else (found, dates, words)
