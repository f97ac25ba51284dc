"""How texts of a language other than English name their sources, read from its table in `rules/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.attribution.rule_tables import Frames, filler, frames_of, rule_table

CODES = ("uk", "ru", "de", "es", "fr")
"""The languages with such a table, by ISO 639-1 code."""
_CYRILLIC = ("uk", "ru")
WINDOW = 160
"""How many characters beside a name a frame may reach."""
_END = re.compile(r"\s*[\])]?\.?\s*[\])]?\s*$")
_BEFORE_END = re.compile(r"(?:[.!?…\"”»]\s*(?:—|–|--|-)|[\[(])\s*$")
_DATELINE = re.compile(r"^\W*[A-ZÀ-ÞА-ЯІЇЄҐ][\w,. /-]{0,40}[(,]\s*$")


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """The frames of one language, and what else its texts say of outlets."""

    code: str
    frames: Frames
    about_before: re.Pattern[str]
    """The outlet is what the text is about: its owner, its office."""
    about_after: re.Pattern[str]
    cited_by: re.Pattern[str]
    """Between two outlets: the first leans on the second."""
    unknown: re.Pattern[str]
    """Names of outlets that the gazetteer does not know, in named groups."""
    sure: re.Pattern[str]
    """What must stand before a name that is a word as well."""
    foreign: bool
    """Its texts have letters of their own: there a name in Latin ones is no word."""
    continued: Mapping[str, str]
    noun: str
    """What outlets are called, in every form."""

    def cites(self, text: str, start: int, end: int, low: int, high: int, strict: bool) -> bool:  # noqa: FBT001 - a fact of the mention
        """Whether the name at `start:end` is cited in its sentence `low:high`, all offsets into `text`.

        A strict name is a word as well: it counts only in quotation marks or behind what outlets are called.
        """
        before = text[max(low, start - WINDOW) : start]
        if start - low <= WINDOW:
            # The first word of a sentence is a citing word like any other, capital or not.
            before = before[:1].lower() + before[1:]
        after = text[end : min(high, end + WINDOW)]
        surface = text[start:end]
        if strict and not self.sure.search(before) and not (self.foreign and surface.isascii()):
            return False
        if start <= 60 and _DATELINE.match(text[:start]) and text[end : end + 1] == ")":
            return False
        if self.about_before.search(before) or self.about_after.match(after):
            return False
        if self.frames.around(before, surface, after):
            return True
        return bool(_BEFORE_END.search(text[max(0, start - 12) : start]) and _END.match(text[end:]) and end > len(text) // 2)


def rules_of(code: str | None) -> LanguageRules | None:
    """The rules of a language; None where there is no table for it."""
    return _load(code) if code in CODES else None


@cache
def _load(code: str) -> LanguageRules:
    table = rule_table(code)
    fill = filler(table)
    patterns: dict[str, str] = table["patterns"]
    unknown = "|".join(f"(?:{fill(pattern)})" for name, pattern in patterns.items() if name.startswith("unknown"))
    return LanguageRules(
        code=code,
        frames=frames_of(table),
        about_before=re.compile(fill(patterns["about_before"])),
        about_after=re.compile(fill(patterns["about_after"])),
        cited_by=re.compile(fill(patterns["cited_by"])),
        unknown=re.compile(unknown or r"(?!)"),
        sure=re.compile(fill(patterns.get("sure", r"{quote}\s*$|(?:{noun})\s+$"))),
        foreign=code in _CYRILLIC,
        continued={name: fill(pattern) for name, pattern in table["continued"].items()},
        noun=fill("{noun}"),
    )
