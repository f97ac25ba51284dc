"""An article as text on a page: its lines and words, and whether words stand on it once.

Words are compared as a browser does that looks for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from bot.model import Span
from bot.text.strip_markdown import strip_markdown

# Chinese and Japanese part words by punctuation alone, as far as can be seen.
_WORD = re.compile(r"[^\s、。，；：！？]+[、。，；：！？]*|[、。，；：！？]+")
_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LAST_BREAK = re.compile(r"(?s).*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_LETTERS = re.compile(r"[^\W_]+")
_PLAIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщьюяє")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")
# What a browser passes over for having no width; white space, which it may find as a line
# break; and Markdown's signs.
_IGNORED = re.compile(
    r"[\s*_`\\\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u200b-\u200f\u2060-\u2064\ufeff\xad\x00]+"
)
_SINGLE, _DOUBLE = re.compile("[‘’׳]"), re.compile("[“”״]")
# Between two letters or figures these part no words.
_MID_WORD = frozenset("'’‘.:·‧,;_׳״\u2024\ufe52\uff07\uff0e")
_ANCHOR_WORDS, _ANCHOR_CHARS = 2, 16
"""Words that are looked for, and how many of their letters."""
_MOST, _MAX_ANCHOR_POSITIONS = 500, 16
"""Places of a word that are looked at, and of those with the same letters beside, one by one."""
_WORD_CHARS = 60
"""Characters of a word, on average, where the last ones of a line are looked for."""
_REPETITION_SLACK_CHARS = 16
"""Characters of white space and accents that a repetition may have beyond twice the original."""


class PageText:
    """The text of a page, without markup. Offsets are into `text`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded_stretch: tuple[tuple[int, int], str] | None = None

    @staticmethod
    def of(stored: str, sentence: Span, *, markdown: bool) -> tuple[PageText, Span]:
        """Make the page of an article, and find a sentence on it; markup far from it stays."""
        if not markdown:
            return PageText(stored), sentence
        low = _block_start(stored, len(stored[: _block_start(stored, sentence.start)].rstrip()))
        high = _block_end(stored, _block_end(stored, sentence.end))
        shown = strip_markdown(stored[low:high])
        span = Span(
            low + shown.to_stripped_offset(sentence.start - low),
            low + shown.to_stripped_offset(sentence.end - low),
        )
        return PageText(stored[:low] + shown.text + stored[high:]), span

    def lines(self, span: Span) -> list[Span]:
        """Yield the lines of a part of the text, without white space at their ends."""
        starts = [
            span.start,
            *(found.end() for found in _BREAK.finditer(self.text, span.start, span.end)),
        ]
        ends = [
            *(found.start() for found in _BREAK.finditer(self.text, span.start, span.end)),
            span.end,
        ]
        return [
            piece
            for start, end in zip(starts, ends, strict=True)
            if (piece := self._trim(start, end))
        ]

    def prefixes(self, line: Span, fewest: int, limit: int) -> Iterator[Span]:
        """Yield the first words of a line, from few to many."""
        words = islice(_WORD.finditer(self.text, line.start, line.end), limit)
        ends = [word.end() for word in words]
        return (Span(line.start, end) for end in ends[min(fewest, len(ends)) - 1 :])

    def suffixes(self, line: Span, fewest: int, limit: int) -> Iterator[Span]:
        """Yield the last words of a line, from few to many."""
        window = max(line.start, line.end - limit * _WORD_CHARS)
        starts = [word.start() for word in _WORD.finditer(self.text, window, line.end)]
        if window > line.start:
            # It may have begun before.
            del starts[:1]
        starts = starts[-limit:]
        return (Span(start, line.end) for start in starts[::-1][min(fewest, len(starts)) - 1 :])

    def before(self, position: int, limit: int) -> Iterator[Span]:
        """Yield the last words before a place: of its line, or at its start, of the one before."""
        line = self._line_before(position)
        return self.suffixes(line, 1, limit) if line else iter(())

    def after(self, position: int, limit: int) -> Iterator[Span]:
        """Yield the first words from a place on: of its line, or where it ends, of the next."""
        found = re.compile(r"\S").search(self.text, position)
        if not found:
            return iter(())
        broken = _BREAK.search(self.text, found.start())
        line = self._trim(found.start(), broken.start() if broken else len(self.text))
        return self.prefixes(line, 1, limit) if line else iter(())

    def same_line(self, start: int, end: int) -> bool:
        """Return whether no line ends between two places."""
        return not _BREAK.search(self.text, start, end)

    def at_word(self, position: int) -> bool:
        """Return whether a word may begin or end at a place; rather no than wrong."""
        before, after = (
            self.text[max(0, position - 2) : position][::-1],
            self.text[position : position + 2],
        )
        if not before or not after or before[0].isspace() or after[0].isspace():
            return True
        if _IGNORED.match(after) or _IGNORED.match(before) or "_" in (before[0], after[0]):
            return False
        if before[0].isalnum():
            return not (after[0].isalnum() or (after[0] in _MID_WORD and after[1:].isalnum()))
        return not (after[0].isalnum() and before[0] in _MID_WORD and before[1:].isalnum())

    def is_unique(self, span: Span) -> bool:
        """Return whether what stands there stands nowhere else.

        Repetitions count in usual case and with other accents, but not where both of their longest
        words are in odd case or have other accents.
        """
        words = {
            fold_text(word[0]): word
            for word in sorted(
                _LETTERS.finditer(self.text, span.start, span.end), key=lambda word: len(word[0])
            )
        }
        longest = list(words.values())[-_ANCHOR_WORDS:]
        if len(longest) < _ANCHOR_WORDS:
            # Signs alone may stand anywhere.
            return bool(longest) and not self._is_repeated_folded(span)
        return not any(
            self._is_repeated(span, word.start(), word[0][:_ANCHOR_CHARS]) for word in longest
        )

    def is_first(self, span: Span) -> bool:
        """Return whether what stands there does not stand before."""
        until, wanted = (
            fold_text(self.text[: span.end]),
            fold_text(self.text[span.start : span.end]),
        )
        return bool(_LETTERS.search(wanted)) and until.find(wanted) == len(until) - len(wanted)

    def is_first_after(self, end: Span, start: Span, close: int) -> bool:
        """Return whether behind a `start` the text from `end` up to `close` comes there first."""
        whole, wanted = (
            self._fold_stretch(start.start, close),
            fold_text(self.text[end.start : close]),
        )
        return whole.find(wanted, len(fold_text(self.text[start.start : start.end]))) == len(
            whole
        ) - len(wanted)

    def _is_repeated(self, span: Span, position: int, anchor: str) -> bool:
        """Return whether what stands there stands elsewhere, too, around a word of it."""
        signs = (
            range(position - 1, max(span.start, position - 2) - 1, -1),
            range(position + len(anchor), min(span.end, position + len(anchor) + 2)),
        )
        forms = {anchor, anchor.lower(), anchor.upper(), anchor.capitalize()}
        places = list(islice(_find_all(self.text, forms), _MOST))
        found = [
            at
            for at in places
            if at != position and not any(self._differs(sign, at - position) for sign in signs)
        ]
        if len(places) == _MOST or len(found) > _MAX_ANCHOR_POSITIONS:
            return self._is_repeated_folded(span)
        # To fold a whole article takes longer than anything else here, and a rare word seldom
        # stands among the same ones.
        before, after = (
            fold_text(self.text[span.start : position]),
            fold_text(self.text[position : span.end]),
        )
        back, on = (
            2 * (position - span.start) + _REPETITION_SLACK_CHARS,
            2 * (span.end - position) + _REPETITION_SLACK_CHARS,
        )
        return any(
            fold_text(self.text[at : at + on]).startswith(after)
            and fold_text(self.text[max(0, at - back) : at]).endswith(before)
            for at in found
        )

    def _is_repeated_folded(self, span: Span) -> bool:
        wanted = fold_text(self.text[span.start : span.end])
        return self._folded.find(wanted, self._folded.find(wanted) + 1) >= 0

    def _differs(self, signs: Sequence[int], away: int) -> bool:
        """Return whether what stands next is plainly another letter than elsewhere.

        Most places of a word need no closer look.
        """
        for sign in signs:
            here, there = self.text[sign].lower(), self.text[sign + away : sign + away + 1].lower()
            if here != there:
                return here in _PLAIN_LETTERS and there in _PLAIN_LETTERS
        return False

    @cached_property
    def _folded(self) -> str:
        return fold_text(self.text)

    def _fold_stretch(self, start: int, end: int) -> str:
        """Fold a part of the text; the last one is kept, as the same is asked for again."""
        if self._folded_stretch is None or self._folded_stretch[0] != (start, end):
            self._folded_stretch = (start, end), fold_text(self.text[start:end])
        return self._folded_stretch[1]

    def _trim(self, start: int, end: int) -> Span | None:
        part = self.text[start:end]
        stripped = part.lstrip()
        return (
            Span(start + len(part) - len(stripped), start + len(part.rstrip()))
            if stripped
            else None
        )

    def _line_before(self, position: int) -> Span | None:
        end = len(self.text[:position].rstrip())
        broken = _LAST_BREAK.match(self.text, 0, end)
        return self._trim(broken.end() if broken else 0, end)


def fold_text(text: str) -> str:
    """Return a text without what a browser does not compare, and without white space."""
    bare = _IGNORED.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return bare if bare.isascii() else _DOUBLE.sub('"', _SINGLE.sub("'", bare))


def _find_all(text: str, words: Iterable[str]) -> Iterator[int]:
    for word in words:
        position = text.find(word)
        while position >= 0:
            yield position
            position = text.find(word, position + 1)


def _block_start(text: str, position: int) -> int:
    """Return where the lines begin among which a place stands."""
    while (end := text.rfind("\n", 0, position)) >= 0:
        if text[text.rfind("\n", 0, end) + 1 : end].isspace() or text[end - 1 : end] in {"\n", ""}:
            return end + 1
        position = end
    return 0


def _block_end(text: str, position: int) -> int:
    """Return where the lines end among which a place stands."""
    found = _BLANK_LINES.search(text, position)
    return found.end() if found else len(text)
