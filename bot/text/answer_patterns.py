"""Patterns of what answers a kind of question, and a quick way to find them in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate, compress

from bot.text.language_tables import language_table
from bot.text.memo import BoundedMemo
from bot.text.regex_prefilter import first_chars_pattern, prefix_pattern
from bot.text.tokens import MAX_CACHED_PIECE_CHARS

_LOWERCASE = "".join(letter for letter in map(chr, range(0xDF, 0x530)) if letter.islower())
_CAPITAL = rf"[^\W\d_a-z{_LOWERCASE}]"
# Counted: to look on to the end of a long word from each letter would take for ever.
_LETTERS = r"[\w’'ʼ-]{1,60}"
_NUMBER = r"\d[\d.,\u00a0\u202f]{0,60}"
_FULL_NAME = rf"{_CAPITAL}{_LETTERS}\s+(?:[a-z]{{2,3}}\s+)?{_CAPITAL}{_LETTERS}"
_NAME = rf"(?<=[\w,;:”»\"’] ){_CAPITAL}\w{{1,60}}"
_INSIDE = " inside"


class PatternFinder:
    """Finds the matches of patterns, each tried only where one can begin.

    May be used by several threads.
    """

    def __init__(
        self,
        patterns: Mapping[str, re.Pattern[str]],
        required_inside: Mapping[str, re.Pattern[str]],
    ) -> None:
        """Take the patterns by name, and of some what each of their matches holds inside."""
        self._matchers = [
            (name, item.match, name + _INSIDE if name in required_inside else name)
            for name, item in patterns.items()
        ]
        every_pattern = [
            *patterns.items(),
            *((name + _INSIDE, item) for name, item in required_inside.items()),
        ]
        self._prefilters = [
            (
                name,
                re.compile(first_chars_pattern(item.pattern), item.flags),
                re.compile(prefix_pattern(item.pattern), item.flags).match,
            )
            for name, item in every_pattern
        ]
        self._prefilter_memo = BoundedMemo(self._patterns_starting_with)
        self._start_memo = BoundedMemo(self._starts_in_piece)

    def find_all(self, text: str) -> dict[str, list[re.Match[str]]]:
        """Return the matches by name of the pattern, without names that have none."""
        begin = self._candidate_starts(text)
        found: dict[str, list[re.Match[str]]] = {}
        for name, match, inside in self._matchers:
            if name in begin and inside in begin:
                end = 0
                for position in begin[name]:
                    if position >= end and (item := match(text, position)):
                        found.setdefault(name, []).append(item)
                        end = item.end()
        return found

    def _candidate_starts(self, text: str) -> Mapping[str, Sequence[int]]:
        """Return by pattern, in order, all places where it can match, and maybe others.

        Patterns that match nowhere are left out.
        """
        pieces = text.split(" ")
        begin = (
            self._start_memo.__getitem__
            if len(text) <= MAX_CACHED_PIECE_CHARS * len(pieces)
            else self._starts_in_piece
        )
        beginnings = [*map(begin, pieces)]
        found: dict[str, list[int]] = {}
        starts = [*accumulate(map(len, pieces), initial=0)]
        for number in compress(range(len(pieces)), beginnings):
            for name, position in beginnings[number]:
                found.setdefault(name, []).append(starts[number] + number + position)
        return found

    def _starts_in_piece(self, piece: str) -> tuple[tuple[str, int], ...]:
        """Return the patterns that can begin in a piece between two spaces, with the places."""
        spaced = f" {piece} "
        places = range(len(piece))
        return tuple(
            (name, position)
            for position in places
            for name, match in self._prefilter_memo[spaced[position : position + 3]]
            if match(piece, position)
        )

    def _patterns_starting_with(
        self, letters: str
    ) -> tuple[tuple[str, Callable[[str, int], re.Match[str] | None]], ...]:
        """Return the patterns that can begin at the second of three letters."""
        return tuple(
            (name, begins) for name, heads, begins in self._prefilters if heads.match(letters, 1)
        )


@cache
def answer_finder(code: str) -> PatternFinder:
    """Finds what sentences of a language hold."""
    i = re.IGNORECASE
    known = language_table(code or "unknown").get("holds")
    required_inside = (
        {
            "money": re.compile(rf"[$€£¥₴₽]|\b(?:{known['money']})\b", i),
            "duration": re.compile(rf"\b(?:{known['units']})\b", i),
        }
        if known
        else {}
    )
    return PatternFinder(answer_patterns(code), required_inside)


@cache
def answer_patterns(code: str) -> Mapping[str, re.Pattern[str]]:
    """Return by kind of answer the pattern of what gives one in a language, where there is any."""
    known: Mapping[str, str] = language_table(code or "unknown").get("holds", {})
    general = {
        "person": re.compile(_FULL_NAME),
        "organisation": re.compile(_NAME),
        "number": re.compile(_NUMBER),
        "quotation": re.compile(r"[\"“”«»„]"),
    }
    if not known:
        return general
    i = re.IGNORECASE
    number = rf"(?:{_NUMBER}|\b(?:{known['numbers']}))"
    day = r"\d{1,2}(?:st|nd|rd|th|\.|º|η)?\s+(?:of\s+|de\s+)?"
    if "ages" in known:
        general["age"] = re.compile(known["ages"], i)
    return general | {
        "place": re.compile(rf"(?i:\b{known['places']}){_CAPITAL}[\w’'ʼ-]{{0,60}}"),
        "date": re.compile(
            rf"(?:{day})?\b(?:{known['months']})\b(?:\s+\d{{1,2}}\b)?(?:,?\s+(?:1\d|20)\d\d\b)?|\b(?:{known['dates']})\b|\b(?:1\d|20)\d\d\b",
            i,
        ),
        "number": re.compile(rf"{_NUMBER}|\b(?:{known['numbers']})\b", i),
        "money": re.compile(
            rf"[$€£¥₴₽]\s*\d*|{number}\W+(?:\w+\W+){{0,2}}(?:{known['money']})\b", i
        ),
        "duration": re.compile(rf"{number}[\s-]+(?:\w+\s+)?(?:{known['units']})\b", i),
        "share": re.compile(rf"%|\b(?:{known['percent']})\b", i),
        "reason": re.compile(rf"\b(?:{known['reasons']})\b", i),
    }
