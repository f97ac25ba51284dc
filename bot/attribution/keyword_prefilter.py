"""Words that a pattern needs, looked for in one scan that spares most texts the pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import ahocorasick_rs

_NOTHING: frozenset[str] = frozenset()


class KeywordPrefilter:
    """Tells which groups of words a text has something of, inside other words as well."""

    def __init__(self, **groups: str) -> None:
        where: dict[str, frozenset[str]] = {}
        for group, words in groups.items():
            where |= {word: where.get(word, frozenset()) | {group} for word in words.split("|")}
        self._groups = list(where.values())
        self._words = ahocorasick_rs.AhoCorasick(list(where))

    def find(self, text: str) -> frozenset[str]:
        """Return the names of those groups."""
        matches = self._words.find_matches_as_indexes(text, overlapping=True)
        if not matches:
            return _NOTHING
        return _NOTHING.union(*(self._groups[number] for number in {match[0] for match in matches}))


def combined_pattern(patterns: Mapping[str, str], cues: frozenset[str]) -> re.Pattern[str]:
    """Join those of the patterns, by their cues, that can match in a text with these cues."""
    return _join_patterns(tuple(pattern for cue, pattern in patterns.items() if cue in cues))


@cache
def _join_patterns(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
