"""Whether a passage goes on with the outlet cited before it, by the table of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.attribution.continued import Thread
from bot.attribution.language_rules import LanguageRules

_OPENS = re.compile(r"[«„“\"]|[—–-]\s")
_ENDING = 3
"""Two names that differ in so many last letters at most are one in two cases."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    told: re.Pattern[str]
    """Somebody speaks to the outlet."""
    says: re.Pattern[str]
    """The same person goes on, called by a pronoun or by what he is."""
    named: re.Pattern[str]
    """A person speaks who is called by name, in one of the groups."""
    occasion: re.Pattern[str]
    """Something new begins."""
    anaphor: re.Pattern[str]
    """The outlet by what it is."""


def goes_on_in(rules: LanguageRules, before: Thread, text: str) -> bool:
    """Whether a passage without an outlet goes on with the one before it, as a reader concludes without doubt."""
    if before.open_quotation:
        return True
    patterns = _patterns(rules, before.citation.kind)
    if patterns.occasion.search(text):
        return False
    if patterns.anaphor.search(text):
        return True
    if not patterns.told.search(before.text):
        return False
    speaking = [next(filter(None, one.groups()), "") for one in patterns.named.finditer(text)]
    if speaking:
        return all(_known(name, before.text) for name in speaking)
    return bool(_OPENS.match(text) or patterns.says.search(text))


def _known(name: str, text: str) -> bool:
    """Whether a name stands in a text, in whatever case."""
    stem = name[: max(3, len(name) - _ENDING)]
    return re.search(rf"(?<!\w){re.escape(stem)}\w{{0,{2 * _ENDING}}}(?!\w)", text) is not None


@lru_cache(maxsize=64)
def _patterns(rules: LanguageRules, kind: str) -> _Patterns:
    table = rules.continued
    nouns = "|".join(filter(None, (table.get(kind), table["always"])))
    return _Patterns(
        re.compile(table["told"]),
        re.compile(table["says"]),
        re.compile(table["named"]),
        re.compile(table["occasion"]),
        re.compile(table["anaphor"].replace("NOUN", f"(?:{nouns})")),
    )
