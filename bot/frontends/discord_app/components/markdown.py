"""Text of articles and people, escaped so that Discord reads none of it as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.display import displayable
from bot.text.web_address import why_unlinkable

# Anywhere in a line: emphasis, code, spoilers, links, mentions, custom emoji, timestamps.
_INLINE = "*_~`|<[]@"
# The same: `:names:` and `https://`.
_COLON = re.compile(r":(?=//|[\w~+-]+:)")
# At the start of a line, maybe after white space as JavaScript knows it: headings, small print,
# quotes and lists.
_LINE_START = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*(?:(?=[-+#>])|\d+(?=[.)]))")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# How Discord looks for the end of a masked link's text: it sees no backslashes there.
_LINK_TEXT = re.compile(r"(?:\[[^\[\]]*\]|[^\[\]])*")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
# What would end a masked link's target early.
_TARGET_ENDS = str.maketrans(
    {"(": "%28", ")": "%29", "\\": "%5C", "[": "%5B", "]": "%5D", "|": "%7C", "`": "%60"}
)


def line_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the lines of `text[start:end]` begin and end, whatever parts them; at least one."""
    for found in _LINE_END.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def escape(line: str) -> str:
    """Escape one line (or a piece of one): put a backslash before all of Discord's Markdown."""
    escaped = displayable(line).replace("\\", "\\\\")
    if ":" in escaped:
        escaped = _COLON.sub(r"\\:", escaped)
    for sign in _INLINE:
        if sign in escaped:
            escaped = escaped.replace(sign, f"\\{sign}")
    begins = _LINE_START.match(escaped)
    return f"{escaped[: begins.end()]}\\{escaped[begins.end() :]}" if begins else escaped


def mention(person: str) -> str:
    """Name a person by their id, which is a number on Discord."""
    return f"<@{person}>" if person.isascii() and person.isdigit() else escape(person)


def unescape(text: str) -> str:
    """Return what a reader sees of escaped text."""
    return _ESCAPED.sub(r"\1", text)


def link(escaped: str, url: str | None) -> str:
    """Link escaped text to a web address; return the text alone if that makes no link."""
    if url is None or why_unlinkable(url):
        return escaped
    target = f"(<{url.translate(_TARGET_ENDS)}>)"
    # Where a bracket in the text would end it too early, a sign after it leads there.
    return f"[{escaped}]{target}" if _LINK_TEXT.fullmatch(escaped) else f"{escaped} [↗]{target}"
