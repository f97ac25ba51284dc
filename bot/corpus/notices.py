"""What a team should know of the articles that it has: told with each, and by comparing all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.compact.rows import Arrays, Numbers, Texts
from bot.corpus.packed import NO_BODY, decode, decode_notices
from bot.errors import Notice, NoticeKind


def notices(arrays: Arrays, folder: Path) -> Iterator[Notice]:
    """All that there is to notice of the articles under a folder."""
    told = Texts.named("article.notices", arrays)
    for number in np.flatnonzero(np.diff(told.rows.ends)).tolist():
        for one in decode_notices(told.raw(number)):
            yield replace(one, path=str(folder / one.path))
    for number, first in _copies(arrays["article.body"]):
        path, other = (str(folder / _path(arrays, one)) for one in (number, first))
        yield Notice(path, None, NoticeKind.COPY, (("other", other),))


def _copies(bodies: Numbers) -> Iterator[tuple[int, int]]:
    """The articles whose passages another before them has too, each with the first of those."""
    _, firsts, which = np.unique(bodies, return_index=True, return_inverse=True)
    first = firsts[which]
    for number in np.flatnonzero((first != np.arange(len(bodies))) & (bodies != NO_BODY)).tolist():
        yield number, int(first[number])


def _path(arrays: Arrays, article: int) -> str:
    return decode(Texts.named("article.record", arrays).raw(article)).article.path
