"""What the articles of a corpus present as outlets: the one thing about the others that the attribution of an article depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ahocorasick_rs

from bot.attribution.gazetteer import Gazetteer, Outlet, Spelling, Sureness

Names = tuple[tuple[str, str], ...]
"""What one article presents: each name once, with the kind of outlet, in the order of the text."""


@dataclass(frozen=True)
class Presented:
    """The names that mean outlets in every article: those of several words, with their kinds."""

    kinds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, articles: Iterable[Names]) -> Presented:
        """What all articles of a corpus present, in their order: the first to present a name decides its kind."""
        kinds: dict[str, str] = {}
        for names in articles:
            for name, kind in names:
                if _means_it_everywhere(name):
                    kinds.setdefault(name, kind)
        return cls(kinds)

    def __reduce__(self) -> tuple[type[Presented], tuple[Mapping[str, str]]]:
        return Presented, (self.kinds,)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Finds the names."""
        return _gazetteer(self.kinds)

    def find(self, text: str, alone: Gazetteer | None = None) -> list[tuple[int, int, Spelling]]:
        """Where names stand in a text; those known in its article `alone` where no other stands."""
        found = self.gazetteer.find(text)
        if alone is not None:
            taken = [(start, end) for start, end, _ in found]
            found += [one for one in alone.find(text) if not any(start < one[1] and one[0] < end for start, end in taken)]
        return found

    def differing(self, other: Presented) -> frozenset[str]:
        """Names that only one of the two knows, or that are another kind of outlet in the other."""
        return frozenset(name for name, _ in self.kinds.items() ^ other.kinds.items())


def within(names: Names) -> Gazetteer | None:
    """What means an outlet in the presenting article alone, a single word; None where that is nothing."""
    single = {name: kind for name, kind in names if not _means_it_everywhere(name)}
    return _gazetteer(single) if single else None


class Touched:
    """Tells which texts are read alike whether or not these names are presented."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = ahocorasick_rs.AhoCorasick(list(names))

    def __call__(self, text: str) -> bool:
        """Whether a name occurs; inside a word as well, for there it can hide another name that begins in it."""
        return bool(self._names.find_matches_as_indexes(text))


def _means_it_everywhere(name: str) -> bool:
    return " " in name


def _gazetteer(kinds: Mapping[str, str]) -> Gazetteer:
    return Gazetteer(Spelling(name, Outlet(None, name, kind), Sureness.STRICT) for name, kind in kinds.items())
