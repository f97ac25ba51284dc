"""Lines that say who wrote an article: "By ADA LUNN, Harbour Wire"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BYLINE_CHARS = 160
_CUE = re.compile(
    r"(?:(?:words|text|story|written|reported|reporting|posted|published|photos?|analysis|report"
    r"|interview|review|commentary|opinion|column)"
    r"\s+)*by[ \t]*:?\s+|(?:authors?|byline|writers?|reporters?|text|words)[ \t]*:\s*"
    r"|(?:автор(?:ка|и)?|текст|журналіст(?:ка|и)?|підготува(?:в|ла|ли))[ \t]*:\s*|від\s+"
    r"|autor(?:in|en)?[ \t]*:\s*|(?:von|par|por)\s+",
    re.IGNORECASE,
)
_LETTER = r"[^\W\d_]"
_CAPITAL = rf"(?:(?=[A-ZÀ-ÖØ-ÞĀ-ȳΑ-ΩА-ЯЁІЇЄҐ]){_LETTER})"
_NAME_WORD = rf"{_CAPITAL}(?:{_LETTER}|['’ʼ.-])*"
_PARTICLE = r"(?:van|von|der|den|de|da|di|del|della|dos|la|le|el|al|bin|ibn|ben|ter|ten|zu|af|y)"
_NAME = rf"{_NAME_WORD}(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+)*{_NAME_WORD}){{0,4}}"
_NAME_LINE = re.compile(_NAME)
_AND = re.compile(r"\s*(?:,\s*|\s)(?:and|&|und|y|et|і|й|та|и)\s+|\s*&\s*")
_PART = re.compile(r"\s*(?:[,;|•·/]|\s[–—-]\s|\s*\(|\s+(?:for|in|at|of|on|от|для|у|в|з)\s+)\s*")
_OUTLET_WORD = re.compile(
    r"\b(?:wire|news|newsroom|times|post|herald|daily|weekly|gazette|press|agency|tribune|journal"
    r"|courier|observer|star|echo|mail|telegraph|chronicle|guardian|independent|standard|review"
    r"|magazine|media|radio|tv|television|network|today|dispatch|bulletin|register|sentinel|globe"
    r"|examiner|argus|mercury|sun|world|report|reports|online|service|вісник|новини|газета"
    r"|zeitung|anzeiger|kurier|bote|nachrichten|tageblatt|rundschau|presse|courrier|dépêche"
    r"|новости|вести|известия|вестник|правда|агентство|радіо|телебачення|час|голос|день|тиждень|кур'єр|хвиля)\b|\.\w",
    re.IGNORECASE,
)
_OFFICE_WORD = re.compile(
    r"\b(?:staff|correspondents?|reporters?|editors?|writer|columnist|bureau|desk|chief|analyst"
    r"|кореспондент(?:ка)?|редактор(?:ка)?|журналіст(?:ка)?|оглядач(?:ка)?|редакція"
    r"|корреспондент|журналист(?:ка)?|обозреватель|редакция|redakteur(?:in)?"
    r"|korrespondent(?:in)?|journaliste?|correspondante?|rédaction)\b",
    re.IGNORECASE,
)
_QUOTES = "«»“”„\"'"
# Words that open headings and sections, and with a capital look like a name.
_NO_NAME = re.compile(
    r"\b(?:the|a(?!\.)|an|what|why|how|who|when|where|which|this|that|these|is|are|was|were|in|on|at"
    r"|for|with|from|to|as|after|before|key|points?|summary|background|introduction|overview"
    r"|analysis|highlights|takeaways|facts?|updates?|latest|news|timeline|live|breaking|exclusive"
    r"|opinion|part|chapter|next|more|read|about|related|advertisement|share|contents|conclusion"
    r"|at a glance|new|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july"
    r"|august|september|october|november|december|що|чому|як|хто|коли|де|головне|коротко|тези"
    r"|підсумки|новини|передісторія|висновки|терміново|аналіз|думка|реклама|далі|нагадаємо)\b",
    re.IGNORECASE,
)
_CLOSING = (".", "!", "?", "…", ":", ";")
_STAFF = re.compile(
    r"(?:our|a|the)?\s*(?:[\w ]{0,30}\s)?(?:staff|correspondents?|reporters?|editors?|writers?"
    r"|newsroom|desk|agencies|редакція|редакції)(?:\s(?:reporter|writer)s?)?",
    re.IGNORECASE,
)
_CAPITALS = re.compile(rf"{_LETTER}+(?:['’ʼ](?=S\b))?(?!\.)")
_MIN_WORDS_OF_PERSON = 2
_MAX_AUTHOR_CHARS = 60


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, as its byline says."""

    author: str
    """One or several names, as they are written."""
    rest: tuple[str, ...]
    """What else stands there: an outlet, an office, a date."""


def strip_byline_cue(text: str) -> str:
    """Return a byline without the "By" that opens it."""
    found = _CUE.match(text)
    return text[found.end() :].strip() if found else text.strip()


def parse_byline(line: str) -> Byline | None:
    """Read a line that says itself that it is a byline; None where it is none."""
    found = _CUE.match(line)
    if found is None or len(line) > MAX_BYLINE_CHARS:
        return None
    return _parse_names(line[found.end() :].strip(), cued=True)


def parse_bare_byline(line: str) -> Byline | None:
    """Read a line of names alone, perhaps with an outlet or a date behind them."""
    if len(line) > MAX_BYLINE_CHARS or line.endswith(_CLOSING):
        return None
    byline = _parse_names(line, cued=False)
    if byline is None or len(byline.author) > _MAX_AUTHOR_CHARS or _NO_NAME.search(byline.author):
        return None
    return byline


def is_office(line: str) -> bool:
    """Tell whether a line looks like what stands below a name: an outlet or an office."""
    return (
        len(line) <= _MAX_AUTHOR_CHARS
        and not line.endswith(_CLOSING)
        and bool(_OUTLET_WORD.search(line) or _OFFICE_WORD.search(line))
        and not _NO_NAME.search(line.removeprefix("The "))
    )


def _parse_names(text: str, *, cued: bool) -> Byline | None:
    text = text.rstrip(" .*_") if cued else text
    if cued and _STAFF.fullmatch(text):
        return Byline(text, ())
    names: list[str] = []
    rest: list[str] = []
    names_end = 0
    for start, end in _pieces(text):
        piece = text[start:end].strip(" )*_")
        people = [] if rest else [name.strip(" *_") for name in _AND.split(piece)]
        if people and all(map(_NAME_LINE.fullmatch, people)) and _are_people(people, names, text):
            names += people
            names_end = end
        elif piece:
            rest.append(piece)
    if not names or (cued and _NO_NAME.search(names[0])):
        return None
    if not cued and rest and not (" " in names[0] and all(map(_may_follow_names, rest))):
        # "Mayor of Rumby says no" is no byline.
        return None
    return Byline(_with_small_letters(text[:names_end].strip(" *_")), tuple(rest))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _PART.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _are_people(people: list[str], names: list[str], text: str) -> bool:
    """Tell names of people from an outlet or a place that stands behind them."""
    if not names:
        return True
    if any(
        len(name.split()) < _MIN_WORDS_OF_PERSON
        or _OUTLET_WORD.search(name)
        or _OFFICE_WORD.search(name)
        for name in people
    ):
        return False
    # "By ADA LUNN, Harbour Union": whoever writes the one in capitals writes the other so, too.
    return people[0].isupper() == names[0].isupper() and ("," in text or ";" in text)


def _may_follow_names(piece: str) -> bool:
    """Tell whether what follows bare names is an outlet, an office or a date, and no sentence."""
    outlet = _OUTLET_WORD.search(piece)
    return bool(
        _NAME_LINE.fullmatch(piece.strip(_QUOTES))
        or _OFFICE_WORD.search(piece)
        or (outlet and not outlet[0].islower())
        or any(map(str.isdigit, piece))
    )


def _with_small_letters(names: str) -> str:
    """Write names in capitals as names are written; initials and abbreviations stay."""
    if not names.isupper() or " " not in names:
        return names
    return _CAPITALS.sub(lambda found: found[0].capitalize(), names).replace(" And ", " and ")
