"""Whether a figure in a sentence is of what a question names, or of somebody or something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bot.answering.figures.counted_nouns import matches_term
from bot.answering.question.parsing import ParsedQuestion
from bot.model import Span
from bot.text.quantities.counting import QuantityContext
from bot.text.tokens import Token


class NameMatcher:
    """Compares the names in sentences with those of one question."""

    def __init__(
        self,
        query: ParsedQuestion,
        spare: Mapping[str, str],
        counted: Collection[str],
        counting: QuantityContext,
    ) -> None:
        """Take the question, names by the term before, what is counted, and known words."""
        self._asked, self._counted, self._counting = query, counted, counting
        self._first_names = {name: item for item, name in spare.items() if item in query.names}

    def allows(
        self, sentence: str, position: int, clause: Span, figures: Sequence[Span], *, required: bool
    ) -> bool:
        """Tell whether the figure at a place of a sentence may be of what the question names.

        In its clause the last name before it, or else the first one behind it, is one of the
        question; where the clause has none, the last one before it in the sentence. A sentence that
        has only other names is of something else, and so is one of somebody else with the same last
        name. Where a name must be `required`, it has one.
        """
        names = self._find_names(sentence, figures)
        if any(map(self._is_namesake, names)) or (
            names and not any(self._is_asked(token) for name in names for token in name)
        ):
            return False
        ahead = [name for name in names if name[0].start < position]
        behind = [name for name in names if name[0].start >= position]
        own = [
            *(name for name in ahead[-1:] if name[0].start >= clause.start),
            *(name for name in behind[:1] if name[0].start < clause.end),
        ]
        return all(any(map(self._is_asked, name)) for name in own[:1] or ahead[-1:]) and bool(
            names or not required
        )

    def _find_names(self, sentence: str, figures: Sequence[Span]) -> list[list[Token]]:
        """Yield the names of a sentence as words; a capital on its first word alone is none."""
        every = self._asked.language.analyzer.tokens(sentence)
        names: list[list[Token]] = []
        for token in every:
            if (
                not sentence[token.start].isupper()
                or token.stop
                or token.text in self._counting.titles
                or token.term in self._counted
            ):
                continue
            if any(figure.start <= token.start < figure.end for figure in figures):
                continue
            if names and sentence[names[-1][-1].end : token.start] == " ":
                names[-1].append(token)
            else:
                names.append([token])
        first = len(sentence) - len(sentence.lstrip("\"'“‘«„([—–- "))
        names = [
            name
            for name in names
            if len(name) > 1 or name[0].start != first or self._is_asked(name[0])
        ]
        return [
            name
            for name in names
            if any(map(self._is_asked, name)) or not self._is_speaker(sentence, name, every)
        ]

    def _is_speaker(self, sentence: str, name: Sequence[Token], every: Sequence[Token]) -> bool:
        """Tell whether a name is of who says it: a word of saying stands beside it."""
        beside = [
            *[token for token in every if token.end <= name[0].start][-1:],
            *[token for token in every if token.start >= name[-1].end][:1],
        ]
        return any(
            token.term in self._asked.language.reporting_terms for token in beside
        ) or self._counting.ends_with_attribution(sentence[: name[0].start])

    def _is_namesake(self, name: Sequence[Token]) -> bool:
        """Tell whether a name has a last name of the question with another first name."""
        terms = [token.term for token in name]
        return any(
            token.term in self._first_names
            and self._first_names[token.term] not in terms
            and not self._is_asked(before)
            for before, token in pairwise(name)
        )

    def _is_asked(self, token: Token) -> bool:
        return matches_term(self._asked, token.term, self._asked.terms)
