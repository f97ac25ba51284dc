"""The words of a question as numbers, and where texts hold them: one pass over the terms of all candidates finds every kind at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from bot.answering.derived import NO_BEGINNING
from bot.answering.question import Asked
from bot.answering.reading import Reading
from bot.compact.rows import NOWHERE, Numbers, Ragged

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Words:
    """What texts have of a question. A row a text, a column a term of the question."""

    counts: NDArray[np.int64]
    """How many times it has the term."""
    own: Flags
    """It has the term itself."""
    near: Flags
    """It lacks the term and has a synonym."""
    narrow: Flags
    """It lacks these and has a more exact word."""
    akin: Flags
    """It lacks all of these and has a word that begins like the term."""
    lent: Flags
    """It has the term that earlier turns lend: a column each of those."""


class Sought:
    """All that is looked for; a term of a text may stand for several words of a question, and in several ways.

    Each way has a column for every term of the question: the term itself, a synonym, a more exact word, then those that earlier turns
    lend, then a word that begins alike. One column more stands for nothing.
    """

    def __init__(self, asked: Asked, lent: Mapping[str, float], reading: Reading) -> None:
        terms, number = list(asked.terms), reading.vocabulary.number
        self._terms, self._lent = len(terms), len(lent)
        numbers = [number(term) for term in terms]
        self.numbers = np.array([NOWHERE if one is None else one for one in numbers], dtype=np.int64)
        """Of the question's own terms."""
        self._columns = 4 * len(terms) + len(lent) + 1
        near, narrower = ([like.get(term, ()) for term in terms] for like in (asked.near, asked.narrower))
        stands: dict[int, list[int]] = {}
        for column, words in enumerate((*zip(terms), *near, *narrower, *zip(lent))):
            for word in words:
                if (known := number(word)) is not None:
                    stands.setdefault(known, []).append(column)
        nothing = self._columns - 1
        self._means = np.array(list(zip_longest((nothing,), *stands.values(), fillvalue=nothing)), dtype=np.int64)
        """By key, the columns of a word, the term itself first; key 0 stands for nothing."""
        self._keys = np.zeros(len(reading.vocabulary), dtype=np.int32)
        """By number of a term, its key."""
        self._keys[list(stands)] = range(1, len(stands) + 1)
        self._beginnings = reading.beginnings
        self._alike: dict[int, int] = {}
        for column, term in enumerate(terms, nothing - len(terms)):
            # Of terms that begin alike the first stands for all.
            if (beginning := reading.beginning(term)) != NOWHERE:
                self._alike.setdefault(beginning, column)

    def meet(self, values: Numbers) -> Met:
        """Where the terms of texts stand for something."""
        keys = self._keys[values]
        place = np.flatnonzero(keys != 0)
        means = self._means[:, keys[place]]
        begin, alike = self._akin(values)
        return Met(np.concatenate((*(place,) * len(means), begin)), np.concatenate((*means, alike)), self._columns)

    def _akin(self, values: Numbers) -> tuple[Numbers, Numbers]:
        begins = self._beginnings[values]
        # What has no beginning counts from the end of the table, where nothing stands.
        size = int(begins.max(initial=0)) + 1
        columns = np.zeros(size - NO_BEGINNING, dtype=np.int64)
        for beginning, column in self._alike.items():
            if beginning < size:
                columns[beginning] = column
        found = columns[begins]
        place = np.flatnonzero(found != 0)
        return place, found[place]

    def words(self, met: Met, row: Numbers, rows: int) -> Words:
        """What texts have, by the row that each of their terms belongs to."""
        terms = self._terms
        counts = met.counts(row, rows)
        has = counts > 0
        own, near, narrow = (has[:, place * terms : (place + 1) * terms] for place in range(3))
        without = ~own
        near = near & without
        without &= ~near
        narrow = narrow & without
        without &= ~narrow
        lent = has[:, 3 * terms : 3 * terms + self._lent]
        akin = has[:, 3 * terms + self._lent : -1] & without
        return Words(counts[:, :terms], own, near, narrow, akin, lent)

    def held(self, texts: Ragged, rows: int) -> Flags:
        """By text and term, whether the text has the term itself."""
        column = self._means[0][self._keys[texts.values]]
        own = np.flatnonzero(column < self._terms)
        flags = np.zeros((rows, self._terms), dtype=bool)
        flags[texts.row[own], column[own]] = True
        return flags

    def pairs(self, met: Met, row: Numbers, rows: int, pairs: Sequence[tuple[int, int]]) -> Flags:
        """By row, which of the pairs of terms it has as neighbours, in order: a column a pair."""
        flags = np.zeros((rows, len(pairs)), dtype=bool)
        own = np.flatnonzero(met.column < self._terms)
        place, column = met.place[own], met.column[own]
        row = row[place]
        first = np.flatnonzero((place[1:] == place[:-1] + 1) & (row[1:] == row[:-1]))
        number = {pair: place for place, pair in enumerate(pairs)}
        for at, pair in zip(row[first].tolist(), zip(column[first].tolist(), column[first + 1].tolist(), strict=True), strict=True):
            if pair in number:
                flags[at, number[pair]] = True
        return flags


@dataclass(frozen=True, slots=True)
class Met:
    """Terms of texts that stand for words of a question: a value for each such term and each thing that it stands for."""

    place: Numbers
    """Among the terms of the texts; those that are the question's own in their order."""
    column: Numbers
    """What it stands for."""
    columns: int

    def counts(self, row: Numbers, rows: int) -> NDArray[np.int64]:
        """By row and column, how often; by the row that each term of the texts belongs to."""
        return np.bincount(row[self.place] * self.columns + self.column, minlength=rows * self.columns).reshape(rows, self.columns)
