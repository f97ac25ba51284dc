"""Markdown as a page shows it: the text without its markup, and where what remains came from."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# Counted where anything may follow: to look on to the end from each sign would take for ever.
_TARGET = r"\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"
_MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});)"
    rf"|(?P<image>!\[[^\]\n]{{0,300}}\]{_TARGET})"
    rf"|(?P<opens>\[)(?=[^\[\]]*\]{_TARGET})"
    rf"|(?P<closes>\]{_TARGET})"
    r"|(?P<tag></?[A-Za-z][\w-]{0,60}(?:\s[^<>\n]{0,300})?/?>)"
    r"|(?P<line>^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]|\#{1,6}[ \t])[ \t]*)+)"
    r"|(?P<code>`+)"
    r"|(?P<star>\*{1,9}(?![\s*])|(?<=[^\s*])\*+)"
    r"|(?P<score>(?<!\w)_{1,9}(?=[^\s_])|(?<=[^\s_])_+(?!\w))",
    re.MULTILINE,
)
_SIGNS = re.compile(r"[\\&\[<`*_]")
_LINE_SIGNS = re.compile(r"^[ \t]*(?:[->+#]|\d{1,9}[.)])", re.MULTILINE)
_PAIRED = ("code", "star", "score")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True)
class StrippedText:
    """A text as it is shown."""

    text: str
    _ends: tuple[int, ...]
    """Where each piece of markup ends in the text as it is stored."""
    _shifts: tuple[int, ...]
    """How much nearer to the beginning stands what comes after it."""

    def to_stripped_offset(self, stored: int) -> int:
        """Return the offset in what is shown of an offset in what is stored."""
        known = bisect_right(self._ends, stored)
        return stored - self._shifts[known - 1] if known else stored

    def stored(self, shown: int) -> int:
        """Return the offset in what is stored of an offset in what is shown."""
        known = bisect_right(self._shown_ends, shown)
        return shown + self._shifts[known - 1] if known else shown

    @cached_property
    def _shown_ends(self) -> list[int]:
        return [end - shift for end, shift in zip(self._ends, self._shifts, strict=True)]


def strip_markdown(text: str) -> StrippedText:
    """Return a text in Markdown without its markup; line breaks stay where they are."""
    shown, ends, shifts = [], [], []
    at = shift = 0
    # Few texts have any, and to look for each kind takes twenty times as long.
    for found in (
        _markup(text)
        if _SIGNS.search(text)
        or (_LINE_SIGNS.search(text) if "\n" in text else _LINE_SIGNS.match(text))
        else ()
    ):
        kept = _replacement(found)
        shown += [text[at : found.start()], kept]
        at = found.end()
        shift += at - found.start() - len(kept)
        ends.append(at)
        shifts.append(shift)
    shown.append(text[at:])
    return StrippedText("".join(shown), tuple(ends), tuple(shifts))


def _markup(text: str) -> Iterator[re.Match[str]]:
    """Yield the markup; a sign without its pair in the paragraph is none: a footnote's star."""
    start = 0
    for end in (*(blank.end() for blank in _BLANK_LINES.finditer(text)), len(text)):
        found = list(_MARKUP.finditer(text, start, end))
        many = Counter(item.lastgroup for item in found)
        odd = {kind for kind in _PAIRED if many[kind] % 2}
        yield from (item for item in found if item.lastgroup not in odd)
        start = end


def _replacement(found: re.Match[str]) -> str:
    if found["escaped"]:
        return found["escaped"]
    return html.unescape(found["entity"]) if found["entity"] else ""
