"""What can only be told of all articles together: the searchable indexes, and how words begin."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.compact.lines import read_lines
from bot.compact.rows import Arrays, Rows, spread
from bot.index.postings import postings, repeated

BEGINNING = 5
"""So many letters make two words akin."""
NO_BEGINNING = -3
"""Of a number or a short word."""


def beginnings(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """By term, the number of its beginning; and what stands for each beginning, in order."""
    terms = read_lines(arrays["term.text"])
    standing = np.array([-1 if (one := standing_for(term)) is None else one for term in terms], dtype=np.int64)
    ordered, number = np.unique(standing[standing >= 0], return_inverse=True)
    by_term = np.full(len(terms), NO_BEGINNING, dtype=np.int32)
    by_term[standing >= 0] = number
    return {"term.beginning": by_term, "beginning": ordered}


def standing_for(term: str) -> int | None:
    """What stands for a term's beginning; None for a number or a short word."""
    if len(term) < BEGINNING or term[0].isdigit():
        return None
    return zlib.crc32(term[:BEGINNING].encode("utf-8", "surrogatepass"))


def indexes(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """The postings of passages and of whole articles."""
    found: dict[str, NDArray[Any]] = {}
    vocabulary = len(arrays["term.beginning"])
    for name, texts in (("passages", passage_words(arrays)), ("articles", article_words(arrays))):
        found |= postings(arrays["word.term"][texts.values], repeated(texts.ends), len(texts), vocabulary, name)
    return found


def passage_words(arrays: Arrays) -> Rows:
    """The words of each passage."""
    words = Rows.named("sentence.words", arrays)
    return Rows(words.values, words.ends[arrays["passage.sentences"]])


def article_words(arrays: Arrays) -> Rows:
    """The words of each article: of its title, then of its passages."""
    titles, passages = Rows.named("article.title", arrays), passage_words(arrays)
    ends = passages.ends[arrays["article.passages"]]
    lengths = np.diff(titles.ends) + np.diff(ends)
    every = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    words = np.empty(int(every[-1]), dtype=np.int32)
    words[spread(every[:-1], np.diff(titles.ends))[0]] = titles.values
    words[spread(every[:-1] + np.diff(titles.ends), np.diff(ends))[0]] = passages.values
    return Rows(words, every)
