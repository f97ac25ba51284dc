"""Which outlets each passage of an article leans on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from bot.attribution.chain import chain
from bot.attribution.continued import Thread, goes_on, thread
from bot.attribution.frames import cites
from bot.attribution.gazetteer import Gazetteer, Outlet, Spelling, Sureness
from bot.attribution.mentions import Mention, last_word, mentions
from bot.attribution.people import may_be_outlet, surnames
from bot.attribution.presented import Presented, collect
from bot.model import Article, Attribution, ChainKind, Citation, Mode, Nearest, Passage
from bot.text.sentences import sentences

_LISTED = re.compile(r"(?:['’]s\s+[A-ZÀ-Þ][\w. ]{2,60}?)?\s*(?:,|,?\s+and|,?\s+or|,?\s+as well as)\s+(?:the\s+|The\s+)?$|[/-]$")
_INNER = re.compile(r"\b(?:citing|cites|cited|quoting|with reference to|referring to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$")


_ASKED_BEFORE = re.compile(
    r"(?:\b(?:did|does|do|has|had|to|per|according to|tell|told|tells|by|in|on|from|citing|cites?|about|and|or)\s+(?:the\s+)?|^\s*(?:the\s+)?)$",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"(?:['’]s)?\s+(?:reports?|reported|says?|said|writes?|wrote|claims?|claimed|tells?|told|learn(?:s|ed)?|finds?|found|names?|reveals?|revealed|cites?)\b"
    r"|\s*\?*\s*$",
    re.IGNORECASE,
)


MOST_LOOKS = 200
"""How many times an outlet is looked at in one passage: no paragraph of news names one more often without citing it."""


@dataclass(frozen=True, slots=True)
class AskedOutlet:
    """An outlet that a question names."""

    name: str
    id: str | None
    start: int
    end: int
    """Where it stands in the question."""

    @property
    def key(self) -> str:
        """What tells it from others: its id, else its name."""
        return self.id or self.name


class Attributor:
    """Finds citations; holds nothing but the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def presented(self, passages: Iterable[Passage]) -> Presented:
        """What the articles of a corpus present as outlets, from their passages in order: the same names mean them in every article."""
        return collect(passages, self._gazetteer)

    def attribute(self, article: Article, passages: Sequence[Passage], presented: Presented | None = None) -> tuple[Attribution, ...]:
        """What each passage of the article cites, or else the outlet named nearest before it.

        `presented` is what the whole corpus presents as outlets; without it the article stands alone.
        """
        presented = presented or self.presented(passages)
        texts = [passage.text for passage in passages]
        known = [self._gazetteer.find(text) for text in texts]
        people = surnames(texts, known)
        seen: dict[str, Outlet] = {}
        own = _plain(article.publisher) if article.publisher else None
        cited: list[tuple[Citation, ...]] = []
        going: Thread | None = None
        heading: str | None = None
        for passage, spelled in zip(passages, known, strict=True):
            text = passage.text
            meant = [one for one in spelled if may_be_outlet(text, one[0], one[1], people)]
            named = _named(passage, mentions(text, meant, presented.find(article.id, text), seen), own)
            if named:
                # The short name of an outlet that is nobody's source may be what the article is about.
                seen |= {last_word(one.outlet): Outlet(None, one.outlet, one.kind) for one in named if one.outlet and one.outlet_id is None}
                last = named[-1]
                going = thread(last, passage.text) if last.outlet else None
                cited.append(named)
            elif going is not None and passage.heading == heading and goes_on(going, passage.text):
                cited.append((replace(going.citation, mode=Mode.CONTINUED, chain=()),))
                going = thread(going.citation, passage.text, going)
            else:
                cited.append(())
                going = None
            heading = passage.heading
        return tuple(Attribution(citations, None if citations else _nearest(cited, at)) for at, citations in enumerate(cited))

    def asked_outlets(self, question: str, uncatalogued: Gazetteer | None = None) -> tuple[AskedOutlet, ...]:
        """The outlets that a question names, in any case of letters; `uncatalogued` are those that only the corpus knows."""
        known = [self._gazetteer, *filter(None, [uncatalogued])]
        found = [one for names in known for one in names.find(question) if one[2].sureness is Sureness.SAFE or _asked(question, one[0], one[1])]
        # In small letters a name may be plain words ("union leader"): there only a citing phrase makes it an outlet.
        found = found or [one for names in known for one in names.find_folded(question) if _asked(question, one[0], one[1])]
        longest: list[tuple[int, int, Spelling]] = []
        for one in sorted(found, key=lambda one: one[0] - one[1]):
            if not any(one[0] < other[1] and other[0] < one[1] for other in longest):
                longest.append(one)
        return tuple(AskedOutlet(spelling.outlet.name, spelling.outlet.id, start, end) for start, end, spelling in sorted(longest, key=itemgetter(0)))


def uncatalogued(attributions: Iterable[Attribution]) -> Gazetteer:
    """The outlets that passages cite without the gazetteer's knowing them, for `Attributor.asked_outlets`."""
    cited = {citation.outlet: citation.kind for one in attributions for citation in one.citations if citation.outlet and citation.outlet_id is None}
    return Gazetteer(Spelling(name, Outlet(None, name, kind), Sureness.SAFE if " " in name else Sureness.STRICT) for name, kind in cited.items())


def _named(passage: Passage, found: list[Mention], own: str | None) -> tuple[Citation, ...]:
    text = passage.text
    looked: Counter[str] = Counter()
    named = []
    for mention in found:
        looked[_key(mention)] += 1
        if looked[_key(mention)] <= MOST_LOOKS and not _same(mention.outlet, own):
            named.append(mention)
    if not named:
        return ()
    spans = sentences(text)
    citations: dict[str, Citation] = {}
    at = 0
    for span in spans:
        here = []
        while at < len(named) and named[at].start < span.end:
            here.append(named[at])
            at += 1
        for mention, inner in _cited(text, here, span.start, span.end, citations):
            key = _key(mention)
            if key not in citations:
                citations[key] = _citation(passage, mention, inner, span.start, span.end)
    return tuple(sorted(citations.values(), key=lambda citation: citation.start))


def _asked(question: str, start: int, end: int) -> bool:
    return bool(_ASKED_BEFORE.search(question[:start]) or _ASKED_AFTER.match(question[end:]))


def _key(mention: Mention) -> str:
    return mention.outlet.id or mention.outlet.name


def _cited(text: str, here: list[Mention], low: int, high: int, known: Container[str]) -> list[tuple[Mention, list[Mention]]]:
    """The cited mentions of a sentence, each with the outlets that it cites in turn; `known` outlets need no second look."""
    good, done = [], set()
    for mention in here:
        cited = _key(mention) not in known and _key(mention) not in done and cites(text, mention.start, mention.end, low, high, mention.strict)
        good.append(cited)
        if cited:
            done.add(_key(mention))
    for at in range(len(here) - 1):
        between = text[here[at].end : here[at + 1].start]
        if _LISTED.match(between) and (good[at] or good[at + 1]):
            good[at] = good[at + 1] = True
    found: list[tuple[Mention, list[Mention]]] = []
    for mention, cited in zip(here, good, strict=True):
        if not cited:
            continue
        if found and _INNER.search(text[found[-1][0].end : mention.start]):
            found[-1][1].append(mention)
        else:
            found.append((mention, []))
    return found


def _citation(passage: Passage, mention: Mention, inner: list[Mention], low: int, high: int) -> Citation:
    links = chain(passage.text, mention, low, high, inner)
    return Citation(
        outlet=mention.outlet.name,
        outlet_id=mention.outlet.id,
        kind=mention.outlet.kind,
        mode=Mode.NAMED,
        surface=mention.surface,
        passage=passage.id,
        start=mention.start,
        end=mention.end,
        chain=tuple(link for link in links if link.kind is not ChainKind.PERSON or link.text != mention.surface),
    )


def _nearest(cited: list[tuple[Citation, ...]], at: int) -> Nearest | None:
    for back in range(1, at + 1):
        named = [citation for citation in cited[at - back] if citation.outlet]
        if named:
            last = named[-1]
            following = cited[at + 1] if at + 1 < len(cited) else ()
            after = any(citation.outlet == last.outlet and citation.mode is Mode.NAMED for citation in following)
            assert last.outlet is not None
            return Nearest(last.outlet, last.passage, back, after)
    return None


def _same(outlet: Outlet, own: str | None) -> bool:
    return own is not None and (_plain(outlet.name) == own or outlet.id == own)


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()
