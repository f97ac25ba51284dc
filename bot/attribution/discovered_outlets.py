"""Names that articles present as outlets: all that one's attribution needs of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ahocorasick_rs

from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling

OutletNames = tuple[tuple[str, str], ...]
"""What one article presents: each name once, with the kind of outlet, in the order of the text."""


@dataclass(frozen=True)
class DiscoveredOutlets:
    """The names that mean outlets in every article: those of several words, with their kinds."""

    kinds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def merge(cls, articles: Iterable[OutletNames]) -> DiscoveredOutlets:
        """Merge what all articles present: the first to present a name decides its kind."""
        kinds: dict[str, str] = {}
        for names in articles:
            for name, kind in names:
                if _is_unambiguous(name):
                    kinds.setdefault(name, kind)
        return cls(kinds)

    def __reduce__(self) -> tuple[type[DiscoveredOutlets], tuple[Mapping[str, str]]]:
        return DiscoveredOutlets, (self.kinds,)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Finds the names."""
        return _gazetteer(self.kinds)

    def find(
        self, text: str, article_only: Gazetteer | None = None
    ) -> list[tuple[int, int, OutletSpelling]]:
        """Find names in a text; `article_only` ones, of its article, where no other stands."""
        found = self.gazetteer.find(text) if self.kinds else []
        if article_only is not None:
            taken = [(start, end) for start, end, _ in found]
            found += [
                item
                for item in article_only.find(text)
                if not any(start < item[1] and item[0] < end for start, end in taken)
            ]
        return found

    def difference(self, other: DiscoveredOutlets) -> frozenset[str]:
        """Names that only one of the two knows, or that are another kind of outlet in the other."""
        return frozenset(name for name, _ in self.kinds.items() ^ other.kinds.items())


def article_only_outlets(names: OutletNames) -> Gazetteer | None:
    """Return single words that mean an outlet in their article alone; None if none."""
    single = {name: kind for name, kind in names if not _is_unambiguous(name)}
    return _gazetteer(single) if single else None


class AffectedTexts:
    """Tells which texts are read alike whether or not these names are presented."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = ahocorasick_rs.AhoCorasick(list(names))

    def __call__(self, text: str) -> bool:
        """Tell whether a name occurs, also in a word, where it can hide one that begins in it."""
        return bool(self._names.find_matches_as_indexes(text))


def _is_unambiguous(name: str) -> bool:
    return " " in name


def _gazetteer(kinds: Mapping[str, str]) -> Gazetteer:
    return Gazetteer(
        OutletSpelling(name, Outlet(None, name, kind), Ambiguity.NEEDS_CUE)
        for name, kind in kinds.items()
    )
