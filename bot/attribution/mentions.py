"""Where a passage names outlets: those of the gazetteer, and others that look like outlets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.attribution.citation_cues import NAME_NOUNS
from bot.attribution.english_outlet_names import find_stations_and_sites, is_no_outlet_name
from bot.attribution.gazetteer import Ambiguity, Outlet, OutletSpelling
from bot.attribution.keyword_prefilter import KeywordPrefilter, combined_pattern
from bot.attribution.outlet_discovery import NO_NAME

_NAME = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ&-]*"
_NAME_PREFIX = "Radio|TV|Channel|Telewizja|Televisión"
_NEWSROOM_NOUN = (
    "newspaper|tabloid|weekly|magazine|news agency|wire service|TV channel|television channel|TV station|radio station|channel|"
    "broadcaster|news site|news website|news portal|portal|news outlet|outlet|publication|podcast"
)
# "the Marenta Courier", "Radio Askelund", "the TV channel Vesta", "Kanal-7 TV"
_UNCATALOGUED = {
    # The first name stands outside the brackets: the engine skips to capitals then.
    "ending": rf"(?P<ending>{_NAME} (?:{_NAME} ){{0,2}}(?:{NAME_NOUNS})(?![\w’'ʼ-]*\w)(?: of {_NAME})?)",
    "radio": rf"(?P<radio>(?:{_NAME_PREFIX}) {_NAME}(?: {_NAME})?)",
    "podcast": rf"(?:[\"“‘](?P<quoted>[A-Z0-9][^\"“”‘’.,;:!?]{{2,40}})[\"”’]|(?:the|[Hh]is|[Hh]er|[Tt]heir)"
    rf" (?P<podcast>{_NAME}(?: (?:{_NAME}|of|the|and|with|in|on|for|to|a)){{0,5}})) podcast\b",
    "noun": rf"(?:{_NEWSROOM_NOUN}) (?P<noun>{_NAME}(?: {_NAME}){{0,2}})",
}
# What each of them needs.
PREFILTER = KeywordPrefilter(
    ending="|".join(f" {noun}" for noun in NAME_NOUNS.split("|")),
    radio="|".join(f"{word} " for word in _NAME_PREFIX.split("|")),
    podcast=" podcast",
    noun="|".join(f"{noun} " for noun in _NEWSROOM_NOUN.split("|")),
)
_NOUNS = frozenset(NAME_NOUNS.split("|"))
# No letter before: asked behind the first one, so that the engine skips to it.
_SHORT = re.compile(rf"[Tt](?<!\w[Tt])he\s+({NAME_NOUNS})(?![\w-])")
_INSIDE_SENTENCE = re.compile(r"[\w,;]\s+$")
_DOMAIN = re.compile(r"\.[a-z]{2,6}$")
_SENTENCE_OPENER = re.compile(
    r"(?:The|A|An|In|On|At|According|And|But|When|While|As|For|From|By|After|Before|Meanwhile|Earlier|However)\s+"
)
_KINDS = (
    (re.compile(r"\b(?:Radio|FM|Voice|podcast)\b"), "radio"),
    (re.compile(r"\b(?:TV|Television|Channel|Broadcasting)\b"), "tv"),
    (re.compile(r"\b(?:Agency|Press)\b"), "agency"),
    (re.compile(r"\b(?:Online|Insider|News)\b"), "online"),
    (re.compile(r"\b(?:Magazine|Review)\b"), "magazine"),
)
_KINDS_ABROAD = (
    (re.compile(r"(?i)радіо|радио|radio|emisora"), "radio"),
    (re.compile(r"(?i)канал|sender|canal|cadena|chaîne|fernseh|televis"), "tv"),
    (re.compile(r"(?i)агент?ств|агенці|agentur|agenc[ei]"), "agency"),
    (
        re.compile(r"(?i)журнал(?!іст|ист)|тижневик|часопис|еженедельник|magazin|revista|revue"),
        "magazine",
    ),
    (
        re.compile(
            r"(?i)сайт|портал|інтернет|интернет|онлайн|portal|website|\bsit(?:e|io)\b|digital"
        ),
        "online",
    ),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet's name in a text, cited or not."""

    start: int
    end: int
    surface: str
    outlet: Outlet
    needs_cue: bool
    """Only a citing phrase right beside it makes it an outlet."""

    def is_longer_than(self, other: Mention) -> bool:
        """Tell whether this name is longer than one inside it."""
        return self.end - self.start > other.end - other.start


Matches = Iterable[tuple[int, int, OutletSpelling]]


def find_mentions(
    text: str,
    known: Matches,
    discovered: Matches,
    uncatalogued: Iterable[Mention],
    named_before: dict[str, Outlet],
    unknown_before: set[str],
) -> list[Mention]:
    """Names in the text, in order, none over another.

    `known` are those of the gazetteer, `discovered` those that an article presents as outlets,
    `uncatalogued` those that look like outlets. `named_before` holds the outlets named in full
    before, by id and by the last word of their name; names of the gazetteer are added to it.
    `unknown_before` holds the last words of other names; those of this text are added.
    """
    found = []
    for start, end, spelling in known:
        outlet = spelling.outlet
        if spelling.ambiguity is Ambiguity.SHORT_NAME and outlet.id not in named_before:
            continue
        if spelling.ambiguity is Ambiguity.NONE and outlet.id:
            named_before[outlet.id] = outlet
            named_before[last_word(spelling.text)] = outlet
        if spelling.ambiguity is Ambiguity.NEEDS_CUE and text[start - 1 : start] == "-":
            # The Post-Dispatch is another outlet than the Dispatch.
            continue
        if spelling.ambiguity is Ambiguity.NEEDS_CUE and _is_short_name(text, start, spelling):
            # "The Herald" is the Miami Herald once that has been named.
            outlet = named_before.get(last_word(spelling.text), outlet)
        strict = spelling.ambiguity is not Ambiguity.NONE and outlet.id not in named_before
        found.append(Mention(start, end, text[start:end], outlet, strict))
    unknown: list[Mention] = []
    for names in (_find_discovered(text, discovered), uncatalogued):
        unknown += [
            name
            for name in names
            if not _overlaps(unknown, name)
            and all(
                other.needs_cue and name.is_longer_than(other)
                for other in _overlapping(found, name)
            )
        ]
        unknown.sort(key=_start)
    is_shortened = any(noun in text for noun in _NOUNS.intersection(named_before))
    if not found and not unknown and not is_shortened:
        return []
    # "Herald" is none inside "the Lakeford Herald", beside it, or where that is cited before.
    unknown_before |= {last_word(mention.surface) for mention in unknown}
    found = [
        mention
        for mention in found
        if not _overlaps(unknown, mention)
        and not (mention.needs_cue and _without_article(mention.surface) in unknown_before)
    ] + unknown
    found.sort(key=_start)
    return (
        sorted(found + _find_shortened(text, found, named_before), key=_start)
        if is_shortened
        else found
    )


def _is_short_name(text: str, start: int, spelling: OutletSpelling) -> bool:
    """Tell whether a name is a word behind "the", in it or before `start`; "told The X" is a title."""
    article, _, _ = spelling.text.rpartition(" ")
    if not article and start >= 4:
        start -= 4
        article = text[start : start + 3]
    return article == "the" or (
        article == "The" and not _INSIDE_SENTENCE.search(text[max(0, start - 3) : start])
    )


def _without_article(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ")


def last_word(name: str) -> str:
    """Return what a name is cut to: the Herald."""
    return name.rpartition(" ")[2]


def _start(mention: Mention) -> int:
    return mention.start


def _overlapping(mentions: list[Mention], mention: Mention) -> Iterator[Mention]:
    """Those that share letters with one; the mentions are in order and none is over another."""
    at = bisect_left(mentions, mention.end, key=_start)
    while at > 0 and mentions[at - 1].end > mention.start:
        at -= 1
        yield mentions[at]


def _overlaps(mentions: list[Mention], mention: Mention) -> bool:
    return next(_overlapping(mentions, mention), None) is not None


def _find_shortened(text: str, known: list[Mention], seen: dict[str, Outlet]) -> list[Mention]:
    """Names cut to their last word: the Chronicle, after the San Francisco Chronicle."""
    found = []
    for match in _SHORT.finditer(text):
        outlet = seen.get(match[1])
        if outlet is None:
            continue
        mention = Mention(match.start(1), match.end(1), match[1], outlet, needs_cue=True)
        if not _overlaps(known, mention):
            found.append(mention)
    return found


def _find_discovered(text: str, matches: Matches) -> Iterator[Mention]:
    for start, end, spelling in matches:
        yield Mention(start, end, text[start:end], spelling.outlet, needs_cue=True)


def find_uncatalogued(text: str, pattern: re.Pattern[str]) -> Iterator[Mention]:
    """Yield what looks like an outlet by a language's own pattern, whose groups hold the name."""
    for match in pattern.finditer(text):
        group = match.lastgroup
        if group is None:
            continue
        start, end = match.span(group)
        name = text[start:end].rstrip(" .,")
        if name:
            yield Mention(
                start,
                start + len(name),
                name,
                Outlet(None, name, _kind_abroad(name, match[0])),
                needs_cue=False,
            )


def _kind_abroad(name: str, match: str) -> str:
    """Return the kind of an outlet in a language other than English, by its domain or its noun."""
    if _DOMAIN.search(name):
        return "online"
    return next((kind for pattern, kind in _KINDS_ABROAD if pattern.search(match)), "newspaper")


def find_uncatalogued_in_english(text: str) -> Iterator[Mention]:
    """Find what looks like an outlet in an English text: by noun, call sign or domain."""
    for start, end, kind in find_stations_and_sites(text):
        yield Mention(
            start, end, text[start:end], Outlet(None, text[start:end], kind), needs_cue=True
        )
    cues = PREFILTER.find(text)
    for match in combined_pattern(_UNCATALOGUED, cues).finditer(text) if cues else ():
        group = match.lastgroup or "ending"
        start, end = match.span(group)
        if lead := _SENTENCE_OPENER.match(text, start, end):
            start = lead.end()
        name = text[start:end]
        if group != "noun" and is_no_outlet_name(name, text[max(0, start - 40) : start]):
            continue
        # "The Telegraph's Politics podcast" is the Telegraph's.
        if (
            (group == "podcast" and re.search(r"['’]s? ", name))
            or (group == "ending" and " " not in name)
            or (
                group != "ending" and NO_NAME.match(name.removeprefix("TV ").removeprefix("Radio "))
            )
        ):
            continue
        kind = next((kind for pattern, kind in _KINDS if pattern.search(match[0])), "newspaper")
        yield Mention(start, end, name, Outlet(None, name, kind), needs_cue=True)
