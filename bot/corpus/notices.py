"""What a team should know of the articles that it has: told with each, and by comparing all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.arrays.ragged import IntArray, NamedArrays, TextArray
from bot.corpus.records import NO_BODY, decode_notices, decode_record
from bot.errors import Notice, NoticeKind


def find_notices(arrays: NamedArrays, folder: Path) -> Iterator[Notice]:
    """All that there is to notice of the articles under a folder."""
    stored = TextArray.from_arrays("article.notices", arrays)
    for number in np.flatnonzero(np.diff(stored.rows.ends)).tolist():
        for notice in decode_notices(stored.raw(number)):
            yield replace(notice, path=str(folder / notice.path))
    for number, first in _find_copies(arrays["article.body"]):
        path, other = (str(folder / _path(arrays, item)) for item in (number, first))
        yield Notice(path, None, NoticeKind.COPY, (("other", other),))


def _find_copies(bodies: IntArray) -> Iterator[tuple[int, int]]:
    """The articles whose passages another before them has too, each with the first of those."""
    _, firsts, which = np.unique(bodies, return_index=True, return_inverse=True)
    first = firsts[which]
    for number in np.flatnonzero((first != np.arange(len(bodies))) & (bodies != NO_BODY)).tolist():
        yield number, int(first[number])


def _path(arrays: NamedArrays, article: int) -> str:
    return decode_record(TextArray.from_arrays("article.record", arrays).raw(article)).article.path
