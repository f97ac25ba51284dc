"""Find a question's terms in texts: one pass over all candidates finds every kind at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from bot.answering.analysis.analyzed_corpus import AnalyzedCorpus
from bot.answering.analysis.corpus_statistics import NO_PREFIX
from bot.answering.question.parsing import ParsedQuestion
from bot.arrays.ragged import NOT_FOUND, IntArray, RaggedValues

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TermMatches:
    """What texts have of a question. A row a text, a column a term of the question."""

    counts: NDArray[np.int64]
    """How many times it has the term."""
    exact: BoolArray
    """It has the term itself."""
    synonym: BoolArray
    """It lacks the term and has a synonym."""
    hyponym: BoolArray
    """It lacks these and has a more exact word."""
    same_prefix: BoolArray
    """It lacks all of these and has a word that begins like the term."""
    history_counts: NDArray[np.int64]
    """How many times it has each term that earlier turns lend: a column each of those."""

    @property
    def history(self) -> BoolArray:
        """Whether it has each term that earlier turns lend."""
        return self.history_counts > 0


class QueryTerms:
    """All that is looked for; a term of a text may stand for several words, in several ways.

    Each way has a column for every term of the question: the term itself, a synonym, a more exact
    word, then those that earlier turns lend, then a word that begins alike. One column more stands
    for nothing.
    """

    def __init__(
        self, query: ParsedQuestion, history: Mapping[str, float], analyzed: AnalyzedCorpus
    ) -> None:
        terms, number = list(query.terms), analyzed.vocabulary.term_id
        self._size, self._history_size = len(terms), len(history)
        self.term_ids = analyzed.vocabulary.term_ids(
            (*terms, *(term for variant in query.variants for term in variant.written))
        )
        """Of the question's own terms, and of what they may be written as."""
        self._columns = 4 * len(terms) + len(history) + 1
        synonyms, hyponyms = (
            [related.get(term, ()) for term in terms]
            for related in (query.synonyms, query.hyponyms)
        )
        columns_of_term: dict[int, list[int]] = {}
        variants = [
            ([number(term) for term in variant.written], terms.index(term))
            for variant in query.variants
            # In their order: what follows "EU" follows "Union".
            for term in sorted(variant.terms, key=terms.index)
        ]
        for column, words in (
            *enumerate(zip(terms)),
            *((column, written) for written, column in variants if len(written) == 1),
            *enumerate((*synonyms, *hyponyms, *zip(history)), len(terms)),
        ):
            for word in words:
                known = number(word) if isinstance(word, str) else word
                if known is not None:
                    columns_of_term.setdefault(known, []).append(column)
        self._phrases = [
            (written, column)
            for written, column in variants
            if len(written) > 1 and all(number is not None for number in written)
        ]
        """Variants of several terms, by their numbers, each with the column that it stands for."""
        nothing = self._columns - 1
        self._columns_by_key = np.array(
            list(zip_longest((nothing,), *columns_of_term.values(), fillvalue=nothing)),
            dtype=np.int64,
        )
        """By key, the columns of a word, the term itself first; key 0 stands for nothing."""
        self._key_of_term = np.zeros(len(analyzed.vocabulary), dtype=np.int32)
        """By number of a term, its key."""
        self._key_of_term[list(columns_of_term)] = range(1, len(columns_of_term) + 1)
        self._prefix_ids = analyzed.prefix_ids
        self._column_of_prefix: dict[int, int] = {}
        for column, term in enumerate(terms, nothing - len(terms)):
            # Of terms that begin alike the first stands for all.
            if (prefix := analyzed.prefix_id(term)) != NOT_FOUND:
                self._column_of_prefix.setdefault(prefix, column)

    def match(self, values: IntArray, row: IntArray) -> TermHits:
        """Where the terms of texts stand for something; those of one row follow one another."""
        keys = self._key_of_term[values]
        place = np.flatnonzero(keys != 0)
        columns = self._columns_by_key[:, keys[place]]
        prefix_positions, prefix_columns = self._same_prefix(values)
        phrase_positions, phrase_columns = self._phrase_hits(values, row)
        return TermHits(
            np.concatenate((*(place,) * len(columns), prefix_positions, phrase_positions)),
            np.concatenate((*columns, prefix_columns, phrase_columns)),
            self._columns,
        )

    def _phrase_hits(self, values: IntArray, row: IntArray) -> tuple[IntArray, IntArray]:
        """Where variants of several terms begin, and the columns of what they stand for."""
        found = [np.zeros(0, dtype=np.int64)]
        columns = [np.zeros(0, dtype=np.int64)]
        for written, column in self._phrases:
            starts = np.flatnonzero(values[: len(values) - len(written) + 1] == written[0])
            for distance, number in enumerate(written[1:], 1):
                starts = starts[
                    (values[starts + distance] == number) & (row[starts + distance] == row[starts])
                ]
            found.append(starts)
            columns.append(np.full(len(starts), column))
        return np.concatenate(found), np.concatenate(columns)

    def _same_prefix(self, values: IntArray) -> tuple[IntArray, IntArray]:
        prefix_ids = self._prefix_ids[values]
        # What has no beginning counts from the end of the table, where nothing stands.
        size = int(prefix_ids.max(initial=0)) + 1
        columns = np.zeros(size - NO_PREFIX, dtype=np.int64)
        for prefix, column in self._column_of_prefix.items():
            if prefix < size:
                columns[prefix] = column
        found = columns[prefix_ids]
        place = np.flatnonzero(found != 0)
        return place, found[place]

    def matches(self, hits: TermHits, row: IntArray, rows: int) -> TermMatches:
        """Return what texts have, by the row that each of their terms belongs to."""
        terms = self._size
        counts = hits.counts(row, rows)
        has = counts > 0
        exact, synonym, hyponym = (
            has[:, position * terms : (position + 1) * terms] for position in range(3)
        )
        unmatched = ~exact
        synonym = synonym & unmatched
        unmatched &= ~synonym
        hyponym = hyponym & unmatched
        unmatched &= ~hyponym
        history = counts[:, 3 * terms : 3 * terms + self._history_size]
        same_prefix = has[:, 3 * terms + self._history_size : -1] & unmatched
        return TermMatches(counts[:, :terms], exact, synonym, hyponym, same_prefix, history)

    def contains(self, texts: RaggedValues, rows: int) -> tuple[BoolArray, BoolArray]:
        """By text, whether it has each term of the question, and each that earlier turns lend."""
        columns = self._columns_by_key[:, self._key_of_term[texts.values]]
        flags = np.zeros((rows, self._columns), dtype=bool)
        flags[np.broadcast_to(texts.row, columns.shape), columns] = True
        starts, phrase_columns = self._phrase_hits(texts.values, texts.row)
        flags[texts.row[starts], phrase_columns] = True
        history = 3 * self._size
        return flags[:, : self._size], flags[:, history : history + self._history_size]

    def bigrams(
        self, hits: TermHits, row: IntArray, rows: int, bigrams: Sequence[tuple[int, int]]
    ) -> BoolArray:
        """By row, which of the pairs of terms it has as neighbours, in order: a column a pair."""
        flags = np.zeros((rows, len(bigrams)), dtype=bool)
        exact = np.flatnonzero(hits.column < self._size)
        exact = exact[np.argsort(hits.position[exact], kind="stable")]
        place, column = hits.position[exact], hits.column[exact]
        row = row[place]
        first = np.flatnonzero((place[1:] == place[:-1] + 1) & (row[1:] == row[:-1]))
        number = {bigram: position for position, bigram in enumerate(bigrams)}
        for text_row, bigram in zip(
            row[first].tolist(),
            zip(column[first].tolist(), column[first + 1].tolist(), strict=True),
            strict=True,
        ):
            if bigram in number:
                flags[text_row, number[bigram]] = True
        return flags


@dataclass(frozen=True, slots=True)
class TermHits:
    """Terms of texts that stand for words of a question: a value for each pair of the two."""

    position: IntArray
    """Among the terms of the texts; those that are the question's own in their order."""
    column: IntArray
    """What it stands for."""
    columns: int

    def counts(self, row: IntArray, rows: int) -> NDArray[np.int64]:
        """By row and column, how often; by the row that each term of the texts belongs to."""
        return np.bincount(
            row[self.position] * self.columns + self.column, minlength=rows * self.columns
        ).reshape(rows, self.columns)
