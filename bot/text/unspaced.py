"""Scripts that put no spaces between words: Chinese, Japanese, Thai."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from bot.text.language_tables import language_table

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u3005\u3041-\u3096\u30a1-\u30fa\u30fc"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
"""Their letters, for a class of a pattern."""
FIRST_UNSPACED = "\u0e01"
"""Below it are no letters of theirs."""
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
# What is one unit of a word: a Thai consonant with its vowels and marks, one sign of the others.
_UNIT = re.compile(
    "[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]*|[\u0e01-\u0e4e]|[^\u0e01-\u0e4e]"
)
_SENTENCE_END = re.compile("(?<=[。！？])(?![。！？」』”’）》])")


@cache
def _runs() -> re.Pattern[str]:
    """Compile what finds a function word, or a run of one script."""
    functions = sorted(
        (
            word
            for words in language_table("unspaced")["functions"].values()
            for word in words.split()
        ),
        key=len,
        reverse=True,
    )
    return re.compile(
        rf"(?P<function>{'|'.join(functions)})"
        r"|[\u3041-\u3096]|[\u30a1-\u30fa\u30fc]+|[\u0e01-\u0e4e]|[^\u3041-\u3096\u30a1-\u30fa\u30fc]"
    )


def is_unspaced(word: str) -> bool:
    """Tell whether a word is written in such a script."""
    return word[0] >= FIRST_UNSPACED and _IS_UNSPACED.match(word) is not None


def word_spans(run: str) -> list[tuple[int, int]]:
    """Split a run of letters into overlapping pairs of units, as Lucene's CJKBigramFilter does.

    No pair reaches over a function word or from one script into another; a unit between such
    stands alone, unless it is one of Japanese endings.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _informative_runs(run):
        units = [match.span() for match in _UNIT.finditer(run, start, end)]
        if len(units) > 1:
            spans += [(one[0], other[1]) for one, other in pairwise(units)]
        elif _script(run[start]) != _HIRAGANA:
            spans += units
    return spans


def sentence_ends(text: str) -> list[int]:
    """Where sentences end that nothing parts from the next one."""
    return (
        [match.start() for match in _SENTENCE_END.finditer(text)]
        if max(text, default="") >= "\u3002"
        else []
    )


_HIRAGANA, _KATAKANA, _THAI, _HAN = range(4)


def _script(letter: str) -> int:
    if letter < "\u3000":
        return _THAI
    if "\u3041" <= letter <= "\u3096":
        return _HIRAGANA
    return _KATAKANA if "\u30a1" <= letter <= "\u30fc" else _HAN


def _informative_runs(run: str) -> list[tuple[int, int]]:
    """Stretches of one script between function words."""
    found: list[tuple[int, int]] = []
    for match in _runs().finditer(run):
        start, end = match.span()
        if match["function"]:
            found.append((end, end))
        elif (
            found
            and found[-1][1] == start
            and found[-1][0] < start
            and _script(run[start - 1]) == _script(run[start])
        ):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return [(start, end) for start, end in found if start < end]
