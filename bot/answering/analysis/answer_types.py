"""What kinds of answer each sentence holds: names, dates, numbers, reasons ..."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answering.question.answer_type import AnswerType
from bot.text.language import Language

NO_TERM = ""
"""Stands for something that no question can hold itself."""
# Plain, as an enumeration's own hash is slow.
_KINDS = tuple(kind.value for kind in AnswerType)
_QUESTION = AnswerType.QUESTION.value
_ENDS_LIKE_QUESTION = re.compile(r"[?？؟][\s\"'”’»)*_]*$")
_PERSON, _PLACE = AnswerType.PERSON.value, AnswerType.PLACE.value
_TERMLESS = {AnswerType.REASON.value, AnswerType.QUOTATION.value, AnswerType.SHARE.value}
"""Kinds of which it does not matter whether the question has the same words."""


def find_answer_types(sentence: str, language: Language) -> list[tuple[str, str]]:
    """Yield the kinds of answer in a sentence, each with every term that gives one.

    Kinds are given by their plain values.
    """
    found = language.answer_finder.find_all(sentence)
    if _PERSON in found and _PLACE in found:
        found[_PERSON] = _without_places(found[_PERSON], found[_PLACE], language)
    phrase = language.analyzer.phrase_terms
    types: dict[tuple[str, str], None] = {}
    for kind in _KINDS:
        if kind in found:
            if kind in _TERMLESS:
                types[kind, NO_TERM] = None
            else:
                for match in found[kind]:
                    for term in phrase(match[0]) or (NO_TERM,):
                        types[kind, term] = None
    if _ENDS_LIKE_QUESTION.search(sentence):
        types[_QUESTION, NO_TERM] = None
    return list(types)


def _without_places(
    names: Iterable[re.Match[str]], places: Iterable[re.Match[str]], language: Language
) -> list[re.Match[str]]:
    """Leave out names behind a word of place: "near the Gannet Rocks" names nobody."""
    ends = [
        match.end() - 1 for match in places if match[0].split()[0].casefold() in language.locative
    ]
    return [name for name in names if not any(name.start() <= end < name.end() for end in ends)]
