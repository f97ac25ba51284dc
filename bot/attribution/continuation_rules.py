"""Whether a passage goes on with the outlet cited before it, by the table of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.attribution.continuation import Continuation
from bot.attribution.language_rules import LanguageRules

# Words of somebody, not a name in quotation marks.
_QUOTATION_START = re.compile(
    r"[«„“\"](?=[^«»„“”\"]{30}|[^«»„“”\"]*(?:[.!?…,][»“”\"]|[»“”\"],))|[—–-]\s"
)
_MAX_ENDING_CHARS = 3
"""Two names that differ in so many last letters at most are one in two cases."""


@dataclass(frozen=True, slots=True)
class _ContinuationPatterns:
    interview: re.Pattern[str]
    """Somebody speaks to the outlet."""
    same_speaker: re.Pattern[str]
    """The same person goes on, called by a pronoun or by what he is."""
    named_speaker: re.Pattern[str]
    """A person speaks who is called by name, in one of the groups."""
    new_topic: re.Pattern[str]
    """Something new begins."""
    known_role: re.Pattern[str]
    """A person speaks who is called by what he is, in one of the groups."""
    anaphor: re.Pattern[str]
    """The outlet by what it is."""


def continues_by_rules(rules: LanguageRules, before: Continuation, text: str) -> bool:
    """Tell whether a passage without an outlet plainly goes on with the one before it."""
    if before.in_quotation:
        return True
    patterns = _patterns(rules, before.citation.kind, before.is_interrupted)
    if patterns.new_topic.search(text):
        return False
    if patterns.anaphor.search(text):
        return True
    if before.is_interrupted or not patterns.interview.search(before.text):
        return False
    speakers = [
        next(filter(None, item.groups()), "") for item in patterns.named_speaker.finditer(text)
    ]
    if speakers:
        return all(_is_named_in(name, before.text) for name in speakers)
    return bool(
        _QUOTATION_START.match(text)
        or patterns.same_speaker.search(text)
        or any(
            _is_named_in(next(filter(None, item.groups())).lower(), before.text.lower())
            for item in patterns.known_role.finditer(text)
        )
    )


def _is_named_in(name: str, text: str) -> bool:
    """Tell whether a name stands in a text, in whatever case."""
    stem = name[: max(3, len(name) - _MAX_ENDING_CHARS)]
    return (
        re.search(rf"(?<!\w){re.escape(stem)}\w{{0,{2 * _MAX_ENDING_CHARS}}}(?!\w)", text)
        is not None
    )


@lru_cache(maxsize=64)
def _patterns(
    rules: LanguageRules,
    kind: str,
    by_kind_alone: bool,  # noqa: FBT001 - a key of the cache
) -> _ContinuationPatterns:
    table = rules.continuation
    nouns = table.get(kind, "(?!)")
    if not by_kind_alone:
        nouns = f"{nouns}|{table['always']}"
    return _ContinuationPatterns(
        re.compile(table["told"]),
        re.compile(table["says"]),
        re.compile(table["named"]),
        re.compile(table["occasion"]),
        re.compile(table.get("role", "(?!)")),
        re.compile(table["anaphor"].replace("NOUN", f"(?i:{nouns})")),
    )
