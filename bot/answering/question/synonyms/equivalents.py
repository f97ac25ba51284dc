"""Names that mean the very same: countries and their people, places, units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bot.text.language import languages
from bot.text.language_tables import LANGUAGE_CODES

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The table of one language, in terms."""

    groups: dict[Terms, tuple[Terms, ...]]
    first_terms: frozenset[str]
    """What one of them begins with."""
    longest: int
    """How many terms the longest has."""
    country_terms: frozenset[str]
    """Those that mean a country or its people by themselves."""

    def others(self, terms: Terms) -> tuple[Terms, ...]:
        """Return what else stands for these terms."""
        return tuple(other for other in self.groups.get(terms, ()) if other != terms)


@lru_cache(maxsize=len(LANGUAGE_CODES) + 1)
def equivalents(code: str) -> Equivalents:
    """Return the table of a language by its code; an empty one where it has none."""
    analyzer = languages().get(code).analyzer
    file = resources.files("bot.answering.question.synonyms").joinpath(f"equivalents-{code}.txt")
    groups: defaultdict[Terms, set[Terms]] = defaultdict(set)
    countries: set[str] = set()
    section = ""
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#"):
            group = {tuple(analyzer.terms(name)) for name in line.split("|")} - {()}
            for terms in group:
                groups[terms] |= group
            if section == "[countries]":
                countries.update(terms[0] for terms in group if len(terms) == 1)
    return Equivalents(
        {terms: tuple(sorted(group)) for terms, group in groups.items()},
        frozenset(terms[0] for terms in groups),
        max(map(len, groups), default=0),
        frozenset(countries),
    )
