"""Text of articles and people, shown by Discord character by character instead of read as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.text.units import units

# Anywhere in a line: emphasis, code, spoilers, links, mentions, custom emoji, timestamps, `:names:` and `https://`.
_INLINE = re.compile(r"[\\*_~`|<\[\]@]|:(?=//|[\w~+-]+:)")
# At the start of a line, maybe after white space as JavaScript knows it: headings, small print, quotes and lists.
_LINE_START = re.compile(r"^([\s\ufeff\u200b-\u200f\u2060]*)(?:([-+#>])|(\d+)([.)]))")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Turns the direction of what follows; in a line of ours it would turn our own words too.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Discord refuses some of these, and shows none.
_UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"[\s\x1c-\x1f\x85]+")
# More accents on one sign than any script has: they would run over the lines around.
_ACCENT = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(rf"({_ACCENT}{{3}}){_ACCENT}+")
# How Discord looks for the end of a masked link's text: it sees no backslashes there.
_LINK_TEXT = re.compile(r"(?:\[[^\[\]]*\]|[^\[\]])*")
# Letters and marks by name that are drawn as nothing.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe0e\ufe0f"
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
    escaped = _INLINE.sub(r"\\\g<0>", line if line.isprintable() else _UNSHOWN.sub("\ufffd", line))
    return _LINE_START.sub(_escape_start, escaped, count=1)


def _escape_start(found: re.Match[str]) -> str:
    space, sign, number, stop = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{stop}"


def unescape(text: str) -> str:
    """What a reader sees of escaped text."""
    return _ESCAPED.sub(r"\1", text)


def one_line(text: str) -> str:
    """A text of others for a line of ours: in one line, running our way, inside its own height."""
    return _PILED.sub(r"\1", _UNSHOWN.sub("\ufffd", _SPACE.sub(" ", _DIRECTIONS.sub("", text)))).strip()


def cut(text: str, most: int) -> str:
    """A text of at most so many signs; one that is longer ends with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def short(label: str, most: int) -> str:
    """A text of others for a label of at most so many units; never empty."""
    shown = one_line(label) or "…"
    return shown if units(shown) <= most else shown[: most // 2 - 1] + "…"


def visible(text: str) -> bool:
    """Whether a reader sees anything of a text."""
    return any(unicodedata.category(sign)[0] not in "CZ" and sign not in _BLANK for sign in text)


def link(escaped: str, url: str | None) -> str:
    """Escaped text that leads to a web address; the text alone when the address is none that Discord follows."""
    if url is None or not _LINKABLE.fullmatch(url):
        return escaped
    target = f"(<{url.translate(_TARGET_ENDS)}>)"
    # Where a bracket in the text would end it too early, a sign after it leads there.
    return f"[{escaped}]{target}" if _LINK_TEXT.fullmatch(escaped) else f"{escaped} [↗]{target}"
