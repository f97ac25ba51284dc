"""Names in English texts that look like outlets, and those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.attribution.keyword_prefilter import KeywordPrefilter, combined_pattern
from bot.attribution.pattern_tables import load_table, template

_TABLE = load_table("en")
_EXPAND = template(_TABLE)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_EXPAND(_TABLE["patterns"][name]))


_PLURAL, _BARE, _PERSON, _COMMON, _NO_STATION, _SHIP_BEFORE = map(
    _pattern, ("plural", "bare", "person", "common", "no_station", "ship_before")
)
_GIVEN_NAMES = frozenset(_TABLE["given"]["names"].split())
_ARTICLE_BEFORE = re.compile(r"\b[Tt]he\s+$")
_ADVERBS = re.compile(rf"(?:{_TABLE['patterns']['adverbs']})$")
_CALL_SIGN = _pattern("call_sign")
_UNCATALOGUED = {name: _EXPAND(_TABLE["patterns"][name]) for name in ("numbered", "site")}
_PREFILTER = KeywordPrefilter(
    numbered=_TABLE["patterns"]["number_cues"], site=_TABLE["patterns"]["site_cues"]
)
_JOINED_BEFORE = re.compile(r"[A-Z][\w’'-]+\s+(?:of|and|&)\s+(?:[Tt]he\s+)?$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]")
_PLURAL_WORDS = frozenset({"People", "Us"})
_SENTENCE_START = re.compile(r"(?:^|[.!?”\"]\s)$")


def is_other_entity(surface: str, before: str, after: str) -> bool:
    """Tell whether a name that is a word as well is no outlet's here: people think."""
    if _PLURAL.match(after) or _JOINED_BEFORE.search(before) or _OF.match(after):
        return True
    if surface in _PLURAL_WORDS and _BARE.match(after):
        return True
    return bool(_ADVERBS.match(surface) and _SENTENCE_START.search(before or ""))


def is_no_outlet_name(name: str, before: str) -> bool:
    """Tell whether a name with a newsroom noun is a person's, a ship's, or none at all.

    So are singer Eva Radio, the tanker Evening Star and Russian TV. `before` is what stands there.
    """
    words = name.split()
    is_full_name = len(words) == 2 and words[0] in _GIVEN_NAMES
    return bool(
        _COMMON.fullmatch(name)
        or _PERSON.search(before)
        or _PERSON.search(f"{words[0]} ")
        or _SHIP_BEFORE.search(before)
        or _SHIP_BEFORE.search(f"{words[0]} ")
        or (is_full_name and not _ARTICLE_BEFORE.search(before))
    )


def find_stations_and_sites(text: str) -> Iterator[tuple[int, int, str]]:
    """Call signs, numbered channels and domains of newsrooms: start, end and kind."""
    for match in _CALL_SIGN.finditer(text):
        # In brackets behind a name it abbreviates that.
        if not _NO_STATION.fullmatch(match[0]) and text[match.start() - 1 : match.start()] != "(":
            yield match.start(), match.end(), "tv"
    cues = _PREFILTER.find(text)
    for match in combined_pattern(_UNCATALOGUED, cues).finditer(text) if cues else ():
        yield match.start(), match.end(), "online" if match.lastgroup == "site" else "tv"
