"""Where the sentences of a passage begin and end."""

from __future__ import annotations

import re

from bot.model import Span

# A closing mark with the quotes and brackets behind it, then white space, then whatever may open a sentence.
_BOUNDARY = re.compile(r"[.!?…。؟][.!?…]*[\"'”’»)\]]*(\s+)(?=[\"'“‘«„(\[—–-]*\s?[^\W_])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“‘«„—-])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Cmdr|Sgt|Adm|Sen|Rep|Gov|Pres|Hon|Rev|St|Jr|Sr|Messrs|Mt|Ft"
    r"|vs|etc|cf|al|No|Nos|Art|Fig|Vol|pp?|ed|approx|est|ca|Inc|Ltd|Co|Corp|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|[Ii]\.e|[Ee]\.g|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|D\.C|Ph\.D|[A-ZА-ЯІЇЄҐ](?:\.[A-ZА-ЯІЇЄҐ])*)\.$"
)
# After these a new sentence may well begin, when a capital that is no name's follows.
_MAY_END = re.compile(r"(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|D\.C|Ph\.D)\.$")
_OPENER = re.compile(
    r"[\"'“‘«„(\[]*(?:The|A|An|In|On|At|He|She|It|They|We|I|But|And|This|That|These|Those|His|Her|Its|Their|After|Before|As|For|If|When|While)\b"
)


def sentences(text: str) -> list[Span]:
    """The sentences in order, without the white space around them; all else of the text is in one of them.

    Abbreviations, initials, decimals and a closing mark before a small letter do not end a sentence.
    """
    spans: list[Span] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _ends(text, start, match):
            _add(spans, text, start, match.start(1))
            start = match.end(1)
    _add(spans, text, start, len(text))
    return spans


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 40].lstrip("\"'“‘«„([—–- ")
    if following[:1].islower():
        return False
    if text[match.start()] != "." or match.end(1) - match.start() > 2 + len(match[1]):
        return True
    before = text[max(start, match.start() - 12) : match.start() + 1]
    if not _ABBREVIATION.search(before):
        return True
    return bool(_MAY_END.search(before) and _OPENER.match(text, match.end()))


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        spans.append(Span(begin, begin + len(stripped)))
