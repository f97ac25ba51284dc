"""The words, terms and languages of several segments under common numbers.

The numbers depend on nothing but what the wanted articles hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.analysis.answer_type_index import packed_terms
from bot.answering.analysis.spelling import length_buckets
from bot.arrays.bundle import ArrayBundle
from bot.arrays.ragged import NamedArrays
from bot.arrays.strings import decode_strings, encode_strings
from bot.index.vocabulary import Vocabulary
from bot.indexing.columns import COLUMNS, ArticleRange, Column, RemapKind, column_values, row_slices

MAX_LANGUAGES = 256
"""As many as a byte can number."""

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class MergedVocabulary:
    """The common numbers."""

    words: list[NDArray[np.int32]]
    """By set, the numbers of its words by their numbers there."""
    terms: list[NDArray[np.uint32]]
    languages: list[NDArray[np.uint8]]
    language_codes: list[str]
    """The languages by number."""
    arrays: dict[str, NDArray[Any]]
    """The words and terms themselves."""


@dataclass(frozen=True, slots=True)
class _UsedIds:
    """Which words, terms and languages the wanted articles of a set use, by number."""

    words: NDArray[np.bool_]
    terms: NDArray[np.bool_]
    languages: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _UniqueStrings:
    """What several sets hold, each thing once, in the order of the hashes that stand for it."""

    hashes: Hashes
    source: NDArray[np.int64]
    """The set in which it was met first."""
    number: NDArray[np.int64]
    """Its number there."""

    @staticmethod
    def collect(
        name: str, sources: Sequence[ArrayBundle], used: Sequence[NDArray[np.bool_]]
    ) -> _UniqueStrings:
        """Return what the sets use of the things that have their hashes under a name."""
        numbers = [np.flatnonzero(flags) for flags in used]
        every = np.concatenate(
            [source.arrays[name][number] for source, number in zip(sources, numbers, strict=True)]
            or [np.zeros(0, np.uint64)]
        )
        hashes, first = np.unique(every, return_index=True)
        where = np.repeat(np.arange(len(numbers)), [len(number) for number in numbers])
        number = np.concatenate(numbers or [np.zeros(0, np.int64)])
        return _UniqueStrings(hashes, where[first], number[first])

    def texts(self, name: str, sources: Sequence[ArrayBundle]) -> list[str]:
        """Return the things as they are written, from the texts under a name."""
        found = [""] * len(self.hashes)
        for source, bundle in enumerate(sources):
            places = np.flatnonzero(self.source == source)
            written = decode_strings(bundle.arrays[name]) if len(places) else []
            for position, number in zip(places.tolist(), self.number[places].tolist(), strict=True):
                found[position] = written[number]
        return found


def merge_vocabularies(
    sources: Sequence[ArrayBundle], ranges: Sequence[ArticleRange]
) -> MergedVocabulary:
    """Give what the wanted articles use common numbers."""
    used = [_used_ids(number, source.arrays, ranges) for number, source in enumerate(sources)]
    terms = _UniqueStrings.collect("term.hash", sources, [used.terms for used in used])
    spelled = terms.texts("term.text", sources)
    vocabulary = Vocabulary.from_terms(spelled)
    numbers = vocabulary.term_ids(spelled)
    term_numbers = _id_maps(
        sources, "term.hash", [used.terms for used in used], terms.hashes, numbers.astype(np.uint32)
    )
    words = _UniqueStrings.collect("word.hash", sources, [used.words for used in used])
    written = words.texts("word.text", sources)
    letters, lengths = (
        np.array([ord(word[0]) for word in written], np.int64),
        np.array([len(word) for word in written], np.int64),
    )
    # Words a slip of the pen apart must lie together: by first letter and length.
    order = np.lexsort((words.hashes, lengths, letters))
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    by_word = np.zeros(len(order), np.int32)
    for source, bundle in enumerate(sources):
        here = np.flatnonzero(words.source == source)
        by_word[here] = term_numbers[source][bundle.arrays["word.term"][words.number[here]]]
    codes = sorted(
        {
            source.metadata["languages"][place]
            for source, used in zip(sources, used, strict=True)
            for place in np.flatnonzero(used.languages)
        }
    )
    written = [written[place] for place in order.tolist()]
    hashes = np.empty_like(terms.hashes)
    hashes[numbers] = terms.hashes
    arrays: dict[str, NDArray[Any]] = {
        "word.text": encode_strings(written),
        "word.term": by_word[order],
        "word.hash": words.hashes[order],
        "word.shelves": length_buckets(written),
        "term.text": encode_strings(map(vocabulary.term, range(len(vocabulary)))),
        "term.hash": hashes,
        "term.trie": vocabulary.to_array(),
    }
    word_numbers = _id_maps(
        sources, "word.hash", [used.words for used in used], words.hashes, number
    )
    return MergedVocabulary(
        word_numbers,
        term_numbers,
        [
            _language_map(source.metadata, used, codes)
            for source, used in zip(sources, used, strict=True)
        ],
        codes,
        arrays,
    )


def _used_ids(number: int, arrays: NamedArrays, ranges: Sequence[ArticleRange]) -> _UsedIds:
    found = _UsedIds(
        np.zeros(len(arrays["word.hash"]), bool),
        np.zeros(len(arrays["term.hash"]), bool),
        np.zeros(MAX_LANGUAGES, bool),
    )
    for run in ranges:
        if run.source == number:
            part = row_slices(arrays, run)
            for column in COLUMNS:
                if column.remap is RemapKind.WORDS:
                    found.words[_column_values(column, arrays, part)] = True
                elif column.remap is RemapKind.ANSWER_TYPES:
                    found.terms[packed_terms(_column_values(column, arrays, part))] = True
                elif column.remap is RemapKind.LANGUAGE:
                    found.languages[_column_values(column, arrays, part)] = True
    found.terms[arrays["word.term"][found.words]] = True
    return found


def _column_values(column: Column, arrays: NamedArrays, part: Mapping[Any, slice]) -> NDArray[Any]:
    return column_values(column, arrays, part[column.unit])


def _id_maps(
    sources: Sequence[ArrayBundle],
    name: str,
    used: Sequence[NDArray[np.bool_]],
    hashes: Hashes,
    numbers: NDArray[Any],
) -> list[NDArray[Any]]:
    """By set, the common numbers of what it uses, by the numbers there."""
    found = []
    for source, flags in zip(sources, used, strict=True):
        here = np.zeros(len(flags), numbers.dtype)
        here[flags] = numbers[np.searchsorted(hashes, source.arrays[name][flags])]
        found.append(here)
    return found


def _language_map(
    about: Mapping[str, Any], used: _UsedIds, codes: Sequence[str]
) -> NDArray[np.uint8]:
    return np.array(
        [
            codes.index(code) if used.languages[number] else 0
            for number, code in enumerate(about["languages"])
        ],
        np.uint8,
    )
