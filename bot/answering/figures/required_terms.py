"""What an answer must say besides its figure, and what of a sentence says it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from bot.answering.figures.counted_nouns import matches_term
from bot.answering.question.parsing import ParsedQuestion
from bot.model import Span
from bot.text.language import languages
from bot.text.quantities.counting import QuantityContext, RequestedQuantity
from bot.text.quantities.date_expression import DateExpression
from bot.text.quantities.quantity import Quantity


class RequiredTerms:
    """The terms of one question that an answer must have besides its figure."""

    def __init__(
        self,
        query: ParsedQuestion,
        request: RequestedQuantity,
        counting: QuantityContext,
        counted: Collection[str],
    ) -> None:
        """Take the question, what it wants counted, words of its language, and terms counted."""
        self._asked, self._counting = query, counting
        said = set(
            _terms(
                query.language.code,
                frozenset({*request.implied_words, *counting.optional_words}),
            )
        )
        for term, word in query.word_of_term.items():
            if (request.outcome and counting.find_outcomes(word)) or (
                request.counts_people and counting.find_people(word)
            ):
                said.add(term)
        self.terms = [
            term
            for term, weight in query.terms.items()
            if weight >= 1 and term not in said and term not in counted
        ]
        # Mostly what is done; what became of people a figure is counted by.
        last = next(
            (
                term
                for term in reversed(query.term_sequence)
                if term in self.terms and term not in query.names
            ),
            None,
        )
        self._action_term = None if request.outcome else last

    def contains(self, text: str, needed: str) -> bool:
        """Tell whether a text has a term, in whatever words."""
        return any(
            matches_term(self._asked, term, (needed,))
            for term in self._asked.language.analyzer.terms(text)
        )

    def has_action(self, sentence: str, clause: Span) -> bool:
        """Tell whether a clause has what the question says last, if its sentence has it at all."""
        if (
            self._action_term is None
            or self._counting.supersedes_date(sentence)
            or not self.contains(sentence, self._action_term)
        ):
            return True
        return self.contains(sentence[clause.start : clause.end], self._action_term)

    def repeats_question(self, sentence: str, one: Quantity | DateExpression) -> bool:
        """Tell whether the question itself has the figure."""
        return not self._asked.numbers.isdisjoint(
            self._asked.language.analyzer.terms(sentence[one.start : one.end])
        )


@cache
def _terms(code: str, words: frozenset[str]) -> frozenset[str]:
    """Give the terms of words out of a table."""
    analyzer = languages().get(code).analyzer
    return frozenset(term for word in words for term in analyzer.terms(word))
