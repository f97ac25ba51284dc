"""Whom a cited outlet leans on, in the words of the passage."""

from __future__ import annotations

import re

from bot.attribution.keyword_prefilter import KeywordPrefilter
from bot.attribution.mentions import Mention
from bot.model import ChainKind, ChainLink

_CITING = re.compile(
    r"\s*(?:['’ʼ]s?)?[^.;]{0,40}?,?\s*\b(?:citing|cites|cited|quoting|quotes|quoted|"
    r"(?:with|in)\s+reference\s+to|referring\s+to|referred\s+to)\s+"
)
_END = re.compile(
    r",|;|:|\.(?=\s|$)|[\"“”]|\s[–—-]\s|"
    r"\s(?:that|reports?|reported|says?|said|writes?|wrote|claims?|claimed|notes?|noted|who|which|as|saying)\b"
)
_PERSON = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+(?:\s+(?:(?:de|van|von|der|al|bin|di|da)\s+)?[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ.-]+){0,3}"
_SPEAKER = re.compile(
    rf"(?P<name>{_PERSON})(?:,\s[^,.;]{{2,80}},|\s+on\s+\w+day|\s+in\s+[A-Z]\w+)?\s+(?:(?:has|had|also|later|earlier|then|recently|exclusively)\s+)?"
    r"(?:told|tells|said|says|stated|wrote|spoke|revealed|confirmed|explained)\b[^.;]{0,90}$"
)
_SOURCES = re.compile(
    r"(?P<name>(?:(?:a|an|the|one|two|three|four|five|six|several|some|multiple|many|unnamed|anonymous|senior|high-ranking|former|current|familiar)\s+|"
    r"[\w’'ʼ-]+\s+){0,4}(?:sources?|officials?|insiders?|experts?|analysts?|managers?|diplomats?|employees?|witnesses|people familiar with [\w\s]{2,30}?))"
    r"\s+(?:[\w\s]{0,40}?\s)?(?:told|tells|said|say|informed)\b[^.;]{0,60}$"
)
# What these patterns need.
PREFILTER = KeywordPrefilter(
    citing="citing|cites|cited|quoting|quotes|quoted|reference|referring|referred",
    sources="source|official|insider|expert|analyst|manager|diplomat|employee|witnesses|people familiar",
    speech="told|tells|said|say|stated|wrote|spoke|revealed|confirmed|explained",
    informed="told|tells|said|say|informed",
)
_KINDS = (
    (
        ChainKind.STATE_MEDIA,
        re.compile(
            r"\bstate(?:-run|-owned|-controlled)?\s+(?:media|television|tv|news|newspaper|broadcaster|radio)|propaganda",
            re.IGNORECASE,
        ),
    ),
    (
        ChainKind.SOCIAL_MEDIA,
        re.compile(
            r"\b(?:Telegram|Twitter|Facebook|Instagram|TikTok|YouTube|Truth Social|tweet|social (?:media|network)s?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        ChainKind.DOCUMENT,
        re.compile(
            r"\b(?:documents?|reports?|records?|memos?|database|letters?|text|emails?|e-mails?|filings?|transcripts?|data|papers|study|survey|statement|"
            r"files?|contract|agreement|indictment|complaint|satellite images|images|footage|video|research)\b",
            re.IGNORECASE,
        ),
    ),
    (
        ChainKind.OFFICIALS,
        re.compile(
            r"\b(?:officials?|sources?|insiders?|experts?|analysts?|managers?|diplomats?|employees?|witnesses|people|persons?|interlocutors?|aides?|"
            r"advisers?|representatives?|lawyers?|residents|authorities|officers?|lawmakers|economists|executives|traders|relatives)\b",
            re.IGNORECASE,
        ),
    ),
    (
        ChainKind.ORGANISATION,
        re.compile(
            r"\b(?:ministry|company|police|service|office|department|agency|commission|committee|government|bank|university|institute|party|court|"
            r"council|union|association|organi[sz]ation|army|military|administration|intelligence|bureau|centre|center|Interpol|UN|EU|NATO|Pentagon)\b",
            re.IGNORECASE,
        ),
    ),
)
_CAPITAL = re.compile(rf"(?:[\w’'ʼ-]+\s+)*{_PERSON}$")
MAX_NAME_CHARS = 120
# What a capital letter makes no name of: days, months, pronouns, what only opens a sentence.
_NOT_A_PERSON = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"He|She|It|They|We|I|You|Who|This|That|Later|Earlier|Yesterday|Today|Then|The|A|An|Also|And|But|When|As|One|Another|Someone|Somebody|Nobody|Everyone)$"
)
_PRONOUN = re.compile(r"(?:He|She)$")
_FULL_NAME = re.compile(rf"(?<![\w’'-])({_PERSON})")


def source_chain(
    text: str, mention: Mention, low: int, high: int, inner: list[Mention]
) -> tuple[ChainLink, ...]:
    """Find sources of a cited outlet in its sentence `low:high`; `inner` are outlets it cites."""
    links = [ChainLink(ChainKind.OUTLET, other.surface) for other in inner]
    after = text[mention.end : high]
    before = text[low : mention.start]
    if not inner and "citing" in PREFILTER.find(after) and (found := _CITING.match(after)):
        rest = after[found.end() : found.end() + MAX_NAME_CHARS]
        stop = _END.search(rest)
        name = rest[: stop.start() if stop else len(rest)].strip()
        if name and (stop or len(rest) < MAX_NAME_CHARS):
            links.append(ChainLink(source_kind(name), name))
    cues = PREFILTER.find(before)
    if cues >= {"sources", "informed"} and (found := _SOURCES.search(before)):
        links.append(ChainLink(ChainKind.OFFICIALS, found["name"].strip()))
    elif (
        "speech" in cues
        and (found := _SPEAKER.search(before))
        and (speaker := _resolve_speaker(found["name"], text[:low]))
    ):
        links.append(ChainLink(ChainKind.PERSON, speaker))
    return tuple(links)


def _resolve_speaker(name: str, earlier: str) -> str | None:
    """Who speaks: a pronoun is the one person that the sentences before name; a day is nobody."""
    words = name.split()
    while words and _NOT_A_PERSON.match(words[-1]):
        words.pop()
    while len(words) > 1 and _NOT_A_PERSON.match(words[0]):
        words.pop(0)
    if words and not _NOT_A_PERSON.match(words[0]):
        return name[name.index(words[0]) : name.rindex(words[-1]) + len(words[-1])]
    if not _PRONOUN.match(name):
        return None
    named = {
        found[1]
        for found in _FULL_NAME.finditer(earlier)
        if " " in found[1] and not _NOT_A_PERSON.match(found[1].split()[0])
    }
    return named.pop().rstrip(".") if len(named) == 1 else None


def source_kind(name: str) -> ChainKind:
    """Return what a source is, by the words of its name."""
    for kind, pattern in _KINDS:
        if pattern.search(name):
            return kind
    return ChainKind.PERSON if _CAPITAL.match(name) else ChainKind.ORGANISATION
