"""Passages that name no outlet but plainly go on with the one cited before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.attribution.citation_cues import CUE_BEFORE_NAME
from bot.attribution.citation_patterns import is_cited
from bot.attribution.speakers import Speakers, is_known_speaker, speaker_continues, speakers
from bot.attribution.text_spans import sentence_spans
from bot.model import Citation

# What each kind of outlet may be called when it is not named again.
_ANAPHORS = {
    "agency": r"(?:news\s+)?agency|(?:news)?wire(?:\s+service)?|news\s+service",
    "newspaper": r"(?:news)?paper|daily|weekly|tabloid|broadsheet",
    "tv": r"(?:TV\s+|television\s+|news\s+)?channel|(?:TV\s+)?station|broadcaster|network",
    "radio": r"(?:radio\s+)?station|broadcaster|radio",
    "magazine": r"magazine|weekly|monthly|journal",
    "online": r"(?:news\s+)?(?:web)?site|(?:news\s+)?portal",
    "state": r"(?:news\s+)?agency|channel|newspaper|broadcaster",
}
_ANY_OUTLET = r"(?:news\s+|media\s+)?outlet|publication|journalists|reporters|(?:report|story|article)(?!\s+(?:of|by|from|in|for)\b)"
# Works of its own, where the text before has one: "in a column for the Times", "the column says".
_WORKS = re.compile(
    r"\b(?:article|column|op-ed|essay|editorial|investigation|documentary|podcast|story|survey|poll)\b"
)
_ADJECTIVES = (
    r"(?:same\s+)?(?:(?!(?:of|the|and|for|in|to|at|from|by|with|on|who|that)\b)[\w-]+\s+){0,3}?"
)
_NEUTRAL = re.compile(
    r"(?:the|a|news|same|tv|radio|television|that|local|regional|national|state|public|private|independent|opposition|popular|daily|weekly|"
    r"\w+(?:an|ish|ese|ch|based|run|owned|language))",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    r"\b(?:of|at|from|in|on|against|for|with|by|about|to|than|and|outside|inside|near)\s+$"
)
_ITS_SOURCE = re.compile(r"\b[Tt]he\s+(?:interlocutors?|sources?|correspondents?)\s+of\s+$")
_TOLD_HOST = re.compile(
    r"\b(?:told|telling|tells)\s+(?:the\s+)?(?:show\s+|program(?:me)?\s+)?(?:co-)?"
    r"(?:host|anchor|moderator|interviewer|presenter)s?\b"
)
_CLOSING = tuple(".!?…:;\"”’'»)]")
_QUOTES = {"“": "”", '"': '"', "„": "“", "«": "»"}
# A new occasion, or a new source, ends what was said to the outlet.
_OCCASION = re.compile(
    r"\b(?:(?:press|news) (?:conference|release)|briefing|statement|webinar|hearing|tweet(?:ed)?|Telegram|Twitter|Facebook|social media|Instagram|on X\b|parliament|rostrum|"
    r"rally|speech|session|speaking (?:at|in|to)|met with|meeting|told (?:reporters|journalists|lawmakers|supporters)|spokes(?:wo)?man|"
    r"[Oo]n (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|the (?:next|following|same) day|yesterday)"
)
_ACCORDING_TO = re.compile(r"\b[Aa]ccording to (?!(?:him|her)\b)((?:[\w’'-]+\s?){1,4})")


@dataclass(frozen=True)
class Continuation:
    """What a following passage may go on with."""

    citation: Citation
    text: str
    """The passage that names the outlet."""
    in_quotation: bool
    """The passage before ends inside a quotation."""
    has_quotation: bool
    """The passage before begins or ends with words of the speaker."""
    is_interrupted: bool = False
    """A passage stands between that does not go on with it."""

    @cached_property
    def speakers(self) -> Speakers:
        """Who speaks through the outlet; most threads end before anybody asks."""
        return speakers(self.text, self.citation)

    @cached_property
    def anaphors(self) -> re.Pattern[str]:
        """What the outlet may be called, with words for works of its own named beside it."""
        kind = _ANAPHORS.get(self.citation.kind)
        others: list[str] = []
        if not self.is_interrupted:
            pieces = _WORKS.findall(
                self.text, max(0, self.citation.start - 60), self.citation.end + 40
            )
            others = [_ANY_OUTLET, *sorted(set(pieces))]
        nouns = "|".join(filter(None, (kind, *others))) or "(?!)"
        return re.compile(rf"\b[Tt]he\s+{_ADJECTIVES}(?P<noun>{nouns})(?![\w-])")


def open_continuation(
    citation: Citation, text: str, before: Continuation | None = None
) -> Continuation:
    """Return what may be gone on with after a passage; `before` where that only continues."""
    if before is not None:
        return replace(
            before, in_quotation=_ends_in_quotation(text), has_quotation=_quotes_at_edge(text)
        )
    return Continuation(citation, text, _ends_in_quotation(text), _quotes_at_edge(text))


def interrupt(before: Continuation | None) -> Continuation | None:
    """Return what may be gone on with over one passage: the outlet alone, called by what it is."""
    if before is None or before.is_interrupted:
        return None
    return replace(before, in_quotation=False, has_quotation=False, is_interrupted=True)


def continues(before: Continuation, text: str) -> bool:
    """Tell whether a passage without an outlet plainly goes on with the one before it."""
    opening = text[0] in _QUOTES
    if before.in_quotation and opening:
        return True
    # A heading or a link between the passages is nobody's words.
    if not text.rstrip().endswith(_CLOSING):
        return False
    if _cites_by_anaphor(before, text):
        return True
    if before.is_interrupted:
        return False
    if _TOLD_HOST.search(text):
        return True
    if _OCCASION.search(text) or not all(
        is_known_speaker(before.speakers, found[1]) for found in _ACCORDING_TO.finditer(text)
    ):
        return False
    if opening and before.has_quotation and _only_quotation(text):
        return True
    return speaker_continues(before.speakers, text)


def _cites_by_anaphor(before: Continuation, text: str) -> bool:
    """Tell whether an outlet is cited by its kind: "the agency adds", "told the newspaper"."""
    for match in before.anaphors.finditer(text):
        if _names_something_else(match["noun"], before, text[: match.start()]):
            continue
        span = next(span for span in sentence_spans(text) if span.start <= match.start() < span.end)
        lead = text[span.start : match.start()]
        # "The head of the agency said": a new speaker.
        if (
            _DEPENDENT.search(lead)
            and not _ITS_SOURCE.search(lead)
            and not CUE_BEFORE_NAME.search(lead[:1].lower() + lead[1:])
        ):
            continue
        if is_cited(text, match.start(), match.end(), span.start, span.end, needs_cue=False):
            return True
    return False


def _names_something_else(noun: str, before: Continuation, lead: str) -> bool:
    """Tell whether something else is called so as well: the refugee agency, its payment network."""
    last = re.escape(noun.rsplit(maxsplit=1)[-1])
    word = re.compile(rf"(?P<lead>\b[\w’'-]+)\s+{last}(?![\w-])", re.IGNORECASE)
    low, high = before.citation.start - 3, before.citation.end + 3
    for text, named in ((before.text, range(low, high)), (lead, range(0))):
        for match in word.finditer(text):
            if not (
                match.start() in named or match.end() in named or _NEUTRAL.fullmatch(match["lead"])
            ):
                return True
    return False


def _ends_in_quotation(text: str) -> bool:
    for opening, closing in (("«", "»"), ("„", "“”")):
        if opening in text:
            return text.rfind(opening) > max(map(text.rfind, closing))
    last = max(text.rfind("”"), text.rfind('"'))
    if "“" in text:
        return text.rfind("“") > last
    return "”" not in text and text.count('"') % 2 == 1


def _quotes_at_edge(text: str) -> bool:
    inner = text.rstrip().rstrip(".")
    return inner.endswith(("”", '"', "»")) or (text[0] in _QUOTES and _QUOTES[text[0]] in text[1:])


def _only_quotation(text: str) -> bool:
    closing = _QUOTES[text[0]]
    inner = text.rstrip().rstrip(".")
    return (inner.endswith(closing) and closing not in inner[1:-1]) or closing not in text[1:]
