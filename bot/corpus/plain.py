"""Articles in `.txt` files: a title, an author, headings and passages, told apart by their shape."""

from __future__ import annotations

from bot.corpus.blocks import Lines, blocks
from bot.corpus.packed import Block, StoredArticle
from bot.errors import Fault
from bot.model import Article
from bot.text.display import visible

AUTHOR_LENGTH = 60
HEADING_LENGTH = 100
_CLOSING = (".", "!", "?", "…", ":", ";", ",", "。", "؟")
_BEHIND_CLOSING = "\"'”’»)]"


def read_plain(text: str, article_id: str, path: str, shown: str) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; no text is wrong, so there are never faults."""
    del shown
    found = list(blocks(text))
    if len(found) == 1:
        only = found[0]
        return StoredArticle(Article(article_id, path), text, (Block(only.start, only.end, None),)), ()
    title = author = heading = None
    titled = False
    passages = []
    for place, block in enumerate(found):
        line = text[block.start : block.end]
        if place == 0 and _is_line(block):
            titled = True
            title = line if visible(line) else None
        elif place == 1 and titled and _is_author(block, line):
            author = line
        elif _is_heading(block, line):
            heading = line
        else:
            passages.append(Block(block.start, block.end, heading))
    return StoredArticle(Article(article_id, path, title=title, author=author), text, tuple(passages)), ()


def _is_line(block: Lines) -> bool:
    return len(block.spans) == 1


def _is_author(block: Lines, line: str) -> bool:
    return _is_line(block) and len(line) <= AUTHOR_LENGTH and not _closes(line) and not any(map(str.isdigit, line))


def _is_heading(block: Lines, line: str) -> bool:
    return _is_line(block) and len(line) <= HEADING_LENGTH and not _closes(line)


def _closes(line: str) -> bool:
    return line.rstrip(_BEHIND_CLOSING).endswith(_CLOSING)
