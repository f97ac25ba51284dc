"""Whether a name that an outlet shares, as Quint or Bloomberg, is a person's where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.attribution.citation_cues import NAME_NOUNS
from bot.attribution.gazetteer import OutletSpelling

_NAME_BEFORE = re.compile(r"(?:^|[^\w.])([A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+)\s+$")
_TITLE_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Capt|Sgt|Lt|Col|Rev|Sir|Dame|Lord|Lady)\.?\s+$"
)
# A capital before an outlet that is no first name: "Ukrainian Reuters", "Yesterday Bloomberg".
_ADJECTIVE = re.compile(
    r"(?:an|ean|ian|ish|ese|ch|ni|qi|ic|[’'ʼ]s|day)$"
    r"|^(?:TV|News|Newspaper|Agency|Radio|Media|Channel|Magazine|The|That|As|But|And|Or|So|If|When|While|Where|Why|How|What|Which|Who|Whether|Because|"
    r"Since|Though|Although|On|In|By|At|To|For|From|With|Of|Per|Via|Like|Unlike|Despite|Against|About|After|Before|Until|Both|Either|Neither|Even|Only|"
    r"Also|Then|Now|Here|There|Still|Yet|Thus|Hence|Again|Once|Soon|Today|Yesterday|Tomorrow|Earlier|Later|Meanwhile|However|Moreover|Nevertheless|"
    r"Instead|Perhaps|Indeed|According|Citing|Quoting|Former|Last|Next|This|These|Those|Some|Many|Most|Several|Two|Three|Local|State|Its|Their|His|Her|Our|He|She|It|They|We|You|I|Mr|Mrs|Ms|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Recently|Previously|Separately|Additionally|Reportedly|"
    r"Finally|Similarly|Notably|Specifically|Originally|Initially|Exclusively|First|Second|Interviewed|Asked|Told|Speaking|Writing|Contacted)$"
)
_OUTLET_AFTER = re.compile(
    r"\s+(?:News|TV|Television|Radio|[Mm]agazine|[Nn]ewspaper|[Aa]gency|[Nn]ews\s+agency|channel)\b"
)
_OUTLET_BEFORE = re.compile(
    r"\b(?:newspaper|magazine|agency|service|channel|station|broadcaster|outlet|website|site|portal|publication)\s+[\"“‘«]?(?:[Tt]he\s+)?$"
)
_NOUNS = frozenset(NAME_NOUNS.split("|"))
LOOKBEHIND_CHARS = 40
MAX_LOOKUPS = 200
"""How many times a name is looked at in one article."""


def is_person(text: str, low: int, start: int, end: int) -> bool:
    """Tell whether a first name stands before one word, in the sentence that begins at `low`."""
    surface = text[start:end]
    if " " in surface or surface.isupper():
        return False
    before = text[max(low, start - LOOKBEHIND_CHARS) : start]
    if _TITLE_BEFORE.search(before):
        return True
    name = _NAME_BEFORE.search(before)
    if not name or not may_be_first_name(name[1]):
        return False
    return not _OUTLET_AFTER.match(text, end)


def may_be_first_name(word: str) -> bool:
    """Tell whether a capital can be a first name: no adjective, no word that opens a sentence."""
    return not _ADJECTIVE.search(word)


def surnames(
    texts: Sequence[str], found: Iterable[list[tuple[int, int, OutletSpelling]]]
) -> frozenset[str]:
    """Return the spellings of outlets that an article uses as a person's last name anywhere."""
    looked: Counter[str] = Counter()
    people = set()
    for text, hits in zip(texts, found, strict=True):
        for start, end, spelling in hits:
            name = spelling.text
            looked[name] += 1
            # Before Herald stands a town.
            known = name in people or name in _NOUNS
            if (
                looked[name] <= MAX_LOOKUPS
                and not known
                and is_person(text, max(0, start - LOOKBEHIND_CHARS), start, end)
            ):
                people.add(name)
    return frozenset(people)


def is_called_outlet(text: str, start: int, end: int) -> bool:
    """Tell whether a noun beside the name at `start:end` says that it is an outlet's."""
    return bool(
        _OUTLET_AFTER.match(text, end)
        or _OUTLET_BEFORE.search(text[max(0, start - LOOKBEHIND_CHARS) : start])
    )


def may_be_outlet(text: str, start: int, end: int, people: frozenset[str]) -> bool:
    """Tell whether a spelling can mean the outlet, among these last names of people."""
    return text[start:end] not in people or is_called_outlet(text, start, end)
