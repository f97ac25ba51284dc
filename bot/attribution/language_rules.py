"""How texts in a language other than English name their sources, by its table in `rules/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.attribution.pattern_tables import PatternSet, compile_patterns, load_table, template

LANGUAGE_CODES = ("uk", "ru", "de", "es", "fr")
"""The languages with such a table, by ISO 639-1 code."""
_CYRILLIC = ("uk", "ru")
WINDOW_CHARS = 160
"""How many characters beside a name a frame may reach."""
_ACRONYM = re.compile(r"[A-ZÄÖÜ]{3,}")
_END = re.compile(r"\s*[\])]?\.?\s*[\])]?\s*$")
_BEFORE_END = re.compile(
    r"(?:[.!?…\"”»,]\s*(?:—|–|--|-)(?:\s*(?:[Tt]elegram|[Тт]елеграм)-канал)?|[\[(])\s*$"
)
# In Cyrillic a capital inside a sentence is a name's, unless a name stands before it.
_SMALL_WORD = re.compile(r"(?:^|\s)[а-яіїєґё’'-]+,?\s+$")
_ENDS_PHRASE = re.compile(r"\s*(?:[,.;:)]|[—–]|$)")
_DATELINE = re.compile(r"^\W*[A-ZÀ-ÞА-ЯІЇЄҐ][\w,. /-]{0,40}[(,]\s*$")


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """The frames of one language, and what else its texts say of outlets."""

    code: str
    patterns: PatternSet
    about_before: re.Pattern[str]
    """The outlet is what the text is about: its owner, its office."""
    about_after: re.Pattern[str]
    cited_by: re.Pattern[str]
    """Between two outlets: the first leans on the second."""
    uncatalogued: re.Pattern[str]
    """Names of outlets that the gazetteer does not know, in named groups."""
    required_before: re.Pattern[str]
    """What must stand before a name that is a word as well."""
    outlet_noun_before: re.Pattern[str]
    """Before a name: what outlets are called."""
    has_own_script: bool
    """Its texts have letters of their own: there a name in Latin ones is no word."""
    continuation: Mapping[str, str]
    outlet_nouns: str
    """What outlets are called, in every form."""

    def is_called_outlet(self, text: str, start: int, end: int) -> bool:
        """Tell whether a name at `start:end` that is a word as well is written as an outlet's."""
        before = text[max(0, start - WINDOW_CHARS) : start]
        if self.has_own_script:
            return bool(self.required_before.search(before)) or text[start:end].isascii()
        return bool(self.outlet_noun_before.search(before))

    def is_cited(
        self,
        text: str,
        start: int,
        end: int,
        sentence_start: int,
        sentence_end: int,
        needs_cue: bool,  # noqa: FBT001 - a fact of the mention
    ) -> bool:
        """Tell whether the name at `start:end` is cited in its sentence, all offsets into `text`.

        A name that needs a cue is a word as well: it counts only in quotation marks, behind what
        outlets are called, or where a sentence begins with it and goes on with what outlets do.
        """
        before = text[max(sentence_start, start - WINDOW_CHARS) : start]
        if start - sentence_start <= WINDOW_CHARS:
            # The first word of a sentence is a citing word like any other, capital or not.
            before = before[:1].lower() + before[1:]
        after = text[end : min(sentence_end, end + WINDOW_CHARS)]
        surface = text[start:end]
        if (
            needs_cue
            and not self.required_before.search(before)
            and not (
                self.has_own_script
                and (surface.isascii() or self._is_name_inside(surface, before, after))
            )
            and not (surface.startswith("The ") or _ACRONYM.fullmatch(surface))
            and not (not before and not self.has_own_script and self.patterns.stands_before(after))
        ):
            return False
        if start <= 60 and _DATELINE.match(text[:start]) and text[end : end + 1] == ")":
            return False
        if self.patterns.matches_staff(before, surface, after):
            return True
        if self.about_before.search(before) or self.about_after.match(after):
            return False
        if self.patterns.matches(before, surface, after):
            return True
        return bool(
            _BEFORE_END.search(text[max(0, start - 24) : start])
            and _END.match(text[end:])
            and end > len(text) // 2
        )

    def _is_name_inside(self, surface: str, before: str, after: str) -> bool:
        """Tell whether a word is a name by its capital inside a sentence, and says something."""
        return (
            surface[0].isupper()
            and _SMALL_WORD.search(before) is not None
            and (_ENDS_PHRASE.match(after) is not None or self.patterns.stands_before(after))
        )


def rules_for(code: str | None) -> LanguageRules | None:
    """Return the rules of a language; None where there is no table for it."""
    return _load_rules(code) if code in LANGUAGE_CODES else None


@cache
def _load_rules(code: str) -> LanguageRules:
    table = load_table(code)
    expand = template(table)
    patterns: dict[str, str] = table["patterns"]
    uncatalogued = "|".join(
        f"(?:{expand(pattern)})" for name, pattern in patterns.items() if name.startswith("unknown")
    )
    return LanguageRules(
        code=code,
        patterns=compile_patterns(table),
        about_before=re.compile(expand(patterns["about_before"])),
        about_after=re.compile(expand(patterns["about_after"])),
        cited_by=re.compile(expand(patterns["cited_by"])),
        uncatalogued=re.compile(uncatalogued or r"(?!)"),
        required_before=re.compile(expand(patterns.get("sure", r"{quote}\s*$|(?:{noun})\s+$"))),
        outlet_noun_before=re.compile(expand(r"(?:{noun})\s+{quote}?$")),
        has_own_script=code in _CYRILLIC,
        continuation={name: expand(pattern) for name, pattern in table["continued"].items()},
        outlet_nouns=expand("{noun}"),
    )
