"""Where a passage names outlets: those of the gazetteer, and unknown ones by the newsroom noun in their name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.attribution.gazetteer import Gazetteer, Outlet, Sureness

_NOUNS = (
    "Times|Herald|Courier|Tribune|Gazette|Journal|Post|Chronicle|Ledger|Observer|Telegraph|Bulletin|Standard|Examiner|Inquirer|Sentinel|"
    "Dispatch|Mercury|Argus|Echo|Mail|Mirror|Star|Sun|Globe|Register|Record|Review|Monitor|Reporter|Advertiser|Independent|Daily|Weekly|"
    "Evening|Press|News|News Agency|Newspaper|Magazine|Radio|Television|TV|Broadcasting|FM|Online|Today|Voice|Insider|Dagblad|Zeitung|Pravda"
)
_NAME = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ&-]*"
# "the Marenta Courier", "Radio Askelund", "the TV channel Vesta", "Kanal-7 TV"
_UNKNOWN = re.compile(
    rf"(?P<ending>(?:{_NAME} ){{1,3}}(?:{_NOUNS})(?![\w’'ʼ-]*\w)(?: of {_NAME})?)"
    rf"|(?P<radio>(?:Radio|TV|Channel|Telewizja|Televisión) {_NAME}(?: {_NAME})?)"
    rf"|(?:newspaper|tabloid|weekly|magazine|news agency|wire service|TV channel|television channel|TV station|radio station|channel|"
    rf"broadcaster|news site|news website|news portal|portal|news outlet|outlet|publication) (?P<noun>{_NAME}(?: {_NAME}){{0,2}})"
)
_SHORT = re.compile(rf"\b(?:[Tt]he\s+)({_NOUNS})(?![\w-])")
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


def mentions(text: str, gazetteer: Gazetteer, seen: dict[str, Outlet]) -> list[Mention]:
    """Names in the text, in order, none over another.

    `seen` holds the outlets named in full before, by id and by the last word of their name; names found here are added to it.
    """
    found = []
    for start, end, spelling in gazetteer.find(text):
        outlet = spelling.outlet
        if spelling.sureness is Sureness.SHORT and outlet.id not in seen:
            continue
        if spelling.sureness is Sureness.SAFE and outlet.id:
            seen[outlet.id] = outlet
            seen[spelling.text.rpartition(" ")[2]] = outlet
        strict = spelling.sureness is not Sureness.SAFE and outlet.id not in seen
        found.append(Mention(start, end, text[start:end], outlet, strict))
    found += _shortened(text, found, seen)
    unknown = _unknown(text, found)
    # "Herald" may be an outlet, but not inside "the Lakeford Herald".
    found = [mention for mention in found if not any(mention.strict and one.start <= mention.start and mention.end <= one.end for one in unknown)] + unknown
    return sorted(found, key=lambda mention: mention.start)


def _shortened(text: str, known: list[Mention], seen: dict[str, Outlet]) -> list[Mention]:
    """Names cut to their last word: the Chronicle, after the San Francisco Chronicle."""
    found = []
    for match in _SHORT.finditer(text):
        outlet = seen.get(match[1])
        if outlet is not None and not any(match.start(1) < other.end and other.start < match.end(1) for other in known):
            found.append(Mention(match.start(1), match.end(1), match[1], outlet, strict=True))
    return found


def _unknown(text: str, known: list[Mention]) -> list[Mention]:
    found = []
    for match in _UNKNOWN.finditer(text):
        group = match.lastgroup or "ending"
        start, end = match.span(group)
        if lead := _LEADING.match(text, start, end):
            start = lead.end()
        name = text[start:end]
        if " " not in name and group == "ending":
            continue
        if any(start < other.end and other.start < end and not (other.strict and other.end - other.start < end - start) for other in known):
            continue
        kind = next((kind for pattern, kind in _KINDS if pattern.search(match[0])), "newspaper")
        found.append(Mention(start, end, name, Outlet(None, name, kind), strict=True))
    return found
