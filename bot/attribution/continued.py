"""Passages that name no outlet but plainly go on with the one cited before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import ChainKind, Citation, Mode
from bot.text.sentences import sentences

_SAYS = (
    r"(?:adds?|added|says?|said|reports?|reported|notes?|noted|writes?|wrote|claims?|claimed|continue[sd]?|explains?|"
    r"explained|clarifie[sd]|specifie[sd]|quotes?|quoted|found|learned|learnt|recalls?|recalled|points?\s+out|pointed\s+out|"
    r"states?|stated|emphasi[sz]e[sd]?)"
)
_ANAPHORS = {
    "agency": r"(?:news\s+)?agency|wire\s+service|outlet|publication|report",
    "newspaper": r"(?:news)?paper|daily|weekly|tabloid|outlet|publication|report|broadsheet|article",
    "tv": r"(?:TV\s+)?channel|(?:TV\s+)?station|broadcaster|network|outlet|report",
    "radio": r"(?:radio\s+)?station|broadcaster|outlet|report",
    "magazine": r"magazine|weekly|outlet|publication|report|article",
    "online": r"(?:news\s+)?(?:web)?site|portal|outlet|publication|report|article|journalists|investigators",
    "state": r"(?:news\s+)?agency|channel|newspaper|outlet|broadcaster|report|publication",
}
_SPEAKER = re.compile(
    r"([A-ZÀ-Þ][\w’'ʼ-]+)(?:,[^,.;]{2,60},|,\s*\d+,|,)?\s+(?:also\s+|has\s+|later\s+|reportedly\s+)?"
    r"(?:told|said|says|tells|stated|explained|admitted|acknowledged|argued)\b"
    r"|\b(?:said|says|wrote|writes|argued)\s+(?:[A-ZÀ-Þ][\w’'ʼ.-]+\s+){0,2}([A-ZÀ-Þ][\w’'ʼ-]+)"
)
_ANY = "outlet|publication|report"
_WITH = r"(?:[A-Z]\w+\s+|[\w-]+\s+){0,2}"
_OCCASION = re.compile(
    r"\b(?:press conference|news conference|briefing|statement|webinar|hearing|tweet(?:ed)?|"
    r"Telegram|Twitter|Facebook|Instagram|on X\b|parliament|"
    r"rostrum|rally|speech|speaking (?:at|in|to)|met with|meeting|told (?:reporters|journalists|lawmakers|supporters)|spokes(?:wo)?man|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|the (?:next|following|same) day)\b"
)
_PRONOUN_SAYS = re.compile(
    r"(?:^|[.!?,\"”’]\s*)(?:He|She|he|she)\s+(?:also\s+|then\s+)?(?:said|says|added|adds|told|noted|notes|explained|estimated|believes|recalled|"
    r"continued|went on|revealed|admitted|stressed|called|argued|insisted|warned|claimed)\b|\bIn (?:his|her) (?:opinion|view|words|estimate)\b|"
    r"\baccording to (?:him|her)\b",
)
_OPENS = re.compile(r"^[\"“„«]")
_SPEAKS = (
    r"(?:said|says|added|adds|noted|explained|continued|recalled|estimated|stressed|insisted|"
    r"argued|told|claimed|replied|responded|tells|thinks|believes)"
)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a following passage may go on with."""

    citation: Citation
    speakers: tuple[str, ...]
    """Last words of the names of those who speak through the outlet."""
    open_quotation: bool
    """The passage before ends inside a quotation."""
    quotes: bool
    """The passage before ends with words of the speaker."""


def thread(citation: Citation, text: str) -> Thread:
    """What may be gone on with after a passage that cites an outlet."""
    people = {link.text.split()[-1] for link in citation.chain if link.kind is ChainKind.PERSON} | _speakers(text, citation)
    opened = text.count("“") > text.count("”") or text.count('"') % 2 == 1
    return Thread(citation, tuple(sorted(people)), opened, text.rstrip().endswith(("”", '"', "’")))


def _speakers(text: str, citation: Citation) -> set[str]:
    """The last names of those who speak in the sentence that names the outlet."""
    if citation.mode is not Mode.NAMED:
        return set()
    sentence = next((span for span in sentences(text) if span.start <= citation.start < span.end), None)
    if sentence is None:
        return set()
    piece = text[sentence.start : sentence.end]
    found = {match[1] or match[2] for match in _SPEAKER.finditer(piece)}
    return {name for name in found if name and name not in citation.surface}


def goes_on(before: Thread, text: str) -> bool:
    """Whether a passage without an outlet goes on with the one before it, as a reader concludes without doubt."""
    if before.open_quotation:
        return True
    kind = before.citation.kind
    nouns = _ANAPHORS.get(kind, _ANY)
    if re.search(
        rf"\b[Tt]he\s+{_WITH}(?:{nouns})(?:[’'ʼ]s\s+\w+)?\s+(?:also\s+|further\s+|has\s+|had\s+)?{_SAYS}\b"
        rf"|\b[Aa]ccording to the\s+{_WITH}(?:{nouns})\b",
        text,
    ):
        return True
    if _OCCASION.search(text):
        return False
    for speaker in before.speakers:
        name = re.escape(speaker)
        if re.search(rf"\b{name}\s+(?:also\s+|then\s+|later\s+|reportedly\s+)?{_SPEAKS}\b|\b(?:said|says|added|explained|noted)\s+{name}\b", text):
            return True
    if before.speakers and _PRONOUN_SAYS.search(text):
        return True
    return bool(_OPENS.match(text)) and before.quotes and _only_quotation(text)


def _only_quotation(text: str) -> bool:
    closing = {"“": "”", '"': '"', "„": "“", "«": "»"}[text[0]]
    inner = text.rstrip().rstrip(".")
    return (inner.endswith(closing) and closing not in inner[1:-1]) or closing not in text[1:]
