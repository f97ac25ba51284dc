"""Articles in Markdown: front matter, headings, and every other block a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.corpus.blocks import split_blocks
from bot.corpus.metadata import read_metadata
from bot.corpus.records import PassageSpan, StoredArticle
from bot.corpus.scaffolding import is_no_text, leads_elsewhere
from bot.errors import Fault
from bot.model import Article
from bot.text.display import is_visible

_HEADING = re.compile(r"#{1,6}(?:[ \t]+|\Z)")
_UNDERLINE = re.compile(r"={2,}|-{3,}")
_CLOSING_PUNCTUATION = (".", "!", "…", ":", ";", ",")
_MAX_HEADING_CHARS = 150
_HIDDEN_OPENER = re.compile(
    r"<(!--|script\b|style\b|template\b)|(?<!\S)(%%)(?=\s.*?\s%%(?!\S))", re.IGNORECASE | re.DOTALL
)
_HIDDEN_CLOSERS = {
    "!--": re.compile("-->"),
    "%%": re.compile("%%"),
    **{
        name: re.compile(rf"</{name}[ \t]*>", re.IGNORECASE)
        for name in ("script", "style", "template")
    },
}
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?=\r|\n)|\Z")
_LINE_PARTS = re.compile(r"[^\r\n]+")

_Lines = list[tuple[int, int]]


def read_markdown(
    text: str, article_id: str, path: str, display_path: str
) -> tuple[StoredArticle, tuple[Fault, ...]]:
    """Read an article; faults are those of its front matter, with `display_path` as the file."""
    front = read_metadata(text, Article(article_id, path), display_path)
    article, heading = front.article, None
    passages = []
    seen = _without_hidden(text)
    for lines, is_heading in _paragraphs(seen, front.body_start):
        if is_heading:
            name = _parse_heading(seen[lines[0][0] : lines[0][1]])
            if article.title is None:
                article = replace(article, title=name)
            else:
                heading = name
        elif not leads_elsewhere([seen[start:end] for start, end in lines]):
            passages.append(PassageSpan(lines[0][0], lines[-1][1], heading))
    return StoredArticle(article, text, tuple(passages), front.notices), front.faults


def _without_hidden(text: str) -> str:
    """Return a text with spaces in place of comments and scripts, so that all else stays put."""
    pieces, at = [], 0
    for start, end in _hidden_spans(text):
        blank = _LINE_PARTS.sub(lambda part: " " * len(part[0]), text[start:end])
        pieces += [text[at:start], blank]
        at = end
    return "".join([*pieces, text[at:]]) if pieces else text


def _hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where comments and scripts stand; one that is never closed ends with its block."""
    unclosed: set[str] = set()
    at = 0
    while opener := _HIDDEN_OPENER.search(text, at):
        name = (opener[1] or opener[2]).casefold()
        closer = None if name in unclosed else _HIDDEN_CLOSERS[name].search(text, opener.end())
        if closer is None:
            # To look for it once more behind each opener would take for ever.
            unclosed.add(name)
            closer = _BLANK_LINE.search(text, opener.end())
        at = closer.end() if closer else len(text)
        yield opener.start(), at


def _paragraphs(text: str, start: int) -> Iterator[tuple[_Lines, bool]]:
    """Yield the lines of each paragraph and heading, and whether it is a heading."""
    for block in split_blocks(text, start):
        gathered: _Lines = []
        for begin, end in block.line_spans:
            line = text[begin:end]
            if line[0].isalnum():
                # Nearly every line; none of those below.
                gathered.append((begin, end))
            elif _UNDERLINE.fullmatch(line) and _may_be_underlined(text, gathered):
                yield gathered, True
                gathered = []
            elif _HEADING.match(line) or is_no_text(line):
                if gathered:
                    yield gathered, False
                gathered = []
                if _HEADING.match(line):
                    yield [(begin, end)], True
            else:
                gathered.append((begin, end))
        if gathered:
            yield gathered, False


def _may_be_underlined(text: str, lines: _Lines) -> bool:
    """Tell whether what stands above a line of dashes is a heading."""
    if len(lines) != 1:
        return False
    line = text[lines[0][0] : lines[0][1]]
    return len(line) <= _MAX_HEADING_CHARS and not line.endswith(_CLOSING_PUNCTUATION)


def _parse_heading(line: str) -> str | None:
    """Return what a heading says, without `#` around it; None where nothing of it shows."""
    sentence = line.lstrip("#").strip(" \t") if _HEADING.match(line) else line
    bare = sentence.rstrip("#")
    # Where letters stand before them, they belong to the word.
    sentence = bare.rstrip(" \t") if bare.endswith((" ", "\t")) else sentence
    return sentence if is_visible(sentence) else None
