"""Names in English texts that look like outlets, and those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.attribution.cues import Cues, possible
from bot.attribution.rule_tables import filler, rule_table

_TABLE = rule_table("en")
_FILL = filler(_TABLE)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_FILL(_TABLE["patterns"][name]))


_PLURAL, _BARE, _PERSON, _COMMON, _NO_STATION = map(_pattern, ("plural", "bare", "person", "common", "no_station"))
_ADVERBS = re.compile(rf"(?:{_TABLE['patterns']['adverbs']})$")
_CALL_SIGN = _pattern("call_sign")
_UNKNOWN = {name: _FILL(_TABLE["patterns"][name]) for name in ("numbered", "site")}
_CUES = Cues(numbered=_TABLE["patterns"]["number_cues"], site=_TABLE["patterns"]["site_cues"])
_INSIDE = re.compile(r"[A-Z][\w’'-]+\s+(?:of|and|&)\s+(?:[Tt]he\s+)?$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]")
_MANY = frozenset({"People", "Us"})
_OPENS = re.compile(r"(?:^|[.!?”\"]\s)$")


def means_something_else(surface: str, before: str, after: str) -> bool:
    """Whether a name that is a word as well is no outlet's where it stands: the Ministry of Foreign Affairs, people think."""
    if _PLURAL.match(after) or _INSIDE.search(before) or _OF.match(after):
        return True
    if surface in _MANY and _BARE.match(after):
        return True
    return bool(_ADVERBS.match(surface) and _OPENS.search(before or ""))


def names_nobody(name: str, before: str) -> bool:
    """Whether a name with a newsroom noun is a person's or no name at all: singer Eva Radio, Russian TV."""
    return bool(_COMMON.fullmatch(name) or _PERSON.search(before) or _PERSON.search(f"{name.split(maxsplit=1)[0]} "))


def stations_and_sites(text: str) -> Iterator[tuple[int, int, str]]:
    """Call signs, numbered channels and domains of newsrooms: start, end and kind."""
    for match in _CALL_SIGN.finditer(text):
        # In brackets behind a name it abbreviates that.
        if not _NO_STATION.fullmatch(match[0]) and text[match.start() - 1 : match.start()] != "(":
            yield match.start(), match.end(), "tv"
    cues = _CUES.find(text)
    for match in possible(_UNKNOWN, cues).finditer(text) if cues else ():
        yield match.start(), match.end(), "online" if match.lastgroup == "site" else "tv"
