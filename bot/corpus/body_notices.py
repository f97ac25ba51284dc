"""What a team should know of how the text of an article was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.corpus.blocks import line_number
from bot.corpus.records import PassageSpan, StoredArticle
from bot.errors import Notice, NoticeKind

LONG_PASSAGE_CHARS = 2000
"""Characters of a passage from which on it is hardly one paragraph."""
MIN_JOINED_CHARS = 600
"""Characters of the only line below a title from which on it is hardly a brief."""


def with_body_notices(stored: StoredArticle) -> StoredArticle:
    """Return an article with notices of passages that look as if line ends had been lost."""
    notices = tuple(_body_notices(stored))
    return replace(stored, notices=(*stored.notices, *notices)) if notices else stored


def _body_notices(stored: StoredArticle) -> Iterator[Notice]:
    path, passages = stored.article.path, stored.passages
    if not passages:
        yield Notice(path, None, NoticeKind.NO_PASSAGES)
    elif len(passages) == 1 and _has_lost_line_ends(stored.text, passages[0]):
        line = line_number(stored.text, passages[0].start)
        yield Notice(path, line, NoticeKind.ONE_LINE)
    long = [item for item in passages if item.end - item.start > LONG_PASSAGE_CHARS]
    if long:
        values = (("length", str(long[0].end - long[0].start)), ("count", str(len(long))))
        yield Notice(path, line_number(stored.text, long[0].start), NoticeKind.LONG_PASSAGE, values)


def _has_lost_line_ends(text: str, passage: PassageSpan) -> bool:
    """Tell a line that was several from a brief, which stands below a title or front matter."""
    if re.search(r"[\r\n]", text[passage.start : passage.end]):
        return False
    is_whole_file = not text[: passage.start].strip() and not text[passage.end :].strip()
    return is_whole_file or passage.end - passage.start >= MIN_JOINED_CHARS
