"""The tables in `rules/` as patterns: lists of words, and the frames that cite an outlet."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.attribution.reporting_verbs import alternation_by_letter

MAX_BRANCHES = 20
"""How many words a pattern tries one after another."""
_PLAIN_START = re.compile(r"\w(?![?*+{])")


@dataclass(frozen=True, slots=True)
class CitationPattern:
    """One way to name a source, with the texts that show it."""

    description: str
    before: re.Pattern[str] | None
    """Found in the words before the name, up to the name."""
    after: re.Pattern[str] | None
    """Found right behind the name."""
    surface: re.Pattern[str] | None
    """How the name must be written: in the dative, say."""
    names_staff: bool
    """Whether the outlet's own people stand before its name: they make no topic of it here."""
    positive_examples: tuple[str, ...]
    negative_examples: tuple[str, ...]

    def matches(self, before: str, surface: str, after: str) -> bool:
        """Tell whether the frame stands around a name."""
        if self.surface is not None and not self.surface.search(surface):
            return False
        # What is looked for in one place alone goes first: it takes a fraction of the time.
        return (self.after is None or bool(self.after.match(after))) and (
            self.before is None or bool(self.before.search(before))
        )

    @property
    def is_two_sided(self) -> bool:
        """Whether it asks for more than the words on one side of a name."""
        return self.surface is not None or (self.before is not None and self.after is not None)


@dataclass(frozen=True, slots=True)
class PatternSet:
    """All frames of a language."""

    patterns: tuple[CitationPattern, ...]
    _before: re.Pattern[str]
    _after: re.Pattern[str]
    _two_sided: tuple[CitationPattern, ...]
    _of_staff: tuple[CitationPattern, ...]

    def matches(self, before: str, surface: str, after: str) -> bool:
        """Tell whether any of them stands around a name."""
        return self.matches_one_side(before, after) or self.matches_both_sides(
            before, surface, after
        )

    def matches_staff(self, before: str, surface: str, after: str) -> bool:
        """Tell whether the outlet's own people are said to report or to have seen something."""
        return any(frame.matches(before, surface, after) for frame in self._of_staff)

    def matches_one_side(self, before: str, after: str) -> bool:
        """Tell whether one of those stands there that ask for the words on one side alone."""
        return bool(self._before.search(before) or self._after.match(after))

    def stands_before(self, after: str) -> bool:
        """Tell whether the words behind a name say what outlets do."""
        return self._after.match(after) is not None

    def matches_both_sides(self, before: str, surface: str, after: str) -> bool:
        """Tell whether one of those stands there that ask for more."""
        return any(frame.matches(before, surface, after) for frame in self._two_sided)


@cache
def load_table(code: str) -> Mapping[str, Any]:
    """Return a language's table as it is written."""
    return tomllib.loads(
        resources.files("bot.attribution")
        .joinpath(f"rules/{code}.toml")
        .read_text(encoding="utf-8")
    )


def compile_patterns(table: Mapping[str, Any]) -> PatternSet:
    """Return the frames of a table."""
    patterns = tuple(_compile_each(table["frame"], template(table)))
    of_staff = tuple(frame for frame in patterns if frame.names_staff)
    others = [frame for frame in patterns if not frame.names_staff]
    one_sided = [frame for frame in others if not frame.is_two_sided]
    return PatternSet(
        patterns,
        _union(frame.before for frame in one_sided),
        _union(frame.after for frame in one_sided),
        tuple(frame for frame in others if frame.is_two_sided),
        of_staff,
    )


class _Template:
    """Puts the lists of words where a pattern names them."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words: dict[str, str] = {}
        for name, pattern in words.items():
            self._words[name] = self(pattern)

    def __call__(self, pattern: str) -> str:
        return re.sub(r"\{([a-z]+)\}", lambda found: self._words[found[1]], pattern)


def template(table: Mapping[str, Any]) -> _Template:
    """Make what fills in a table's words; {gluing} is what may stand between a frame and a name."""
    words = {name: _alternation(entries) for name, entries in table["words"].items()}
    return _Template(
        words | {"quote": table["patterns"].get("quote", ""), "gluing": table["patterns"]["glue"]}
    )


def _alternation(entries: str) -> str:
    words = [entry.replace("_", r"\s+") for entry in entries.split()]
    # Long lists of words by their first letter: the engine tries one branch after another.
    if len(words) > MAX_BRANCHES and all(map(_PLAIN_START.match, words)):
        return alternation_by_letter(words)
    return "|".join(words)


def _compile_each(
    tables: Iterable[Mapping[str, Any]], expand: _Template
) -> Iterator[CitationPattern]:
    for table in tables:
        # A frame that is close to the name lets nothing stand between.
        between = "" if table.get("close") else r"\s+{gluing}"
        before = (
            re.compile(expand(f"(?:{table['before']}){between}$")) if "before" in table else None
        )
        after = re.compile(expand(table["after"])) if "after" in table else None
        surface = re.compile(table["surface"]) if "surface" in table else None
        yield CitationPattern(
            table["says"],
            before,
            after,
            surface,
            table.get("staff", False),
            tuple(table["cites"]),
            tuple(table.get("not", ())),
        )


def _union(patterns: Iterable[re.Pattern[str] | None]) -> re.Pattern[str]:
    return re.compile(
        "|".join(pattern.pattern for pattern in patterns if pattern is not None) or r"(?!)"
    )
