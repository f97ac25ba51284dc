"""What a number in a sentence counts, beside what a question wants counted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile, takewhile

from bot.answering.question.parsing import ParsedQuestion
from bot.model import Span
from bot.text.quantities.counting import QuantityContext, RequestedQuantity
from bot.text.quantities.quantity import Quantity

COUNT_KIND = "count"
_MAX_OUTCOME_DISTANCE_CHARS = 80
"""Characters between a number and what became of whom it counts, at most."""
_MAX_NOUN_WORDS = 4
"""So many words behind a number may name what it counts."""


class CountedNounMatcher:
    """Tells whether a number counts what one question wants."""

    def __init__(
        self, query: ParsedQuestion, request: RequestedQuantity, counting: QuantityContext
    ) -> None:
        """Take the question, what it wants counted, and the words of its language."""
        self._asked, self._request, self._counting = query, request, counting
        self._analyzer = query.language.analyzer
        self.terms = (
            frozenset(self._analyzer.terms(request.noun)) if request.noun else frozenset[str]()
        )
        """Of the noun that is counted."""

    def match(
        self, sentence: str, quantity: Quantity, clause: Span, *, part: bool
    ) -> tuple[int, str] | None:
        """Rate how well a number fits, lower being better, with its kind; None where it does not.

        It is only a `part` where its sentence speaks of the whole as well.
        """
        found = self._match_noun(sentence, quantity, clause)
        # "Three of the ropes" can't be compared with all of them.
        part = part or self._counting.counted_start(sentence, quantity.end) > quantity.end
        return (found[0], f"{found[1]} of") if found and part else found

    def _match_noun(
        self, sentence: str, quantity: Quantity, clause: Span
    ) -> tuple[int, str] | None:
        noun = self.counted_noun(sentence, quantity, clause)
        people, fate = self._counting.find_people(noun), self._outcome(sentence, quantity, clause)
        request = self._request
        if fate != request.outcome and (
            fate is None or request.outcome is not None or request.counts_people or people
        ):
            return None
        named = next(
            (token for token in self._analyzer.tokens(noun) if self._is_counted(token.term)), None
        )
        if named is not None:
            return self._with_modifiers(noun[: named.start], "")
        before = sentence[clause.start : quantity.start]
        if not request.counts_people:
            # "Of the ropes 5 broke"
            headed = not noun or matches_term(
                self._asked, self._analyzer.terms(noun)[0], self._asked.terms
            )
            return (
                (1, COUNT_KIND)
                if headed and any(map(self._is_counted, self._analyzer.terms(before)))
                else None
            )
        if people:
            general, span = people[0]
            return self._with_modifiers(
                noun[: span.start], "" if general else noun[span.start : span.end]
            )
        if (noun and not self._counting.find_outcomes(noun.split()[0])) or not request.outcome:
            return None
        # A number without a noun counts what its clause gives the number of, else people.
        counts = self._counting.find_number_of(before)
        if (
            counts is None
            or not self._analyzer.terms(counts)
            or self._counting.find_outcomes(counts)
        ):
            return 1, COUNT_KIND
        general = any(item for item, _ in self._counting.find_people(counts))
        return 1, COUNT_KIND if general else f"{COUNT_KIND} {counts.casefold()}"

    def counted_noun(self, sentence: str, quantity: Quantity, clause: Span) -> str:
        """Return the words right behind a number that may name what it counts."""
        start = self._counting.counted_start(sentence, quantity.end)
        behind = dropwhile(
            lambda token: start > quantity.end and token.text[0].isdigit(),
            self._analyzer.tokens(sentence[start : clause.end]),
        )
        head = list(takewhile(lambda token: not token.stop, behind))[:_MAX_NOUN_WORDS]
        return sentence[start + head[0].start : start + head[-1].end] if head else ""

    def _outcome(self, sentence: str, quantity: Quantity, clause: Span) -> str | None:
        """Tell what became of those counted: by the clause, else the sentence's only word."""
        fates = self._counting.find_outcomes(sentence)
        own = [
            (fate, _char_distance(quantity, span))
            for fate, span in fates
            if clause.start <= span.start and span.end <= clause.end
        ]
        if own:
            nearest, distance = min(own, key=lambda row: row[1])
            return nearest if distance <= _MAX_OUTCOME_DISTANCE_CHARS else None
        only = {fate for fate, _ in fates}
        alone = len(only) == 1 and (
            self._counting.find_people(self.counted_noun(sentence, quantity, clause))
            or self._counting.supersedes_figure(sentence[clause.start : clause.end])
        )
        return only.pop() if alone else None

    def _with_modifiers(self, words: str, kind: str) -> tuple[int, str]:
        """Tell whether words stand before the noun: "wooden houses" are not just "houses"."""
        tokens = [
            token
            for token in self._analyzer.tokens(words)
            if not token.stop and not self._counting.find_outcomes(token.text)
        ]
        others = sorted(token.term for token in tokens if not self._is_asked(token.term))
        return int(bool(kind)), " ".join(filter(None, (COUNT_KIND, *others, kind.casefold())))

    def _is_counted(self, term: str) -> bool:
        return matches_term(self._asked, term, self.terms)

    def _is_asked(self, term: str) -> bool:
        return self._is_counted(term) or matches_term(self._asked, term, self._asked.terms)


def _char_distance(quantity: Quantity, span: Span) -> int:
    return max(span.start - quantity.end, quantity.start - span.end)


def matches_term(query: ParsedQuestion, term: str, terms: Iterable[str]) -> bool:
    """Tell whether a term of a text stands for one of some of a question's."""
    return any(
        term == entry or term in (*query.synonyms.get(entry, ()), *query.hyponyms.get(entry, ()))
        for entry in terms
    )
