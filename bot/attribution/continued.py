"""Passages that name no outlet but plainly go on with the one cited before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import ChainKind, Citation, Mode
from bot.text.sentences import sentences

_SAYS = (
    r"(?:adds?|added|says?|said|reports?|reported|notes?|noted|writes?|wrote|claims?|claimed|continue[sd]?|explains?|explained|warn(?:s|ed)|"
    r"clarifie[sd]|specifie[sd]|quotes?|quoted|found|learned|learnt|recalls?|recalled|points?\s+out|pointed\s+out|states?|stated|cite[sd]|"
    r"emphasi[sz]e[sd]?|describe[sd]|estimate[sd]|concludes?|concluded|argue[sd])"
)
# What each kind of outlet may be called when it is not named again.
_ANAPHORS = {
    "agency": r"(?:news\s+)?agency|wire\s+service|outlet|publication",
    "newspaper": r"(?:news)?paper|daily|weekly|tabloid|outlet|publication|broadsheet",
    "tv": r"(?:TV\s+)?channel|(?:TV\s+)?station|broadcaster|network|outlet",
    "radio": r"(?:radio\s+)?station|broadcaster|outlet",
    "magazine": r"magazine|weekly|outlet|publication",
    "online": r"(?:news\s+)?(?:web)?site|portal|outlet|publication",
    "state": r"(?:news\s+)?agency|channel|newspaper|outlet|broadcaster|publication",
}
_ANY = "outlet|publication"
_WITH = r"(?:same\s+)?(?:[\w-]+\s+){0,3}?"
# A new occasion, or a new source, ends what was said to the outlet.
_OCCASION = re.compile(
    r"\b(?:press conference|news conference|briefing|statement|webinar|hearing|tweet(?:ed)?|Telegram|Twitter|Facebook|Instagram|on X\b|parliament|"
    r"rostrum|rally|speech|session|speaking (?:at|in|to)|met with|meeting|told (?:reporters|journalists|lawmakers|supporters)|spokes(?:wo)?man|"
    r"[Oo]n (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|the (?:next|following|same) day|yesterday|according to (?!(?:him|her)\b))"
)
_SPEAKS = (
    r"(?:said|says|added|adds|noted|explained|continued|recalled|estimated|stressed|insisted|argued|told|claimed|replied|responded|tells|"
    r"thinks|believes|lamented|exclaimed|warned|admitted|conceded|went on|disputes?|revealed|shouted|joked)"
)
_PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he)\s+(?:also\s+|then\s+|later\s+)?{_SPEAKS}\b|\b[Ii]n (?:his|her) (?:opinion|view|words|estimate)\b|\baccording to (?:him|her)\b"
)
_ROLE = re.compile(rf"\b[Tt]he\s+(?:\w+\s+)?(\w+)\s+(?:also\s+)?{_SPEAKS}\b")
_INTERVIEW = re.compile(r"\b(?:[Ii]n|[Dd]uring) the (?:interview|conversation|podcast)\b")
_QUOTES = {"“": "”", '"': '"', "„": "“", "«": "»"}
# Through these frames the outlet carries somebody's own words; a bare "reported by" does not make him speak to it.
_SPOKEN = re.compile(
    r"\b(?:told|tells|interview(?:ed)?|spoke|speaking|speaks|comments?|remarks|said|says|wrote|writes|quoted|quotes|quoting|appear\w+|according to|reported)\b"
)
_NAME = r"[A-ZÀ-Þ][\w’'ʼ-]+"
_SPEAKER = re.compile(
    rf"({_NAME})(?:,[^,;]{{2,100}},|,\s*\d+,|,)?\s+(?:also\s+|has\s+|later\s+|reportedly\s+|apparently\s+)?"
    r"(?:told|said|says|tells|stated|explained|admitted|acknowledged|argued|speaking (?:to|with))\b"
    rf"|\b(?:said|says|wrote|writes|argued)\s+(?:[A-ZÀ-Þ][\w’'ʼ.-]+\s+){{0,2}}({_NAME})"
)
_HOST = re.compile(rf"[’']s?\s+(?:{_NAME}\s+){{1,2}}?({_NAME})")


@dataclass(frozen=True, slots=True)
class Thread:
    """What a following passage may go on with."""

    citation: Citation
    speakers: frozenset[str]
    """Last words of the names of those who speak through the outlet."""
    roles: frozenset[str]
    """Small-letter words of the sentence that names the outlet: "the minister" is one of them."""
    open_quotation: bool
    """The passage before ends inside a quotation."""
    quotes: bool
    """The passage before begins or ends with words of the speaker."""


def thread(citation: Citation, text: str, before: Thread | None = None) -> Thread:
    """What may be gone on with after a passage that cites an outlet; `before` when it only continues."""
    if before is None:
        speakers, roles = _speakers(text, citation)
    else:
        speakers, roles = before.speakers, before.roles
    return Thread(citation, speakers, roles, _open(text), _quotes(text))


def goes_on(before: Thread, text: str) -> bool:
    """Whether a passage without an outlet goes on with the one before it, as a reader concludes without doubt."""
    opening = text[0] in _QUOTES
    if before.open_quotation and opening:
        return True
    nouns = _ANAPHORS.get(before.citation.kind, _ANY)
    if re.search(
        rf"\b[Tt]he\s+{_WITH}(?:{nouns})(?:[’'ʼ]s\s+\w+)?\s+(?:also\s+|further\s+|has\s+|had\s+)?{_SAYS}\b|\b[Aa]ccording to the\s+{_WITH}(?:{nouns})\b"
        rf"|\b(?:told|admitted to|said to|explained to|comment to|interview with)\s+the\s+{_WITH}(?:{nouns})\b",
        text,
    ):
        return True
    if _OCCASION.search(text):
        return False
    if opening and before.quotes and _only_quotation(text):
        return True
    if before.speakers and (_PRONOUN.search(text) or _INTERVIEW.search(text)):
        return True
    for speaker in before.speakers:
        name = re.escape(speaker)
        if re.search(
            rf"\b{name}\s+(?:also\s+|then\s+|later\s+|reportedly\s+|apparently\s+)?{_SPEAKS}\b|\b(?:said|says|added|explained|noted)\s+{name}\b", text
        ):
            return True
    return any(role[1].casefold() in before.roles for role in _ROLE.finditer(text))


def _speakers(text: str, citation: Citation) -> tuple[frozenset[str], frozenset[str]]:
    """Who speaks in the sentence that names the outlet, by last name and by the words for what they are."""
    if citation.mode is not Mode.NAMED:
        return frozenset(), frozenset()
    span = next((span for span in sentences(text) if span.start <= citation.start < span.end), None)
    if span is None:
        return frozenset(), frozenset()
    sentence = text[span.start : span.end]
    if not _SPOKEN.search(sentence) or re.search(r"\b(?:first|was|were|been) reported by\b", sentence):
        return frozenset(), frozenset()
    names = {link.text.split()[-1] for link in citation.chain if link.kind is ChainKind.PERSON}
    names |= {found[1] or found[2] for found in _SPEAKER.finditer(sentence)}
    if host := _HOST.match(text, citation.end):
        names.add(host[1])
    roles = {word.casefold() for word in re.findall(r"[A-Za-z]{4,}", sentence)}
    return frozenset(name for name in names if name and name not in citation.surface), frozenset(roles - _NO_ROLES)


_NO_ROLES = frozenset({"report", "study", "company", "government", "agency", "ministry", "statement", "department", "country", "state", "police", "president"})


def _open(text: str) -> bool:
    last = max(text.rfind("”"), text.rfind('"'))
    if "“" in text:
        return text.rfind("“") > last
    return "”" not in text and text.count('"') % 2 == 1


def _quotes(text: str) -> bool:
    inner = text.rstrip().rstrip(".")
    return inner.endswith(("”", '"', "»")) or (text[0] in _QUOTES and _QUOTES[text[0]] in text[1:])


def _only_quotation(text: str) -> bool:
    closing = _QUOTES[text[0]]
    inner = text.rstrip().rstrip(".")
    return (inner.endswith(closing) and closing not in inner[1:-1]) or closing not in text[1:]
