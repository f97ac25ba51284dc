"""Who speaks through a cited outlet, and whether the speaker goes on in a following passage."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import islice

from bot.attribution.person_names import may_be_first_name
from bot.attribution.reporting_verbs import verb_forms_pattern
from bot.attribution.text_spans import sentence_spans, whole_word_occurrences
from bot.model import ChainKind, Citation, CitationMode

_WORDS = tomllib.loads(
    resources.files("bot.attribution").joinpath("speakers.toml").read_text("utf-8")
)
_GROUPS = [group.split() for group in _WORDS["same"]]
_SAME_ROLE = {
    word: frozenset().union(*(group for group in _GROUPS if word in group))
    for word in set().union(*_GROUPS)
}
_ROLES_BY_GENDER = {
    gender: frozenset(_WORDS[key].split()) for gender, key in (("she", "woman"), ("he", "man"))
}
_ANY_ROLE = frozenset(_WORDS["anybody"].split())
_SPEECH_VERB = f"(?:{verb_forms_pattern(_WORDS['verbs'].split())})"
_ADVERB = r"(?:(?:also|then|later|reportedly|apparently|further|again|now|still|even|only|once\s+more|at\s+the\s+same\s+time|in\s+turn|\w+ly|has|had)\s+){0,2}"
INTERVIEW = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Ee]lsewhere\s+in|[Ll]ater\s+in)\s+(?:the|this|that)\s+(?:same\s+)?(?:\w+\s+)?"
    r"(?:interview|conversation|podcast|talk|broadcast|programme|program|discussion|chat|exchange|sit-down|appearance)(?![\w’'-])(?!\s+(?:with|between))"
)
_PRONOUN = re.compile(
    rf"\b(?:(?P<tells>[Hh]e|[Ss]he)\s+{_ADVERB}{_SPEECH_VERB}|[Ii]n\s+(?P<a>his|her)\s+(?:own\s+)?(?:opinion|view|words|estimate|estimation|assessment|telling)"
    r"|[Aa]ccording\s+to\s+(?P<b>him|her))\b"
)
_GENDERS = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she"}
_ROLE = re.compile(
    rf"\b[Tt]he\s+(?:[\w-]+\s+){{0,2}}?(?P<a>[a-z]+)(?:\s+[a-z]+)?\s+{_ADVERB}{_SPEECH_VERB}\b|\b{_SPEECH_VERB}\s+the\s+(?:[\w-]+\s+)?(?P<b>[a-z]+)[.,;”\"]"
    r"|\b[Aa]ccording\s+to\s+the\s+(?:[\w-]+\s+)?(?P<c>[a-z]+)\b"
)
# Through these the outlet carries somebody's own words; "reported by" makes nobody speak to it.
_SPEECH = re.compile(
    r"\b(?:told|tells|interview(?:ed)?|spoke|speaking|speaks|conversation|talk|comments?|commented|remarks|said|says|wrote|writes|quoted|quotes|quoting|"
    r"appear\w+|according to|reported|admitted|confirmed|explained|complained|replied|revealed|disclosed|recalled|assured|confessed|stressed|column|podcast)\b"
)
_NAME = r"[A-ZÀ-Þ][\w’'ʼ-]+"
# "Sen. Holt (R-Ohio) said".
_PARTY = r"(?:\s+\([^()]{1,30}\))?"
_SPEAKER = re.compile(
    rf"({_NAME}){_PARTY}(?:,[^,;]{{2,100}},|,\s*\d+,|,)?\s+{_ADVERB}"
    r"(?:told|said|says|tells|stated|explained|admitted|acknowledged|argued|confirmed|complained|replied|revealed|disclosed|wrote|writes|recalled|assured|"
    r"speaking (?:to|with))\b"
    rf"|\b(?:said|says|wrote|writes|argued)\s+(?:[A-ZÀ-Þ][\w’'ʼ.-]+\s+){{0,2}}({_NAME})"
)
_NAME_SAYS = re.compile(rf"{_PARTY}(?:,[^,;.]{{2,60}},)?\s+{_ADVERB}{_SPEECH_VERB}\b")
_SAYS_NAME = re.compile(
    rf"\b(?:{_SPEECH_VERB}|[Aa]ccording\s+to|[Ii]n\s+the\s+(?:words|view|opinion)\s+of)\s+(?:{_NAME}\s+){{0,2}}$"
)
_ANYBODY_SAYS = re.compile(rf"(?<![\w’'-])({_NAME})\s+{_ADVERB}{_SPEECH_VERB}\b")
_INTERVIEWER = re.compile(rf"[’']s?\s+(?:{_NAME}\s+){{1,2}}?({_NAME})")
_FULL_NAME = re.compile(
    rf"(?<![\w’'-])(?!(?:The|In|On|At|A|An|For|From|But|And|When|After|Before|As|His|Her|Its)\s)(?:{_NAME}\s+){{1,2}}({_NAME})"
)
# "The interior minister told", "in his Telegraph column": a person without a name.
_ROLE_TELLS = re.compile(
    rf"\b([a-z]+)\s+{_ADVERB}(?:told|said|confirmed|admitted|explained|made|spoke|revealed|disclosed|denied|gave)\b"
)
_ITS_AUTHOR = re.compile(r"\b(?P<of>his|her)\s+(?:(?:own|weekly|latest|regular)\s+)?$")
_ENDING_SKY = re.compile(r"(?<=\wsk)(?:y|yy|yi|iy|ii|i|yj)$")
"""One name is spelled in several ways: Zelensky, Zelenskyy."""
_SKY_ENDINGS = ("y", "yy", "yi", "iy", "ii", "i")
_QUOTED = re.compile(r"[“\"„«][^”\"“»]*(?:[”\"“»]|$)")
# What is told is no word for who tells it.
_CONTENT = re.compile(r"\bthat\s.*", re.DOTALL)
_NO_ROLES = frozenset(
    {
        "report",
        "study",
        "company",
        "government",
        "agency",
        "ministry",
        "statement",
        "department",
        "country",
        "state",
        "police",
        "president",
    }
)
NEARBY_CHARS = 60
"""How far from a name the words may stand that say who he is, or that he speaks."""
MAX_LOOKUPS = 20
"""How many times a name is looked at in one passage."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks through an outlet."""

    names: frozenset[str]
    """Last names."""
    roles: frozenset[str]
    """Small-letter words beside the names and the outlet: "the minister" is one of them."""
    is_person: bool
    """A person speaks, named or not."""
    gender: str | None
    """"he" or "she", where the text calls the speaker so."""


NO_SPEAKERS = Speakers(frozenset(), frozenset(), is_person=False, gender=None)


def speakers(text: str, citation: Citation) -> Speakers:
    """Who speaks in the sentence that names the outlet."""
    if citation.mode is not CitationMode.NAMED:
        return NO_SPEAKERS
    span = next(
        (span for span in sentence_spans(text) if span.start <= citation.start < span.end), None
    )
    if span is None:
        return NO_SPEAKERS
    sentence = text[span.start : span.end]
    if not _SPEECH.search(sentence) or re.search(
        r"\b(?:first|was|were|been) reported by\b", sentence
    ):
        return NO_SPEAKERS
    names = {link.text.split()[-1] for link in citation.chain if link.kind is ChainKind.PERSON}
    names |= {found[1] or found[2] for found in _SPEAKER.finditer(sentence)}
    if host := _INTERVIEWER.match(text, citation.end):
        names.add(host[1])
    names = {name for name in names if name and name not in citation.surface}
    names |= {
        _ENDING_SKY.sub(ending, name)
        for name in names
        if _ENDING_SKY.search(name)
        for ending in _SKY_ENDINGS
    }
    lead = text[span.start : citation.start]
    genders = {
        _GENDERS[item.casefold()]
        for item in (found["tells"] for found in _PRONOUN.finditer(sentence))
        if item
    }
    if author := _ITS_AUTHOR.search(lead):
        genders.add(_GENDERS[author["of"]])
    if genders and not names:
        earlier = {found[1] for found in _FULL_NAME.finditer(text, 0, span.start)}
        names = earlier if len(earlier) == 1 else set()
    said = _CONTENT.sub("", _QUOTED.sub(" ", sentence))
    roles = set(_roles(text, span.start, span.end, names))
    return Speakers(
        frozenset(names),
        frozenset(roles - _NO_ROLES),
        bool(names or genders)
        or any(found[1] in _SAME_ROLE for found in _ROLE_TELLS.finditer(said)),
        genders.pop() if len(genders) == 1 else None,
    )


def _roles(text: str, low: int, high: int, names: set[str]) -> Iterator[str]:
    """Collect words that may say what a speaker is, beside the outlet and the names."""
    bare = _QUOTED.sub(" ", text[low:high])
    pieces = [_CONTENT.sub("", bare)]
    for name in names:
        found = islice(whole_word_occurrences(name, text), MAX_LOOKUPS)
        pieces += [
            text[max(0, start - NEARBY_CHARS) : start + len(name) + NEARBY_CHARS] for start in found
        ]
    for piece in pieces:
        for item in re.findall(r"\b[A-Za-z]{4,}\b", piece):
            word = item.casefold()
            yield word
            yield from _SAME_ROLE.get(word, ())


def speaker_continues(before: Speakers, text: str) -> bool:
    """Tell whether the speaker goes on, by name, pronoun or role, with nobody else between."""
    if any(_name_speaks(name, text) for name in before.names):
        return True
    newcomer = _next_speaker(text, before.names)
    if before.is_person:
        if (found := INTERVIEW.search(text)) and found.start() < newcomer:
            return True
        for match in _PRONOUN.finditer(text, 0, newcomer):
            gender = _GENDERS[next(filter(None, match.groups())).casefold()]
            if before.gender in {None, gender}:
                return True
    known = set(before.roles)
    if before.is_person:
        known |= _ANY_ROLE | set().union(
            *(
                words
                for gender, words in _ROLES_BY_GENDER.items()
                if before.gender in {None, gender}
            )
        )
    return any(
        next(filter(None, role.groups())) in known for role in _ROLE.finditer(text, 0, newcomer)
    )


def _next_speaker(text: str, names: Collection[str]) -> int:
    """Return where somebody else is named or speaks unquoted, else the end of the text."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    others = [found.start() for found in _FULL_NAME.finditer(bare) if found[1] not in names]
    others += [
        found.start()
        for found in _ANYBODY_SAYS.finditer(bare)
        if found[1] not in names and may_be_first_name(found[1])
    ]
    return min(others, default=len(text))


def is_known_speaker(speaking: Speakers, words: str) -> bool:
    """Tell whether the source in "according to Alma Holt" speaks through the outlet already."""
    return not speaking.names.isdisjoint(re.findall(r"[\w’'-]+", words))


def _name_speaks(name: str, text: str) -> bool:
    return any(
        _NAME_SAYS.match(text, start + len(name))
        or _SAYS_NAME.search(text, max(0, start - NEARBY_CHARS), start)
        for start in islice(whole_word_occurrences(name, text), MAX_LOOKUPS)
    )
