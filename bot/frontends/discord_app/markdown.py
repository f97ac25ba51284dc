"""Text of articles and people, shown by Discord character by character instead of read as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Anywhere in a line: emphasis, code, spoilers, links, mentions, custom emoji, timestamps, `:names:` and `https://`.
_INLINE = re.compile(r"[\\*_~`|<\[\]@]|:(?=//|[\w~+-]+:)")
# At the start of a line, maybe after white space as JavaScript knows it: headings, small print, quotes and lists.
_LINE_START = re.compile(r"^([\s\ufeff\u200b-\u200f\u2060]*)(?:([-+#>])|(\d+)([.)]))")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Turns the direction of what follows; in a line of ours it would turn our own words too.
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LINKABLE = re.compile(r"https?://[^\s<>\x00-\x20]+", re.IGNORECASE)
# What would end a masked link's target early.
_TARGET_ENDS = str.maketrans({"(": "%28", ")": "%29", "\\": "%5C", "[": "%5B", "]": "%5D", "|": "%7C", "`": "%60"})


def line_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the lines of `text[start:end]` begin and end, whatever parts them; at least one."""
    for found in _LINE_END.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def escape(line: str) -> str:
    """One line (or a piece of one), with a backslash before everything that Discord would read as Markdown."""
    escaped = _INLINE.sub(r"\\\g<0>", line)
    return _LINE_START.sub(_escape_start, escaped, count=1)


def _escape_start(found: re.Match[str]) -> str:
    space, sign, number, stop = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{stop}"


def unescape(text: str) -> str:
    """What a reader sees of escaped text."""
    return _ESCAPED.sub(r"\1", text)


def keep_direction(text: str) -> str:
    """Without the invisible signs that turn the direction of writing."""
    return _DIRECTIONS.sub("", text)


def link(escaped: str, url: str | None) -> str:
    """Escaped text that leads to a web address; the text alone when the address is none that Discord follows."""
    if url is None or not _LINKABLE.fullmatch(url):
        return escaped
    return f"[{escaped}](<{url.translate(_TARGET_ENDS)}>)"


def units(text: str) -> int:
    """How long Discord may count a text: UTF-16 units, the larger of the two ways to count."""
    return len(text) + sum(1 for sign in text if sign > "\uffff")
