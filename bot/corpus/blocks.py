"""Blocks of a text: what blank lines part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# CRLF, CR and LF end a line; nothing else does, so that a form feed or U+2028 inside a paragraph stays part of it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Neighbouring lines without a blank one among them, as offsets of each line's text without its ends of white space."""

    line_spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the block's text begins."""
        return self.line_spans[0][0]

    @property
    def end(self) -> int:
        """Where the block's text ends."""
        return self.line_spans[-1][1]


def split_blocks(text: str, start: int = 0) -> Iterator[TextBlock]:
    """The blocks of a text from an offset on; a line of white space alone is blank."""
    gathered: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, start):
        line = match[0]
        stripped = line.strip()
        if stripped:
            begin = match.start() + len(line) - len(line.lstrip())
            gathered.append((begin, begin + len(stripped)))
        elif gathered:
            yield TextBlock(tuple(gathered))
            gathered = []
    if gathered:
        yield TextBlock(tuple(gathered))
