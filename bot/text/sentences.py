"""Where the sentences of a passage begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model import Span
from bot.text.tables import CODES, table

# A closing mark with the quotes and brackets behind it, then white space, then whatever may open a sentence.
# The Greek question mark looks like a semicolon.
_BOUNDARY = re.compile(r"(?:[.!?…。؟\u037e]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)[.!?…]*[\"'”’»)\]]*(\s+)(?=[\"'“‘«„(\[—–-]*\s?[¿¡]*[^\W_])")
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

_OTHERS = [table(code)["sentences"] for code in CODES if "sentences" in table(code)]


def _any(abbreviations: Iterable[str], space: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", space) for word in sorted(abbreviations, key=len, reverse=True))


def _behind(*keys: str) -> re.Pattern[str]:
    """Finds an abbreviation at the end of a text."""
    words = _any((word for one in _OTHERS for key in keys for word in one[key]), r"\s?")
    return re.compile(rf"(?<![^\W_])(?:{words})\.$")


_ABBREVIATION_ELSEWHERE = _behind("abbreviations", "may_end")
_MAY_END_ELSEWHERE = _behind("may_end")
_SPACED = [word for one in _OTHERS for word in (*one["abbreviations"], *one["may_end"]) if " " in word]
# Such as "z. B.": the first full stop is inside.
_INSIDE_ELSEWHERE = re.compile(rf"(?<![^\W_])(?:{_any(_SPACED, ' ')})\b")
_OPENER_ELSEWHERE = re.compile(rf"[\"'“‘«„(\[—–¿¡-]*\s?(?:{'|'.join(one['openers'] for one in _OTHERS)})(?![^\W_])")
_ORDINAL = re.compile(r"(?<!\w)\d{1,2}\.$")
_COUNTED = re.compile(rf"(?:{'|'.join(one['ordinals'] for one in _OTHERS if 'ordinals' in one)})\b")
# Where April follows, which is English too, a German word must stand before.
_COUNTING = re.compile(r"\b(?:(?<!I )[Aa]m|[Aa]b|[Bb]is|[Ss]eit|[Vv]om|[Zz]um|[Dd](?:er|es|em|en|ie|as)|[Ii]m|[Bb]eim|[Ee]in(?:e[mnr]?)?)\s+\d{1,2}\.$")


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
    following = text[match.end() : match.end() + 40].lstrip("\"'“‘«„([—–-¿¡ ")
    if following[:1].islower():
        return False
    if text[match.start()] != "." or match.end(1) - match.start() > 2 + len(match[1]):
        return True
    before = text[max(start, match.start() - 12) : match.start() + 1]
    if _ABBREVIATION.search(before):
        return bool(_MAY_END.search(before) and _OPENER.match(text, match.end())) or _ends_elsewhere(before, text, match.end())
    if _ORDINAL.search(before):
        return not (_COUNTED.match(text, match.end()) or _COUNTING.search(before))
    around = _INSIDE_ELSEWHERE.finditer(text, max(start, match.start() - 12), match.end() + 12)
    if any(one.start() < match.start() < one.end() - 1 for one in around):
        return False
    return not _ABBREVIATION_ELSEWHERE.search(before) or _ends_elsewhere(before, text, match.end())


def _ends_elsewhere(before: str, text: str, following: int) -> bool:
    return bool(_MAY_END_ELSEWHERE.search(before) and _OPENER_ELSEWHERE.match(text, following))


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        spans.append(Span(begin, begin + len(stripped)))
