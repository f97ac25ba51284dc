"""Articles in `.txt` files: a title, an author, headings and passages, told apart by their shape."""

from __future__ import annotations

from bot.corpus.blocks import TextBlock, split_blocks
from bot.corpus.records import PassageSpan, StoredArticle
from bot.errors import Fault
from bot.model import Article
from bot.text.display import is_visible

MAX_AUTHOR_CHARS = 60
MAX_HEADING_CHARS = 100
_CLOSING_PUNCTUATION = (".", "!", "?", "…", ":", ";", ",", "。", "؟")
_AFTER_CLOSING = "\"'”’»)]"


def read_plain_text(
    text: str, article_id: str, path: str, display_path: str
) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; no text is wrong, so there are never faults."""
    del display_path
    found = list(split_blocks(text))
    if len(found) == 1:
        only = found[0]
        return StoredArticle(
            Article(article_id, path), text, (PassageSpan(only.start, only.end, None),)
        ), ()
    title = author = heading = None
    titled = False
    passages = []
    for position, block in enumerate(found):
        line = text[block.start : block.end]
        if position == 0 and _is_single_line(block):
            titled = True
            title = line if is_visible(line) else None
        elif position == 1 and titled and _is_author(block, line):
            author = line
        elif _is_heading(block, line):
            heading = line
        else:
            passages.append(PassageSpan(block.start, block.end, heading))
    return StoredArticle(
        Article(article_id, path, title=title, author=author), text, tuple(passages)
    ), ()


def _is_single_line(block: TextBlock) -> bool:
    return len(block.line_spans) == 1


def _is_author(block: TextBlock, line: str) -> bool:
    return (
        _is_single_line(block)
        and len(line) <= MAX_AUTHOR_CHARS
        and not _ends_with_punctuation(line)
        and not any(map(str.isdigit, line))
    )


def _is_heading(block: TextBlock, line: str) -> bool:
    return (
        _is_single_line(block)
        and len(line) <= MAX_HEADING_CHARS
        and not _ends_with_punctuation(line)
    )


def _ends_with_punctuation(line: str) -> bool:
    return line.rstrip(_AFTER_CLOSING).endswith(_CLOSING_PUNCTUATION)
