"""Which outlets each passage of an article leans on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from bot.attribution.chain import chain
from bot.attribution.continued import Thread, goes_on, thread
from bot.attribution.frames import cites
from bot.attribution.gazetteer import Gazetteer, Outlet
from bot.attribution.mentions import Mention, last_word, mentions
from bot.attribution.people import may_be_outlet, surnames
from bot.attribution.presented import Names, Presented, within
from bot.attribution.words import spans
from bot.model import Article, Attribution, ChainKind, Citation, Mode, Nearest, Passage

_LISTED = re.compile(r"(?:['’]s\s+[A-ZÀ-Þ][\w. ]{2,60}?)?\s*(?:,|,?\s+and|,?\s+or|,?\s+as well as)\s+(?:the\s+|The\s+)?$|[/-]$")
_INNER = re.compile(r"\b(?:citing|cites|cited|quoting|with reference to|referring to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$")
MOST_LOOKS = 200
"""How many times an outlet is looked at in one passage: no paragraph of news names one more often without citing it."""


def attributions(article: Article, passages: Sequence[Passage], gazetteer: Gazetteer, presented: Presented, own: Names) -> tuple[Attribution, ...]:
    """What each passage of the article cites, or else the outlet named nearest before it; `own` is what the article presents itself."""
    texts = [passage.text for passage in passages]
    known = [gazetteer.find(text) for text in texts]
    people = surnames(texts, known)
    alone = within(own)
    seen: dict[str, Outlet] = {}
    publisher = _plain(article.publisher) if article.publisher else None
    cited: list[tuple[Citation, ...]] = []
    going: Thread | None = None
    heading: str | None = None
    for passage, spelled in zip(passages, known, strict=True):
        text = passage.text
        meant = [one for one in spelled if may_be_outlet(text, one[0], one[1], people)]
        named = _named(passage, mentions(text, meant, presented.find(text, alone), seen), publisher)
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
    return tuple(_with_nearest(cited))


def _with_nearest(cited: Sequence[tuple[Citation, ...]]) -> Iterator[Attribution]:
    last: Citation | None = None
    where = 0
    for at, citations in enumerate(cited):
        if citations:
            yield Attribution(citations)
        elif last is None or last.outlet is None:
            yield Attribution()
        else:
            following = cited[at + 1] if at + 1 < len(cited) else ()
            after = any(citation.outlet == last.outlet and citation.mode is Mode.NAMED for citation in following)
            yield Attribution(nearest=Nearest(last.outlet, last.passage, at - where, after))
        for citation in citations:
            if citation.outlet:
                last, where = citation, at


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
    citations: dict[str, Citation] = {}
    at = 0
    for span in spans(text):
        here = []
        while at < len(named) and named[at].start < span.end:
            here.append(named[at])
            at += 1
        for mention, inner in _cited(text, here, span.start, span.end, citations):
            key = _key(mention)
            if key not in citations:
                citations[key] = _citation(passage, mention, inner, span.start, span.end)
    return tuple(sorted(citations.values(), key=lambda citation: citation.start))


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


def _same(outlet: Outlet, own: str | None) -> bool:
    return own is not None and (_plain(outlet.name) == own or outlet.id == own)


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()
