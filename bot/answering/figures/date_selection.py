"""Which date of a sentence answers a question for a date."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.figures.counted_nouns import matches_term
from bot.answering.figures.figure import DATE
from bot.answering.figures.required_terms import RequiredTerms
from bot.answering.question.parsing import ParsedQuestion
from bot.model import Span
from bot.text.quantities.counting import QuantityContext
from bot.text.quantities.date_expression import DateExpression

_MAX_WORDS_FROM_SPEECH_VERB = 3
"""So many words between a word of saying and a date make it the day of the statement."""


class DateSelector:
    """Selects the dates that answer one question."""

    def __init__(
        self, query: ParsedQuestion, required: RequiredTerms, counting: QuantityContext
    ) -> None:
        """Take the question, what an answer must have, and the words of its language."""
        self._asked, self._required, self._counting = query, required, counting

    def select(
        self, sentence: str, times: Sequence[DateExpression]
    ) -> tuple[DateExpression, str, list[DateExpression]] | None:
        """Select the date of what is asked from those of a sentence, the nearest to its words.

        It is not that of its telling, nor one that no longer holds; those are given beside it.
        """
        spans = [Span(time.start, time.end) for time in times]
        held = [
            time
            for time, span in zip(times, spans, strict=True)
            if not time.is_outdated
            and not self._is_date_of_statement(sentence, time)
            and not self._required.repeats_question(sentence, time)
            and self._required.has_action(
                sentence, self._counting.clause_around(sentence, span, spans)
            )
        ]
        if not held:
            return None
        tokens = self._asked.language.analyzer.tokens(sentence)
        places = [
            token.start
            for token in tokens
            if matches_term(self._asked, token.term, self._required.terms)
        ]
        nearest = min(
            held,
            key=lambda date_expression: min(
                (abs(position - date_expression.start) for position in places), default=0
            ),
        )
        if not places and not all(date_expression.agrees_with(nearest) for date_expression in held):
            return None
        return nearest, DATE, [time for time in times if time.is_outdated]

    def _is_date_of_statement(self, sentence: str, date_expression: DateExpression) -> bool:
        """Tell whether a date is the day on which something was said."""
        weak = self._asked.language.reporting_terms - frozenset(self._asked.terms)
        tokens = self._asked.language.analyzer.tokens(sentence)
        before = [token for token in tokens if token.end <= date_expression.start][
            -_MAX_WORDS_FROM_SPEECH_VERB:
        ]
        after = [token for token in tokens if token.start >= date_expression.end][:1]
        return any(token.term in weak for token in (*before, *after))
