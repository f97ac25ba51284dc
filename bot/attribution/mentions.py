"""Where a passage names outlets: those of the gazetteer, and unknown ones by the newsroom noun in their name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.attribution.cues import Cues, possible
from bot.attribution.english_names import names_nobody, stations_and_sites
from bot.attribution.gazetteer import Outlet, Spelling, Sureness
from bot.attribution.lead_in import NAME_NOUNS
from bot.attribution.presenting import NO_NAME

_NAME = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ&-]*"
_FIRST = "Radio|TV|Channel|Telewizja|Televisión"
_SORT = (
    "newspaper|tabloid|weekly|magazine|news agency|wire service|TV channel|television channel|TV station|radio station|channel|"
    "broadcaster|news site|news website|news portal|portal|news outlet|outlet|publication"
)
# "the Marenta Courier", "Radio Askelund", "the TV channel Vesta", "Kanal-7 TV"
_UNKNOWN = {
    # The first name stands outside the brackets: the engine skips to capitals then.
    "ending": rf"(?P<ending>{_NAME} (?:{_NAME} ){{0,2}}(?:{NAME_NOUNS})(?![\w’'ʼ-]*\w)(?: of {_NAME})?)",
    "radio": rf"(?P<radio>(?:{_FIRST}) {_NAME}(?: {_NAME})?)",
    "noun": rf"(?:{_SORT}) (?P<noun>{_NAME}(?: {_NAME}){{0,2}})",
}
# What each of them needs.
CUES = Cues(
    ending="|".join(f" {noun}" for noun in NAME_NOUNS.split("|")),
    radio="|".join(f"{word} " for word in _FIRST.split("|")),
    noun="|".join(f"{noun} " for noun in _SORT.split("|")),
)
_NOUNS = frozenset(NAME_NOUNS.split("|"))
# No letter before: asked behind the first one, so that the engine skips to it.
_SHORT = re.compile(rf"[Tt](?<!\w[Tt])he\s+({NAME_NOUNS})(?![\w-])")
_SITE = re.compile(r"\.[a-z]{2,6}$")
_LEADING = re.compile(r"(?:The|A|An|In|On|At|According|And|But|When|While|As|For|From|By|After|Before|Meanwhile|Earlier|However)\s+")
_KINDS = (
    (re.compile(r"\b(?:Radio|FM|Voice)\b"), "radio"),
    (re.compile(r"\b(?:TV|Television|Channel|Broadcasting)\b"), "tv"),
    (re.compile(r"\b(?:Agency|Press)\b"), "agency"),
    (re.compile(r"\b(?:Online|Insider|News)\b"), "online"),
    (re.compile(r"\b(?:Magazine|Review)\b"), "magazine"),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet's name in a text, cited or not."""

    start: int
    end: int
    surface: str
    outlet: Outlet
    strict: bool
    """Only a citing phrase right beside it makes it an outlet."""

    def exceeds(self, other: Mention) -> bool:
        """Whether this name is longer than one inside it."""
        return self.end - self.start > other.end - other.start


Found = Iterable[tuple[int, int, Spelling]]


def mentions(text: str, known: Found, presented: Found, others: Iterable[Mention], seen: dict[str, Outlet]) -> list[Mention]:
    """Names in the text, in order, none over another.

    `known` are those of the gazetteer that stand in the text, `presented` those that an article presents as outlets, `others`
    those that look like outlets. `seen` holds the outlets named in full before, by id and by the last word of their name;
    names of the gazetteer found here are added.
    """
    found = []
    for start, end, spelling in known:
        outlet = spelling.outlet
        if spelling.sureness is Sureness.SHORT and outlet.id not in seen:
            continue
        if spelling.sureness is Sureness.SAFE and outlet.id:
            seen[outlet.id] = outlet
            seen[last_word(spelling.text)] = outlet
        strict = spelling.sureness is not Sureness.SAFE and outlet.id not in seen
        found.append(Mention(start, end, text[start:end], outlet, strict))
    unknown: list[Mention] = []
    for names in (_presented(text, presented), others):
        unknown += [one for one in names if not _over(unknown, one) and all(other.strict and one.exceeds(other) for other in _beside(found, one))]
        unknown.sort(key=_start)
    if not found and not unknown and _NOUNS.isdisjoint(seen):
        return []
    # "Herald" may be an outlet, but not inside "the Lakeford Herald", nor beside it, nor where that is cited before.
    names_before = {name for name, outlet in seen.items() if outlet.id is None} | {last_word(one.surface) for one in unknown}
    found = [one for one in found if not _over(unknown, one) and not (one.strict and one.surface in names_before)] + unknown
    found.sort(key=_start)
    return sorted(found + _shortened(text, found, seen), key=_start) if any(noun in text for noun in _NOUNS.intersection(seen)) else found


def last_word(name: str) -> str:
    """What a name is cut to: the Herald."""
    return name.rpartition(" ")[2]


def _start(mention: Mention) -> int:
    return mention.start


def _beside(mentions: list[Mention], one: Mention) -> Iterator[Mention]:
    """Those that share letters with one; the mentions are in order and none is over another."""
    at = bisect_left(mentions, one.end, key=_start)
    while at > 0 and mentions[at - 1].end > one.start:
        at -= 1
        yield mentions[at]


def _over(mentions: list[Mention], one: Mention) -> bool:
    return next(_beside(mentions, one), None) is not None


def _shortened(text: str, known: list[Mention], seen: dict[str, Outlet]) -> list[Mention]:
    """Names cut to their last word: the Chronicle, after the San Francisco Chronicle."""
    found = []
    for match in _SHORT.finditer(text):
        outlet = seen.get(match[1])
        if outlet is None:
            continue
        mention = Mention(match.start(1), match.end(1), match[1], outlet, strict=True)
        if not _over(known, mention):
            found.append(mention)
    return found


def _presented(text: str, presented: Found) -> Iterator[Mention]:
    for start, end, spelling in presented:
        yield Mention(start, end, text[start:end], spelling.outlet, strict=True)


def unknown_names(text: str, pattern: re.Pattern[str]) -> Iterator[Mention]:
    """What looks like an outlet by a language's own pattern, whose groups hold the name."""
    for match in pattern.finditer(text):
        group = match.lastgroup
        if group is None:
            continue
        start, end = match.span(group)
        name = text[start:end].rstrip(" .,")
        if name:
            yield Mention(start, start + len(name), name, Outlet(None, name, "online" if _SITE.search(name) else "newspaper"), strict=False)


def unknown_in_english(text: str) -> Iterator[Mention]:
    """What looks like an outlet in an English text, by the newsroom noun in its name, its call sign or its domain."""
    for start, end, kind in stations_and_sites(text):
        yield Mention(start, end, text[start:end], Outlet(None, text[start:end], kind), strict=True)
    cues = CUES.find(text)
    for match in possible(_UNKNOWN, cues).finditer(text) if cues else ():
        group = match.lastgroup or "ending"
        start, end = match.span(group)
        if lead := _LEADING.match(text, start, end):
            start = lead.end()
        name = text[start:end]
        if group != "noun" and names_nobody(name, text[max(0, start - 40) : start]):
            continue
        if (group == "ending" and " " not in name) or (group != "ending" and NO_NAME.match(name.removeprefix("TV ").removeprefix("Radio "))):
            continue
        kind = next((kind for pattern, kind in _KINDS if pattern.search(match[0])), "newspaper")
        yield Mention(start, end, name, Outlet(None, name, kind), strict=True)
