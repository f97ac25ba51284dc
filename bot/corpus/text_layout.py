"""Paragraphs of a text without markup: parted by blank lines, by line ends, or by indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from bot.corpus.blocks import TextBlock, split_blocks

_CLOSING = (".", "!", "?", "…", "。", "؟", "！", "？")
_AFTER_CLOSING = "\"'”’»)]*_"
LISTED = re.compile(r"(?:[-*•–—▪►·‣◦]|\d{1,3}[.)])\s")
"""What opens an item of a list."""
_GOES_ON = (",", "-", "–", "—", "\u00ad", "\u2010", "(", "“", "«")
MAX_HEADING_CHARS = 100
"""Characters of a line that may be a heading or a point of a list."""
_MAX_WRAP_CHARS = 120
"""Characters of the lines of a text that was wrapped by hand or by a mail program."""
_MIN_LINES = 4
"""Lines that tell by their first letters whether they were wrapped."""
_FULL_LINE_SHARE = 0.7
"""Share of the longest line from which on a line counts as full."""
_MAX_WRAPPED_SHARE = 0.15
"""Share of line ends inside sentences up to which lines count as paragraphs."""
_MIN_PARAGRAPH_CHARS = 160
"""Characters of the middle one of the lines of a block, where lines are paragraphs for certain."""


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return line.rstrip(_AFTER_CLOSING).endswith(_CLOSING)


def split_paragraphs(text: str, start: int) -> list[TextBlock]:
    """Return the paragraphs of a text from an offset on."""
    blocks = list(split_blocks(text, start))
    several = [block for block in blocks if not block.is_single_line]
    found = []
    for block in blocks:
        lines = [text[begin:end] for begin, end in block.line_spans]
        if len(lines) == 1:
            found.append(block)
        elif _are_points(lines) or (
            _are_paragraphs(lines)
            and (len(several) == 1 or median(map(len, lines)) >= _MIN_PARAGRAPH_CHARS)
        ):
            found += [TextBlock((span,)) for span in block.line_spans]
        else:
            found += _split_at_indents(text, block)
    return found


def goes_on(line: str, following: str) -> bool:
    """Tell whether a sentence goes on in the next line."""
    return not ends_sentence(line) and (following[:1].islower() or line.endswith(_GOES_ON))


def _wrapped_share(lines: Sequence[str]) -> float:
    """Return the share of line ends that stand inside a sentence."""
    longest = max(map(len, lines))
    # Of lines that were wrapped some begin with a small letter.
    is_wrapped = len(lines) < _MIN_LINES or any(line[:1].islower() for line in lines)
    is_wrapped = is_wrapped and longest <= _MAX_WRAP_CHARS
    full = _FULL_LINE_SHARE * longest if is_wrapped else longest + 1
    wrapped = sum(
        following[:1].islower()
        or line.endswith(_GOES_ON)
        or (len(line) >= full and not ends_sentence(line) and len(lines) > 2)
        for line, following in pairwise(lines)
    )
    return wrapped / (len(lines) - 1)


def _are_paragraphs(lines: Sequence[str]) -> bool:
    complete = sum(map(ends_sentence, lines))
    return (
        2 * complete >= len(lines)
        and not any(map(LISTED.match, lines))
        and _wrapped_share(lines) <= _MAX_WRAPPED_SHARE
    )


def _are_points(lines: Sequence[str]) -> bool:
    """Tell whether lines are headings, names and points of a list, of which none is a sentence."""
    return (
        not any(ends_sentence(line) or len(line) > MAX_HEADING_CHARS for line in lines)
        and not any(map(LISTED.match, lines))
        and not any(goes_on(line, following) for line, following in pairwise(lines))
    )


def _split_at_indents(text: str, block: TextBlock) -> Iterator[TextBlock]:
    """Yield the paragraphs of a block whose first lines are indented."""
    indented = [_is_indented(text, begin) for begin, _ in block.line_spans]
    lines = [text[begin:end] for begin, end in block.line_spans]
    if all(indented) or not any(indented[1:]) or any(map(LISTED.match, lines)):
        yield block
        return
    indented[1:] = [
        opens and ends_sentence(before) for opens, before in zip(indented[1:], lines, strict=False)
    ]
    gathered: list[tuple[int, int]] = []
    for span, opens in zip(block.line_spans, indented, strict=True):
        if opens and gathered:
            yield TextBlock(tuple(gathered))
            gathered = []
        gathered.append(span)
    yield TextBlock(tuple(gathered))


def _is_indented(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in " \t\u00a0\u3000"
