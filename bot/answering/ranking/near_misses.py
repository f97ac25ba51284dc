"""What a passage has in the place of something that the question names: another name or number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.answering.question.antonyms import antonyms
from bot.answering.question.number_spellings import is_number
from bot.answering.question.parsing import ParsedQuestion
from bot.answering.question.synonyms.equivalents import equivalents
from bot.text.tokens import Token

MAX_DISTANCE = 3
"""So many words may lie between two that belong together: "the council of the old Ekeby"."""
_DIGITS = re.compile(r"\d+")
_SENTENCE_ENDS = frozenset(".!?;:")


@dataclass(frozen=True, slots=True)
class NearMiss:
    """How a passage differs from what the question names."""

    has_other_number: bool = False
    """It counts the same thing, and the figure is another one."""
    has_other_name: bool = False
    """It has another name, or what excludes it, where the question has one beside the same word."""
    is_agent_untold: bool = False
    """It says that something was done, and not by whom, where that is asked for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word of the question stands: before or after another one that the passage has."""

    term: str
    word: str
    """As asked."""
    neighbour: str
    is_before: bool
    """The word stands before its neighbour."""


class NearMissFinder:
    """Compares one passage with a question."""

    def __init__(self, query: ParsedQuestion, text: str) -> None:
        self._query = query
        self._language = query.language
        self._text = text
        self._known = {token.term for token in query.tokens} | {
            term for others in query.synonyms.values() for term in others
        }

    @cached_property
    def _tokens(self) -> list[Token]:
        """Only taken where there is something to compare: most questions name nothing amiss."""
        return self._language.analyzer.tokens(self._text)

    def find(self, missing: Collection[str]) -> NearMiss:
        """Compare; `missing` are terms that neither passage nor title nor article has."""
        numbers = names = False
        for place in _places(self._query, missing):
            others = list(self._others(place))
            if is_number(place.term, self._language.code):
                numbers |= any(is_number(token.term, self._language.code) for token in others)
            elif place.term in self._query.names or self._is_country(place.term):
                names |= any(
                    self._is_name(token) and not _is_same_name(place.word, token.text)
                    for token in others
                )
            elif self._language.code == "en":
                # "The Swedish navy" is no army.
                names |= antonyms().contradicts({place.term}, {token.term for token in others})
        names = names or any(map(self._has_other_designation, missing))
        return NearMiss(numbers, names, self._is_agent_untold(missing))

    def _has_other_designation(self, term: str) -> bool:
        """Whether it has the same letters with other digits: Su-35 for Su-27, H7N9 for H5N1."""
        pattern = _DIGITS.sub("#", term)
        return (
            pattern[:1].isalpha()
            and "#" in pattern
            and any(
                token.text != term and _DIGITS.sub("#", token.text) == pattern
                for token in self._tokens
            )
        )

    def _others(self, place: _Place) -> Iterator[Token]:
        """The words that the passage has where the question has one, beside the same neighbour."""
        for position, token in enumerate(self._tokens):
            if token.term != place.neighbour:
                continue
            sides = [place.is_before]
            if self._is_country(place.term):
                # "The ambassador of the Netherlands" is the Dutch one.
                sides.append(not place.is_before)
            for is_before in sides:
                other = self._beside(position, is_before=is_before, adjacent=place.is_before)
                if other is not None and other.term not in self._known:
                    yield other

    def _beside(self, position: int, *, is_before: bool, adjacent: bool) -> Token | None:
        """Return the next informative word of the same sentence on one side."""
        tokens, own = self._tokens, self._tokens[position]
        if is_before:
            near = tokens[max(0, position - (1 if adjacent else MAX_DISTANCE)) : position][::-1]
        else:
            near = tokens[position + 1 : position + 1 + MAX_DISTANCE]
        found = next((token for token in near if not token.stop), None)
        if found is None or not (
            is_before or adjacent or tokens[position + 1].text in self._language.name_joins
        ):
            return None
        between = self._text[min(own.end, found.end) : max(own.start, found.start)]
        return None if not _SENTENCE_ENDS.isdisjoint(between) else found

    def _is_name(self, token: Token) -> bool:
        return (
            self._text[token.start].isupper() and token.text not in self._language.name_titles
        ) or self._is_country(token.term)

    def _is_country(self, term: str) -> bool:
        return term in equivalents(self._language.code).country_terms

    def _is_agent_untold(self, missing: Collection[str]) -> bool:
        """Whether all that the passage says is that it was done: "was stolen", without "by"."""
        verb, noun = agent_verb(self._query)
        if (
            verb is None
            or verb in missing
            or any(noun and token.term == noun for token in self._tokens)
        ):
            return False
        places = [place for place, token in enumerate(self._tokens) if token.term == verb]
        return bool(places) and all(map(self._is_bare_passive, places))

    def _is_bare_passive(self, place: int) -> bool:
        tokens, language = self._tokens, self._language
        if not any(
            token.text in language.agents.passive for token in tokens[max(0, place - 2) : place]
        ):
            return False
        start = tokens[place].end
        end = min(
            (at for mark in _SENTENCE_ENDS if (at := self._text.find(mark, start)) >= 0),
            default=len(self._text),
        )
        return not any(
            token.text in language.agents.prepositions
            for token in tokens[place + 1 :]
            if token.start < end
        )


def _is_same_name(asked: str, told: str) -> bool:
    """Tell whether a name may be the one asked for in another spelling, or its initials."""
    return asked.isupper() or asked.casefold()[:2] == told[:2]


def _places(query: ParsedQuestion, missing: Collection[str]) -> Iterator[_Place]:
    """Where missing words stand right before others, or after them and a word that joins names.

    The others are some that the passage or its article has.
    """
    tokens, joins = query.tokens, query.language.name_joins
    informative = [place for place, token in enumerate(tokens) if not token.stop]
    for number, place in enumerate(informative):
        token = tokens[place]
        if token.term not in missing:
            continue
        word = query.text[token.start : token.end]
        if (
            number + 1 < len(informative)
            and informative[number + 1] == place + 1
            and tokens[place + 1].term not in missing
        ):
            yield _Place(token.term, word, tokens[place + 1].term, is_before=True)
        if number and place - informative[number - 1] <= MAX_DISTANCE:
            before = informative[number - 1]
            if tokens[before].term not in missing and tokens[before + 1].text in joins:
                yield _Place(token.term, word, tokens[before].term, is_before=False)


def agent_verb(query: ParsedQuestion) -> tuple[str | None, str | None]:
    """Return what was done in a question for who did it, and what he is: "which company built"."""
    tokens, agents = query.tokens, query.language.agents
    asking = agents.questions | agents.noun_questions
    start = next(
        (place for place, token in enumerate(tokens) if token.stop and token.text in asking), None
    )
    if start is None:
        return None, None
    after = [*tokens[start + 1 : start + 3]]
    noun = None
    if tokens[start].text in agents.noun_questions:
        if not after or after[0].stop:
            return None, None
        noun = after.pop(0).term
    if not after or after[0].stop or after[0].term not in query.terms:
        return None, None
    return after[0].term, noun
