"""Blocks of a text: what blank lines part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# CRLF, CR and LF end a line; nothing else does, so that a form feed or U+2028 inside a paragraph
# stays part of it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_INVISIBLE_BLANKS = " \t\u200b\u200c\u200d\u2060\ufeff\u00ad"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Neighbouring lines without a blank one among them."""

    line_spans: tuple[tuple[int, int], ...]
    """Offsets of each line's text without its ends of white space."""

    @property
    def start(self) -> int:
        """Where the block's text begins."""
        return self.line_spans[0][0]

    @property
    def end(self) -> int:
        """Where the block's text ends."""
        return self.line_spans[-1][1]

    @property
    def is_single_line(self) -> bool:
        """Whether it is one line."""
        return len(self.line_spans) == 1


def line_spans(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each line from an offset on, without its line end."""
    for match in _LINE.finditer(text, start):
        yield match.start(), match.start() + len(match[0].rstrip("\r\n"))


def line_number(text: str, offset: int) -> int:
    """Return the number of the line, counted from 1, that an offset lies in."""
    return len(_LINE_END.findall(text, 0, offset)) + 1


def split_blocks(text: str, start: int = 0) -> Iterator[TextBlock]:
    """Yield the blocks of a text from an offset on; a line where nothing shows is blank."""
    gathered: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, start):
        line = match[0]
        stripped = line.strip()
        if stripped and (stripped[0].isalnum() or stripped.strip(_INVISIBLE_BLANKS)):
            begin = match.start()
            if line[0] != stripped[0]:
                begin += line.index(stripped[0])
            gathered.append((begin, begin + len(stripped)))
        elif gathered:
            yield TextBlock(tuple(gathered))
            gathered = []
    if gathered:
        yield TextBlock(tuple(gathered))
