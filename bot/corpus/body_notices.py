"""What a team should know of how the text of an article was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.corpus.blocks import line_number
from bot.corpus.records import StoredArticle
from bot.errors import Notice, NoticeKind

LONG_PASSAGE_CHARS = 2000
"""Characters of a passage from which on it is hardly one paragraph."""


def with_body_notices(stored: StoredArticle) -> StoredArticle:
    """Return an article with notices of passages that look as if line ends had been lost."""
    notices = tuple(_body_notices(stored))
    return replace(stored, notices=(*stored.notices, *notices)) if notices else stored


def _body_notices(stored: StoredArticle) -> Iterator[Notice]:
    path, passages = stored.article.path, stored.passages
    if not passages:
        yield Notice(path, None, NoticeKind.NO_PASSAGES)
    elif len(passages) == 1 and _is_one_line(stored.text[passages[0].start : passages[0].end]):
        line = line_number(stored.text, passages[0].start)
        yield Notice(path, line, NoticeKind.ONE_LINE)
    long = [item for item in passages if item.end - item.start > LONG_PASSAGE_CHARS]
    if long:
        values = (("length", str(long[0].end - long[0].start)), ("count", str(len(long))))
        yield Notice(path, line_number(stored.text, long[0].start), NoticeKind.LONG_PASSAGE, values)


def _is_one_line(text: str) -> bool:
    return "\n" not in text and "\r" not in text
