"""What a team should know of its articles: told with each, and by comparing all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.arrays.ragged import IntArray, NamedArrays, TextArray
from bot.corpus.records import NO_BODY, decode_notices, decode_record
from bot.errors import Notice, NoticeKind

_GROUPED = (
    NoticeKind.NO_PASSAGES,
    NoticeKind.ONE_LINE,
    NoticeKind.LONG_PASSAGE,
    NoticeKind.UNKNOWN_KEY,
)
"""Kinds that hold of many files at once, where they do."""
_MAX_NAMED_FILES = 5
"""Files that are named for one of these kinds, each in a line; the last line counts the others."""


def find_notices(arrays: NamedArrays, folder: Path) -> Iterator[Notice]:
    """Yield all that there is to notice of the articles under a folder."""
    counts: Counter[NoticeKind] = Counter()
    last: dict[NoticeKind, Notice] = {}
    for notice in _notices_of_articles(arrays, folder):
        counts[notice.kind] += 1
        if notice.kind not in _GROUPED or counts[notice.kind] <= _MAX_NAMED_FILES:
            yield notice
            last[notice.kind] = notice
    for kind in _GROUPED:
        if (more := counts[kind] - _MAX_NAMED_FILES) > 0:
            yield replace(last[kind], kind=NoticeKind.MORE, values=(("count", str(more)),))
    for number, first in _find_copies(arrays["article.body"]):
        path, other = (str(folder / _path(arrays, item)) for item in (number, first))
        yield Notice(path, None, NoticeKind.COPY, (("other", other),))


def _notices_of_articles(arrays: NamedArrays, folder: Path) -> Iterator[Notice]:
    stored = TextArray.from_arrays("article.notices", arrays)
    for number in np.flatnonzero(np.diff(stored.rows.ends)).tolist():
        for notice in decode_notices(stored.raw(number)):
            yield replace(notice, path=str(folder / notice.path))


def _find_copies(bodies: IntArray) -> Iterator[tuple[int, int]]:
    """Yield the articles whose passages one before them has too, each with the first of those."""
    _, firsts, which = np.unique(bodies, return_index=True, return_inverse=True)
    first = firsts[which]
    for number in np.flatnonzero((first != np.arange(len(bodies))) & (bodies != NO_BODY)).tolist():
        yield number, int(first[number])


def _path(arrays: NamedArrays, article: int) -> str:
    return decode_record(TextArray.from_arrays("article.record", arrays).raw(article)).article.path
