"""What kinds of answer each sentence holds: names, dates, numbers, reasons ..."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.answering.question import Kind
from bot.index.forward import Numbers, Rows, Vocabulary
from bot.text.language import Language

ALWAYS = -1
"""Stands for something that no question can hold itself."""
_NEVER_ASKED = {Kind.REASON, Kind.QUOTATION, Kind.SHARE}
"""Kinds of which it does not matter whether the question has the same words."""


class Telling:
    """For each sentence and kind of answer, the terms by which it tells one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rows = {kind: Rows() for kind in Kind}

    def add(self, sentence: str, language: Language) -> None:
        """Add the next sentence."""
        for kind, rows in self._rows.items():
            rows.add(self._terms(kind, sentence, language))

    def told(self, kind: Kind, sentences: Numbers, asked: Numbers) -> NDArray[np.float64]:
        """By sentence, 1 where it tells something of that kind that is not among the terms asked; 0 where kinds can't be told."""
        found = self._rows[kind].gather(sentences)
        new = found.row[~np.isin(found.values, asked)]
        told = np.zeros(len(sentences))
        told[new] = 1.0
        return told

    def _terms(self, kind: Kind, sentence: str, language: Language) -> list[int]:
        pattern = language.holds.get(kind)
        if pattern is None:
            return []
        if kind in _NEVER_ASKED:
            return [ALWAYS] if pattern.search(sentence) else []
        found: list[int] = []
        places = _places(sentence, language) if kind is Kind.PERSON else set()
        for match in pattern.finditer(sentence):
            if not places.isdisjoint(range(*match.span())):
                continue
            terms = language.analyzer.terms(match[0])
            found += map(self._vocabulary.add, terms) if terms else [ALWAYS]
        return found


def _places(sentence: str, language: Language) -> set[int]:
    """Where names end that a word of place stands before: "near the Gannet Rocks" names nobody."""
    pattern = language.holds.get(Kind.PLACE)
    if pattern is None or not language.locative:
        return set()
    return {match.end() - 1 for match in pattern.finditer(sentence) if match[0].split()[0].casefold() in language.locative}
