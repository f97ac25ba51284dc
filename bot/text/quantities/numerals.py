"""Numbers as texts write them: digits with separators, scales, words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bot.text.language_tables import QUANTITY_LANGUAGES, language_table
from bot.text.tokens import APOSTROPHES

_SPACES = " \u00a0\u2009\u202f"
_DIGITS = (
    rf"\d{{1,3}}(?:(?P<group>[.,{_SPACES}])\d{{3}})(?:(?P=group)\d{{3}})*(?:[.,]\d+)?(?![.,]?\d)"
    r"|\d+(?:[.,]\d+)?"
)
_TOKEN = re.compile(rf"(?<![\w.,])(?P<digits>{_DIGITS})|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)")
_SEPARATOR = re.compile(rf"[{_SPACES}\n]*[-\u2011]?[{_SPACES}\n]*")
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_HUNDRED, _THOUSAND = 100, 1000


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text."""

    start: int
    end: int
    value: float
    resolution: float
    """What one more in the last place written would add: 100,000 in "2.5 million"; 0 if exact."""
    scale: float = 1.0
    """What a scale behind it multiplied: 1,000,000 in "2.5 million"."""
    is_digits: bool = True
    """Whether it is written in digits."""
    looks_like_year: bool = False
    """Whether it is four digits and nothing else, as a year is."""


@dataclass(frozen=True, slots=True)
class _NumeralPart:
    """A word or a group of digits that may belong to a number."""

    start: int
    end: int
    word: str
    """Case-folded; empty for digits."""
    value: float
    resolution: float
    looks_like_year: bool


class NumeralParser:
    """Finds the numbers in texts of one language."""

    def __init__(self, known: Mapping[str, Any], decimal: str) -> None:
        """Take the table of number words, and what parts decimals: a full stop or a comma."""
        self._decimal = decimal
        self._words = _word_values(known.get("words", {}))
        self._scales = _word_values(known.get("scales", {}))
        self._one = set(known.get("one", "").split())
        self._half = set(known.get("half", "").split())
        self._short = set(known.get("abbreviated", "").split())
        self._and = set(known.get("and", "").split())
        self._halved = re.compile(
            rf"[\s\u00a0]+(?:{known.get('and_a_half') or '(?!)'})(?!\w)", re.IGNORECASE
        )

    def find(self, text: str) -> list[Numeral]:
        """All numbers of a text, in order."""
        pieces = [self._parse_part(match) for match in _TOKEN.finditer(text)]
        found: list[Numeral] = []
        position = 0
        while position < len(pieces):
            read, position = self._parse_at(text, pieces, position)
            if read is not None:
                found.append(read)
        return found

    def _parse_part(self, match: re.Match[str]) -> _NumeralPart:
        start, end = match.span()
        written = match["digits"]
        if written is None:
            return _NumeralPart(
                start,
                end,
                match[0].casefold().translate(APOSTROPHES),
                0.0,
                0.0,
                looks_like_year=False,
            )
        value, decimals = self._parse_digits(written)
        step = 10.0**-decimals if decimals else 0.0
        return _NumeralPart(
            start,
            end,
            "",
            value,
            step,
            looks_like_year=written.isdigit() and _FIRST_YEAR <= value <= _LAST_YEAR,
        )

    def _parse_digits(self, written: str) -> tuple[float, int]:
        """Return the value of digits with separators, and how many decimals they have."""
        plain = "".join(
            str(unicodedata.digit(sign)) if sign.isdigit() else sign
            for sign in written
            if sign not in _SPACES
        )
        other = "," if self._decimal == "." else "."
        if re.fullmatch(
            rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+(?:{re.escape(self._decimal)}\d+)?", plain
        ):
            plain = plain.replace(other, "")
        elif re.fullmatch(rf"\d{{1,3}}(?:{re.escape(self._decimal)}\d{{3}}){{2,}}", plain):
            # More than one of them can't part decimals.
            plain = plain.replace(self._decimal, "")
        plain = plain.replace(",", ".")
        return float(plain), len(plain.partition(".")[2])

    def _parse_at(
        self, text: str, pieces: list[_NumeralPart], position: int
    ) -> tuple[Numeral | None, int]:
        """Return the number that begins with a piece, if any, and the place of the next piece."""
        first = pieces[position]
        if not first.word:
            return self._parse_scale(text, pieces, position + 1, first.value, first, digits=True)
        if first.word in self._half or first.word in self._one:
            opened = self._parse_article(text, pieces, position)
            if opened is not None:
                return opened
        return (
            self._parse_words(text, pieces, position)
            if first.word in self._words
            else (None, position + 1)
        )

    def _parse_article(
        self, text: str, pieces: list[_NumeralPart], position: int
    ) -> tuple[Numeral, int] | None:
        """Read a number that begins with "a" or "half a", before a scale or what is halved."""
        half, after = pieces[position].word in self._half, position + 1
        if half and self._is_adjacent(text, pieces, after) and pieces[after].word in self._one:
            after += 1
        if not self._is_adjacent(text, pieces, after):
            return None
        value = 0.5 if half else 1.0
        if pieces[after].word in self._scales:
            return self._parse_scale(
                text,
                pieces,
                after,
                value,
                replace(pieces[position], resolution=0.1 * half),
                digits=False,
            )
        # "Half an hour"
        return (
            (
                Numeral(pieces[position].start, pieces[after - 1].end, value, 0.0, is_digits=False),
                after,
            )
            if half and after > position + 1
            else None
        )

    def _parse_words(
        self, text: str, pieces: list[_NumeralPart], position: int
    ) -> tuple[Numeral | None, int]:
        """Read a number in words: "nineteen", "twenty-five", "one hundred and two"."""
        first, value, after = pieces[position], self._words[pieces[position].word], position + 1
        while after < len(pieces) and self._is_adjacent(text, pieces, after):
            word = pieces[after].word
            joined = (
                word in self._and
                and value >= _HUNDRED
                and self._is_adjacent(text, pieces, after + 1)
            )
            part = self._words.get(pieces[after + 1].word if joined else word)
            if part is not None and _combines(value, part):
                value, after = value + part, after + 1 + joined
            elif self._scales.get(word) == _HUNDRED and value < _HUNDRED:
                value, after = value * _HUNDRED, after + 1
            else:
                break
        return self._parse_scale(text, pieces, after, value, first, digits=False)

    def _parse_scale(
        self,
        text: str,
        pieces: list[_NumeralPart],
        position: int,
        value: float,
        first: _NumeralPart,
        *,
        digits: bool,
    ) -> tuple[Numeral, int]:
        """Read a number with the scale, the half and the lesser part that may follow."""
        scale, end, step = (
            1.0,
            pieces[position - 1].end,
            first.resolution or 0.1 * (value % 1 > 0 and not digits),
        )
        if (half := self._halved.match(text, end)) is not None:
            value, step, end = value + 0.5, 0.1, half.end()
            position = next(
                (later for later in range(position, len(pieces)) if pieces[later].start >= end),
                len(pieces),
            )
        while (
            position < len(pieces)
            and _SEPARATOR.fullmatch(text, end, pieces[position].start)
            and pieces[position].word in self._scales
        ):
            scale, end = scale * self._scales[pieces[position].word], pieces[position].end
            end += pieces[position].word in self._short and text[end : end + 1] == "."
            position += 1
        value *= scale
        if (
            not digits
            and scale >= _THOUSAND
            and position < len(pieces)
            and self._is_adjacent(text, pieces, position)
        ):
            # "Two thousand three hundred": what is less than the scale is added.
            joined = pieces[position].word in self._and and self._is_adjacent(
                text, pieces, position + 1
            )
            rest = position + joined
            if pieces[rest].word in self._words:
                less, after = self._parse_words(text, pieces, rest)
                if less is not None and less.value < scale:
                    return Numeral(
                        first.start, less.end, value + less.value, 0.0, 1.0, is_digits=False
                    ), after
        step = (step or float(scale >= _THOUSAND)) * scale
        return Numeral(
            first.start,
            end,
            value,
            step,
            scale,
            digits,
            looks_like_year=first.looks_like_year and scale == 1.0,
        ), position

    def _is_adjacent(self, text: str, pieces: list[_NumeralPart], position: int) -> bool:
        """Tell whether a word stands right behind the piece before it."""
        return (
            position < len(pieces)
            and bool(pieces[position].word)
            and bool(_SEPARATOR.fullmatch(text, pieces[position - 1].end, pieces[position].start))
        )


def _combines(value: float, part: float) -> bool:
    """Return whether a lesser number fits behind one in words: "twenty" before "five"."""
    return 0 < part < value and value % 10 ** len(str(int(part))) == 0


def _word_values(values: Mapping[str, str]) -> dict[str, float]:
    return {form: float(value) for value, forms in values.items() for form in forms.split()}


@cache
def numeral_parser(code: str) -> NumeralParser:
    """Return the reader of a language's numbers; of digits alone where nothing more is known."""
    known = language_table(f"quantities-{code}") if code in QUANTITY_LANGUAGES else {}
    return NumeralParser(known, language_table(code or "unknown").get("decimal", "."))
