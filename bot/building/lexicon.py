"""The words, terms and languages of several sets under common numbers, which depend on nothing but what the wanted articles hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.spelling import shelves
from bot.answering.told import terms_in
from bot.building.columns import COLUMNS, Column, Holds, Run, units, values
from bot.compact.bundle import Bundle
from bot.compact.lines import lines, read_lines
from bot.compact.rows import Arrays
from bot.index.vocabulary import Vocabulary

MOST_LANGUAGES = 256
"""As many as a byte can number."""

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The common numbers."""

    words: list[NDArray[np.int32]]
    """By set, the numbers of its words by their numbers there."""
    terms: list[NDArray[np.uint32]]
    languages: list[NDArray[np.uint8]]
    codes: list[str]
    """The languages by number."""
    arrays: dict[str, NDArray[Any]]
    """The words and terms themselves."""


@dataclass(frozen=True, slots=True)
class _Used:
    """Which words, terms and languages the wanted articles of a set use, by number."""

    words: NDArray[np.bool_]
    terms: NDArray[np.bool_]
    languages: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Met:
    """What several sets hold, each thing once, in the order of the hashes that stand for it."""

    hashes: Hashes
    source: NDArray[np.int64]
    """The set in which it was met first."""
    number: NDArray[np.int64]
    """Its number there."""

    @staticmethod
    def of(name: str, sources: Sequence[Bundle], used: Sequence[NDArray[np.bool_]]) -> _Met:
        """What the sets use of the things that have their hashes under a name."""
        numbers = [np.flatnonzero(flags) for flags in used]
        every = np.concatenate([source.arrays[name][number] for source, number in zip(sources, numbers, strict=True)] or [np.zeros(0, np.uint64)])
        hashes, first = np.unique(every, return_index=True)
        where = np.repeat(np.arange(len(numbers)), [len(number) for number in numbers])
        number = np.concatenate(numbers or [np.zeros(0, np.int64)])
        return _Met(hashes, where[first], number[first])

    def texts(self, name: str, sources: Sequence[Bundle]) -> list[str]:
        """The things as they are written, from the texts under a name."""
        found = [""] * len(self.hashes)
        for source, bundle in enumerate(sources):
            places = np.flatnonzero(self.source == source)
            written = read_lines(bundle.arrays[name]) if len(places) else []
            for place, number in zip(places.tolist(), self.number[places].tolist(), strict=True):
                found[place] = written[number]
        return found


def gather(sources: Sequence[Bundle], wanted: Sequence[Run]) -> Lexicon:
    """Give what the wanted articles use common numbers."""
    used = [_used(number, source.arrays, wanted) for number, source in enumerate(sources)]
    terms = _Met.of("term.hash", sources, [one.terms for one in used])
    spelled = terms.texts("term.text", sources)
    vocabulary = Vocabulary.of(spelled)
    numbers = vocabulary.numbers(spelled)
    term_numbers = _maps(sources, "term.hash", [one.terms for one in used], terms.hashes, numbers.astype(np.uint32))
    words = _Met.of("word.hash", sources, [one.words for one in used])
    written = words.texts("word.text", sources)
    letters, lengths = np.array([ord(word[0]) for word in written], np.int64), np.array([len(word) for word in written], np.int64)
    # Words a slip of the pen apart must lie together: by first letter and length.
    order = np.lexsort((words.hashes, lengths, letters))
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    by_word = np.zeros(len(order), np.int32)
    for source, bundle in enumerate(sources):
        here = np.flatnonzero(words.source == source)
        by_word[here] = term_numbers[source][bundle.arrays["word.term"][words.number[here]]]
    codes = sorted({source.about["languages"][place] for source, one in zip(sources, used, strict=True) for place in np.flatnonzero(one.languages)})
    written = [written[place] for place in order.tolist()]
    hashes = np.empty_like(terms.hashes)
    hashes[numbers] = terms.hashes
    arrays: dict[str, NDArray[Any]] = {
        "word.text": lines(written),
        "word.term": by_word[order],
        "word.hash": words.hashes[order],
        "word.shelves": shelves(written),
        "term.text": lines(map(vocabulary.term, range(len(vocabulary)))),
        "term.hash": hashes,
        "term.trie": vocabulary.array(),
    }
    word_numbers = _maps(sources, "word.hash", [one.words for one in used], words.hashes, number)
    return Lexicon(word_numbers, term_numbers, [_languages(source.about, one, codes) for source, one in zip(sources, used, strict=True)], codes, arrays)


def _used(number: int, arrays: Arrays, wanted: Sequence[Run]) -> _Used:
    found = _Used(np.zeros(len(arrays["word.hash"]), bool), np.zeros(len(arrays["term.hash"]), bool), np.zeros(MOST_LANGUAGES, bool))
    for run in wanted:
        if run.source == number:
            part = units(arrays, run)
            for column in COLUMNS:
                if column.holds is Holds.WORDS:
                    found.words[_values(column, arrays, part)] = True
                elif column.holds is Holds.TOLD:
                    found.terms[terms_in(_values(column, arrays, part))] = True
                elif column.holds is Holds.LANGUAGE:
                    found.languages[_values(column, arrays, part)] = True
    found.terms[arrays["word.term"][found.words]] = True
    return found


def _values(column: Column, arrays: Arrays, part: Mapping[Any, slice]) -> NDArray[Any]:
    return values(column, arrays, part[column.unit])


def _maps(sources: Sequence[Bundle], name: str, used: Sequence[NDArray[np.bool_]], hashes: Hashes, numbers: NDArray[Any]) -> list[NDArray[Any]]:
    """By set, the common numbers of what it uses, by the numbers there."""
    found = []
    for source, flags in zip(sources, used, strict=True):
        here = np.zeros(len(flags), numbers.dtype)
        here[flags] = numbers[np.searchsorted(hashes, source.arrays[name][flags])]
        found.append(here)
    return found


def _languages(about: Mapping[str, Any], used: _Used, codes: Sequence[str]) -> NDArray[np.uint8]:
    return np.array([codes.index(code) if used.languages[number] else 0 for number, code in enumerate(about["languages"])], np.uint8)
