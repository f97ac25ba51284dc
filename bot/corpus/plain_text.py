"""Articles in `.txt` files: a head, headings and passages, told apart by their shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.corpus.blocks import TextBlock
from bot.corpus.metadata import read_metadata
from bot.corpus.records import PassageSpan, StoredArticle
from bot.corpus.scaffolding import is_no_text, leads_elsewhere
from bot.corpus.text_head import TextHead, read_head
from bot.corpus.text_layout import LISTED, MAX_HEADING_CHARS, split_paragraphs
from bot.errors import Fault
from bot.model import Article

_CLOSING_PUNCTUATION = (".", "!", "?", "…", ":", ";", ",", "。", "؟")
_AFTER_CLOSING = "\"'”’»)]"
_MAX_LABEL_WORDS = 5
"""Words of a heading above points of a list."""
_MIN_NEWS_WORDS = 5
_MAX_LAST_LABEL_WORDS = 3
"""Words of a heading right below such points."""


def read_plain_text(
    text: str, article_id: str, path: str, display_path: str
) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; faults are those of its front matter, with `display_path` as the file."""
    front = read_metadata(text, Article(article_id, path), display_path)
    article = front.article
    paragraphs = split_paragraphs(text, front.body_start)
    head = read_head(text, paragraphs, article.title)
    article = replace(
        article,
        title=article.title or head.title,
        author=article.author or head.author,
        byline=article.byline or head.byline,
        date=article.date or head.date,
    )
    passages = tuple(_passages(text, paragraphs, head))
    return StoredArticle(article, text, passages, front.notices), front.faults


def _passages(text: str, paragraphs: Sequence[TextBlock], head: TextHead) -> Iterator[PassageSpan]:
    for deck in head.decks:
        yield PassageSpan(deck.start, deck.end, None)
    body = [
        paragraph for paragraph in paragraphs[head.length :] if not _is_scaffolding(text, paragraph)
    ]
    heading = None
    at = 0
    while at < len(body):
        run = _short_lines(text, body, at)
        for place, line in enumerate(run):
            follows = at + len(run) < len(body)
            is_heading = _is_heading(run, place, follows=follows)
            heading = line if is_heading else heading
            if not is_heading or _is_news(line):
                yield PassageSpan(body[at + place].start, body[at + place].end, heading)
        at += len(run)
        if at < len(body) and not run:
            if _is_label_of_list(text, body, at):
                heading = text[body[at].start : body[at].end].rstrip(" :")
            else:
                yield PassageSpan(body[at].start, body[at].end, heading)
            at += 1


def _is_scaffolding(text: str, paragraph: TextBlock) -> bool:
    lines = [text[start:end] for start, end in paragraph.line_spans]
    return all(map(is_no_text, lines)) or leads_elsewhere(lines)


def _short_lines(text: str, body: Sequence[TextBlock], start: int) -> list[str]:
    """Return the short lines that stand one below the other from a place on."""
    found: list[str] = []
    for paragraph in body[start:]:
        line = text[paragraph.start : paragraph.end]
        if not paragraph.is_single_line or not _is_short(line):
            break
        found.append(line)
    return found


def _is_heading(run: Sequence[str], place: int, *, follows: bool) -> bool:
    """Tell a heading from a point of a list.

    Args:
        run: Short lines one below the other.
        place: Which of them is meant.
        follows: Whether a longer paragraph stands below them.
    """
    line = run[place]
    if len(run) == 1:
        return follows and not LISTED.match(line)
    if place == 0:
        return _is_label(line, _MAX_LABEL_WORDS)
    return follows and place == len(run) - 1 and _is_label(line, _MAX_LAST_LABEL_WORDS)


def _is_label_of_list(text: str, body: Sequence[TextBlock], at: int) -> bool:
    """Tell whether a line with a colon announces points of a list, which stand below it."""
    line = text[body[at].start : body[at].end]
    if at + 1 == len(body) or not body[at].is_single_line or not line.endswith(":"):
        return False
    below = text[body[at + 1].start : body[at + 1].end]
    is_list = bool(LISTED.match(below)) or (body[at + 1].is_single_line and _is_short(below))
    return is_list and _is_label(line, _MAX_LABEL_WORDS)


def _is_news(line: str) -> bool:
    """Whether a heading tells so much that it is a passage, too: "Leave lower Velby by 18:00"."""
    return len(line.split()) >= _MIN_NEWS_WORDS and any(map(str.isdigit, line))


def _is_label(line: str, most: int) -> bool:
    return len(line.split()) <= most and not any(map(str.isdigit, line)) and not LISTED.match(line)


def _is_short(line: str) -> bool:
    return len(line) <= MAX_HEADING_CHARS and not line.rstrip(_AFTER_CLOSING).endswith(
        _CLOSING_PUNCTUATION
    )
