"""Outlets that an article presents and the gazetteer lacks: "the newspaper Ekvold Aften"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import islice

from bot.attribution.discovered_outlets import OutletNames
from bot.attribution.gazetteer import Ambiguity, Gazetteer
from bot.attribution.keyword_prefilter import KeywordPrefilter, combined_pattern
from bot.attribution.person_names import may_be_first_name

_WORDS = {
    key: frozenset(words.split())
    for key, words in tomllib.loads(
        resources.files("bot.attribution").joinpath("bodies.toml").read_text("utf-8")
    ).items()
}
_WORD = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ&-]*"
_PARTICLE = r"(?:de|di|da|do|del|der|des|du|la|le|el|al|of|and|&)"
_NAME = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)?(?:{_WORD}|\d+)){{0,3}}"
_LONG_NAME = rf"{_WORD}(?:\s+{_WORD}){{1,2}}"
_KINDS = (
    (re.compile("agency|wire"), "agency"),
    (re.compile("radio"), "radio"),
    (re.compile("channel|TV|television|broadcaster|station|network"), "tv"),
    (re.compile("site|portal|outlet|online"), "online"),
    (re.compile("magazine|journal|periodical"), "magazine"),
)
_NOUN = re.compile(
    r"\b(?:newspapers?|tabloid|broadsheet|weekly|daily|magazines?|news\s+agenc(?:y|ies)|newswire|wire\s+service|(?:TV|television|news|radio)\s+"
    r"(?:channel|station|network)|broadcaster|news\s+(?:web)?site|news\s+portal|(?:news|media)\s+outlet|publication|periodical)(?![\w’'-])"
)
# A person can be a broadcaster, and a mass weekly: these need "the" before and two words behind.
_AMBIGUOUS_NOUN = re.compile(r"weekly|daily|broadcaster|publication|periodical")
_THE = re.compile(rf"\b(?:[Tt]he|[Aa]n?)\s+(?:(?:[a-z][\w’'-]*|{_WORD})\s+){{0,3}}$")
_NAME_AFTER = re.compile(rf"\s+[\"“«„‘]?({_NAME})(?:\s+and\s+(?:the\s+)?({_LONG_NAME}))?")
_NAME_BEFORE = re.compile(rf"(?<![\w’'-])({_LONG_NAME})[\"”»’]?\s+$")
# Names followed by what they are: a weekly published in Sollen, the oldest daily of the country.
_APPOSITION = re.compile(
    rf"(?<![\w’'-])({_NAME})[\"”»’]?(?:,\s+|\s+\(|\s+(?:is|was)\s+)(?:an?|the|its|their|our|(?:the\s+)?[\w-]+['’]s)\s+"
    r"(?:(?!(?:of|for|by|from|at|in|on|and|or|who|with|to|editor|owner|publisher|founder|head|author|reporter|journalist)\b)[\w’'-]+\s+){0,4}$"
)
_AFTER_APPOSITION = re.compile(
    r"[,.;)]|$|\s+(?:in|of|based|published|printed|that|which|from|with|for|owned|run|founded|close|serving|covering)\b"
)
_SENTENCE_OPENER = re.compile(
    rf"(?:The|A|An|In|On|At|As|And|But|When|While|According|By|For|From|Local|Yesterday|Today|Earlier|Later|Meanwhile|However)\s+(?={_WORD})"
)
NO_NAME = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Mass|He|She|It|They|We|I|You|The|This|That|But|And|When|If|Who|Why|How|What)\b"
)
# Nobody is told "the" with a name, but outlets and bodies.
_WITH_THE = {
    "told": rf"\b(?:told|tells|informed)\s+the\s+({_LONG_NAME})"
    rf"(?=[.,;:”\"]|\s+(?:that|why|how|in|on|he|she|they|it|the|about|last|earlier|yesterday|today|{_WORD}day)\b|$)",
    "writes": rf"\b[Tt]he\s+({_LONG_NAME})\s+(?:(?:also|already|first)\s+)?(?:writes|wrote|reports)(?=[.,;:”\"]|\s+(?:that|about|on|in)\b|$)",
}
_ADDRESSED = re.compile(
    rf"\b(?:told|tells|(?:conversation|interview|talk)\s+with|(?:commented|confirmed|admitted|explained|said|complained|wrote)\s+to)\s+({_LONG_NAME})"
    r"(?=[.,;:”\"]|\s+(?:that|why|how|in|on|he|she|they|it|the)\b|$)"
)
_ADDRESSED_AGAIN = re.compile(
    r"\b(?:told|to|with)\s+the\s+(?:same\s+)?(newspaper|paper|magazine|weekly|daily|tabloid|(?:TV\s+|radio\s+|news\s+)?(?:channel|station|agency|site|website|"
    r"portal|outlet)|broadcaster|publication)\b"
)
# What these patterns need. Who is addressed must be called by a noun too, there or right after.
PREFILTER = KeywordPrefilter(
    noun="newspaper|tabloid|broadsheet|weekly|daily|magazine|wire|broadcaster|publication|periodical",
    medium="news|TV|television|radio|media",
    outlet="agenc|channel|station|network|site|portal|outlet",
    told="told|tells|informed",
    writes="writes|wrote|reports",
    again="paper|magazine|weekly|daily|tabloid|channel|station|agency|site|portal|outlet|broadcaster|publication",
    addressed="told|tells|conversation|interview|talk|commented|confirmed|admitted|explained|said|complained|wrote",
)
MAX_NOUN_DISTANCE_CHARS = 600
"""How far behind its name an outlet may be called by its noun."""
MAX_LOOKUPS = 200
"""How many phrases of each sort are looked at in one passage: none presents so many outlets."""


def discover_outlets(texts: Sequence[str], gazetteer: Gazetteer) -> OutletNames:
    """Find names that the passages of an article present as outlets and the gazetteer lacks."""
    kinds: dict[str, str] = {}
    cues = [PREFILTER.find(text) for text in texts]
    for number in range(len(texts)):
        for name, kind in _find_names(texts, number, cues):
            bare = _strip_opener(name)
            if bare and bare not in kinds and not _is_catalogued(bare, gazetteer):
                kinds[bare] = kind
    return tuple(kinds.items())


def _is_catalogued(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether the gazetteer knows a name, or an outlet in it that is no word besides."""
    return any(
        spelling.ambiguity is Ambiguity.NONE or (start, end) == (0, len(name))
        for start, end, spelling in gazetteer.find(name)
    )


def _find_names(
    texts: Sequence[str], number: int, cues: Sequence[frozenset[str]]
) -> Iterator[tuple[str, str]]:
    here = cues[number]
    if "noun" in here or here >= {"medium", "outlet"}:
        yield from _by_noun(texts[number])
    if not here.isdisjoint(_WITH_THE):
        yield from _by_definite_article(texts[number], here)
    if "addressed" in here and any("again" in cue for cue in cues[number : number + 2]):
        yield from _by_addressee(texts, number)


def _strip_opener(name: str) -> str:
    """Return the name without what only opens a sentence; empty where it is none."""
    while lead := _SENTENCE_OPENER.match(name):
        name = name[lead.end() :]
    name = re.sub(r"['’]s?$", "", name)
    return "" if NO_NAME.match(name) or len(name) < 3 else name


def _kind_of_noun(noun: str) -> str:
    return next((kind for pattern, kind in _KINDS if pattern.search(noun)), "newspaper")


def _by_noun(text: str) -> Iterator[tuple[str, str]]:
    """Find the newspaper Ekvold Aften, the Ekvold Aften newspaper and Ekvold Aften, a newspaper."""
    for noun in islice(_NOUN.finditer(text), MAX_LOOKUPS):
        kind = _kind_of_noun(noun[0])
        before = text[max(0, noun.start() - 100) : noun.start()]
        doubtful = bool(_AMBIGUOUS_NOUN.fullmatch(noun[0]))
        behind = _NAME_AFTER.match(text, noun.end())
        if behind and (
            not doubtful
            or (
                _THE.search(before) and " " in _strip_opener(behind[1]) and noun[0] != "broadcaster"
            )
        ):
            yield from ((name, kind) for name in behind.groups() if name)
        elif (
            not doubtful
            and (ahead := _NAME_BEFORE.search(before))
            and _may_name_outlet(_strip_opener(ahead[1]))
        ):
            yield ahead[1], kind
        if (
            _AFTER_APPOSITION.match(text, noun.end())
            and (apposed := _APPOSITION.search(before))
            and not re.search(r"\b(?:in|from|at|near|of)\s+$", before[: apposed.start()])
        ):
            yield apposed[1], kind


def _may_name_outlet(name: str) -> bool:
    """Tell whether a name before a noun is no place, nation or body: "the New York newspaper"."""
    words = name.split()
    if (
        len(words) < 2
        or words[0] in _WORDS["places"]
        or words[-1] in _WORDS["bodies"] | _WORDS["titles"]
    ):
        return False
    return may_be_first_name(words[-1])


def _by_definite_article(text: str, cues: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Told the Hestmoor Signal that; the Hestmoor Signal writes."""
    for match in islice(combined_pattern(_WITH_THE, cues).finditer(text), MAX_LOOKUPS):
        name = next(filter(None, match.groups()))
        words = name.split()
        if (
            words[-1] in _WORDS["bodies"] | _WORDS["titles"]
            or words[0] in _WORDS["titles"]
            or not may_be_first_name(words[-1])
        ):
            continue
        # Bands, teams and peoples: told the Rolling Stones.
        if not re.search(r"(?<![su])s$", words[-1]):
            yield name, "newspaper"


def _by_addressee(texts: Sequence[str], number: int) -> Iterator[tuple[str, str]]:
    """Find names of no person called an outlet later: "told Ekvold Aften", "the newspaper"."""
    text = texts[number]
    looked: dict[str, bool] = {}
    for match in islice(_ADDRESSED.finditer(text), MAX_LOOKUPS):
        following = texts[number + 1][:MAX_NOUN_DISTANCE_CHARS] if number + 1 < len(texts) else ""
        again = _ADDRESSED_AGAIN.search(
            text[match.end() : match.end() + MAX_NOUN_DISTANCE_CHARS] + "\n" + following
        )
        if not again:
            continue
        name = match[1]
        if name not in looked:
            looked[name] = _named_after_a_place(name, texts)
        if looked[name]:
            yield name, _kind_of_noun(again[1])


def _named_after_a_place(name: str, texts: Sequence[str]) -> bool:
    """Tell whether an article has Ekvold Aften, events in Ekvold, and nobody called Aften."""
    first, *_, last = map(re.escape, name.split())
    place = re.compile(rf"\b(?:in|from|near|outside|around|throughout|of)\s+{first}\b(?!\s+[A-Z])")
    person = re.compile(rf"(?<!{first}\s)\b{last}\s+(?:said|says|added|told)\b")
    return any(map(place.search, texts)) and not any(map(person.search, texts))
