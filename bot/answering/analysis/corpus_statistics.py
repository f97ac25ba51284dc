"""What can only be told of all articles together: the searchable indexes, and how words begin."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import NamedArrays, RaggedArray, expand_ranges
from bot.arrays.strings import decode_strings
from bot.index.postings import build_postings, row_ids

PREFIX_LETTERS = 5
"""So many letters make two words akin."""
NO_PREFIX = -3
"""Of a number or a short word."""


def term_prefixes(arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """By term, the number of its beginning; and what stands for each beginning, in order."""
    terms = decode_strings(arrays["term.text"])
    keys = np.array(
        [-1 if (item := prefix_key(term)) is None else item for term in terms], dtype=np.int64
    )
    ordered, number = np.unique(keys[keys >= 0], return_inverse=True)
    by_term = np.full(len(terms), NO_PREFIX, dtype=np.int32)
    by_term[keys >= 0] = number
    return {"term.beginning": by_term, "beginning": ordered}


def prefix_key(term: str) -> int | None:
    """Return what stands for a term's beginning; None for a number or a short word."""
    if len(term) < PREFIX_LETTERS or term[0].isdigit():
        return None
    return zlib.crc32(term[:PREFIX_LETTERS].encode("utf-8", "surrogatepass"))


def build_indexes(arrays: NamedArrays) -> dict[str, NDArray[Any]]:
    """Return the postings of passages and of whole articles."""
    found: dict[str, NDArray[Any]] = {}
    vocabulary = len(arrays["term.beginning"])
    for name, texts in (("passages", passage_words(arrays)), ("articles", article_words(arrays))):
        found |= build_postings(
            arrays["word.term"][texts.values], row_ids(texts.ends), len(texts), vocabulary, name
        )
    return found


def passage_words(arrays: NamedArrays) -> RaggedArray:
    """Return the words of each passage."""
    words = RaggedArray.from_arrays("sentence.words", arrays)
    return RaggedArray(words.values, words.ends[arrays["passage.sentences"]])


def article_words(arrays: NamedArrays) -> RaggedArray:
    """Return the words of each article: of its title, then of its passages."""
    titles, passages = RaggedArray.from_arrays("article.title", arrays), passage_words(arrays)
    ends = passages.ends[arrays["article.passages"]]
    lengths = np.diff(titles.ends) + np.diff(ends)
    every = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    words = np.empty(int(every[-1]), dtype=np.int32)
    words[expand_ranges(every[:-1], np.diff(titles.ends))[0]] = titles.values
    words[expand_ranges(every[:-1] + np.diff(titles.ends), np.diff(ends))[0]] = passages.values
    return RaggedArray(words, every)
