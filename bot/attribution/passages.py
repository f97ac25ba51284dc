"""Which outlets each passage of an article leans on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.attribution.chain import chain
from bot.attribution.continued import Thread, goes_on, thread
from bot.attribution.frames import cites
from bot.attribution.gazetteer import Gazetteer, Outlet, Spelling, Sureness
from bot.attribution.language_rules import LanguageRules, rules_of
from bot.attribution.mentions import Mention, last_word, mentions, unknown_in_english, unknown_names
from bot.attribution.origin import origins
from bot.attribution.own_names import OwnNames, own_names
from bot.attribution.passage_language import READ, passage_languages
from bot.attribution.people import may_be_outlet, surnames
from bot.attribution.presented import Names, Presented, within
from bot.attribution.table_continuation import goes_on_in
from bot.attribution.words import spans
from bot.model import Article, Attribution, ChainKind, Citation, Mode, Nearest, Origin, Passage
from bot.text.unmarked import Unmarked, unmarked

_LISTED = re.compile(
    r"(?:['’]s\s+[A-ZÀ-Þ][\w. ]{2,60}?)?[»\"”]?\s*(?:,|,?\s+(?:and|or|as well as|і|й|та|и|und|sowie|y|e|et|ou))\s+"
    r"(?:(?:the|The|la|le|el|les|der|die|das|dem|den|to the|от)\s+)?[«\"“„]?$|[/-]$"
)
_INNER = re.compile(r"\b(?:citing|cites|cited|quoting|with reference to|referring to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$")
MOST_LOOKS = 200
"""How many times an outlet is looked at in one passage: no paragraph of news names one more often without citing it."""
NEAR = 2
"""How many passages away the nearest outlet may be cited."""


@dataclass
class _Reading:
    """What is known of an article while its passages are read in order."""

    gazetteer: Gazetteer
    presented: Presented
    alone: Gazetteer | None
    own: OwnNames
    people: frozenset[str]
    seen: dict[str, Outlet] = field(default_factory=dict)


def attributions(article: Article, passages: Sequence[Passage], gazetteer: Gazetteer, presented: Presented, own: Names) -> tuple[Attribution, ...]:
    """What each passage of the article cites and where it comes from, or else the outlet named nearest before it.

    `own` is what the article presents itself.
    """
    views = [unmarked(passage.text) for passage in passages]
    texts = [view.text for view in views]
    known = [gazetteer.find(text) for text in texts]
    names = own_names(article.publisher, texts, gazetteer)
    reading = _Reading(gazetteer, presented, within(own), names, surnames(texts, known))
    cited: list[tuple[Citation, ...]] = []
    unsure: list[bool] = []
    going: Thread | None = None
    heading: str | None = None
    codes = passage_languages(article.language, texts)
    for passage, text, spelled, code in zip(passages, texts, known, codes, strict=True):
        rules = rules_of(code)
        found = _mentions(text, spelled, rules, reading)
        named = _named(passage.id, text, found, rules, names)
        if named:
            # The short name of an outlet that is nobody's source may be what the article is about.
            reading.seen |= {last_word(one.outlet): Outlet(None, one.outlet, one.kind) for one in named if one.outlet and one.outlet_id is None}
            last = named[-1]
            going = thread(last, text) if last.outlet else None
            cited.append(named)
        elif going is not None and passage.heading == heading and _goes_on(going, text, rules):
            cited.append((replace(going.citation, mode=Mode.CONTINUED, chain=()),))
            going = thread(going.citation, text, going)
        else:
            cited.append(())
            going = None
        unsure.append(not cited[-1] and _unsure(code, found, spelled, names))
        heading = passage.heading
    stored = {passage.id: (passage.text, view) for passage, view in zip(passages, views, strict=True) if view.text != passage.text}
    comes_from = origins(article, passages, texts, known, gazetteer)
    nearest = _nearest(cited)
    return tuple(
        Attribution(tuple(_in_stored(one, stored) for one in citations), near, _origin_in_stored(origin, stored), doubt)
        for citations, near, origin, doubt in zip(cited, nearest, comes_from, unsure, strict=True)
    )


def _mentions(text: str, spelled: list[tuple[int, int, Spelling]], rules: LanguageRules | None, reading: _Reading) -> list[Mention]:
    if rules is None:
        spelled = [one for one in spelled if may_be_outlet(text, one[0], one[1], reading.people)]
        others = unknown_in_english(text)
    else:
        others = unknown_names(text, rules.unknown)
    return mentions(text, reading.own.meant(spelled), reading.presented.find(text, reading.alone), others, reading.seen)


def _goes_on(going: Thread, text: str, rules: LanguageRules | None) -> bool:
    return goes_on(going, text) if rules is None else goes_on_in(rules, going, text)


def _unsure(code: str | None, found: Sequence[Mention], spelled: Sequence[tuple[int, int, Spelling]], names: OwnNames) -> bool:
    """Whether an outlet may stand in a passage that cites none: what is no word besides, or anything at all in a strange language."""
    if code not in READ and code is not None:
        return True
    if any(spelling.sureness is Sureness.SAFE and not names.publishes(spelling.outlet) for _, _, spelling in spelled):
        return True
    return any(mention.outlet.id is None for mention in found)


def _nearest(cited: Sequence[tuple[Citation, ...]]) -> Iterator[Nearest | None]:
    last: Citation | None = None
    where = 0
    for at, citations in enumerate(cited):
        if citations or last is None or last.outlet is None or at - where > NEAR:
            yield None
        else:
            following = cited[at + 1] if at + 1 < len(cited) else ()
            after = any(citation.outlet == last.outlet and citation.mode is Mode.NAMED for citation in following)
            yield Nearest(last.outlet, last.passage, at - where, after)
        for citation in citations:
            if citation.outlet:
                last, where = citation, at


def _in_stored(citation: Citation, stored: Mapping[str, tuple[str, Unmarked]]) -> Citation:
    """A citation with offsets into the text as it is stored, where that has markup."""
    if citation.passage not in stored:
        return citation
    text, view = stored[citation.passage]
    start, end = view.stored(citation.start), view.stored(citation.end - 1) + 1
    return replace(citation, start=start, end=end, surface=text[start:end])


def _origin_in_stored(origin: Origin | None, stored: Mapping[str, tuple[str, Unmarked]]) -> Origin | None:
    if origin is None or origin.passage is None or origin.start is None or origin.end is None or origin.passage not in stored:
        return origin
    view = stored[origin.passage][1]
    return replace(origin, start=view.stored(origin.start), end=view.stored(origin.end - 1) + 1)


def _named(passage: str, text: str, found: Sequence[Mention], rules: LanguageRules | None, names: OwnNames) -> tuple[Citation, ...]:
    looked: Counter[str] = Counter()
    named = []
    for mention in found:
        looked[_key(mention)] += 1
        if looked[_key(mention)] <= MOST_LOOKS and not names.publishes(mention.outlet, mention.surface):
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
        for mention, inner in _cited(text, here, span.start, span.end, citations, rules):
            key = _key(mention)
            if key not in citations:
                citations[key] = _citation(passage, text, mention, inner, span.start, span.end)
    return tuple(sorted(citations.values(), key=lambda citation: citation.start))


def _key(mention: Mention) -> str:
    return mention.outlet.id or mention.outlet.name


def _cited(text: str, here: list[Mention], low: int, high: int, known: Container[str], rules: LanguageRules | None) -> list[tuple[Mention, list[Mention]]]:
    """The cited mentions of a sentence, each with the outlets that it cites in turn; `known` outlets need no second look."""
    good, done = [], set()
    cited_here = cites if rules is None else rules.cites
    for mention in here:
        key = _key(mention)
        cited = key not in known and key not in done and cited_here(text, mention.start, mention.end, low, high, mention.strict)
        good.append(cited)
        if cited:
            done.add(key)
    for at in range(len(here) - 1):
        between = text[here[at].end : here[at + 1].start]
        if _LISTED.match(between) and (good[at] or good[at + 1]):
            good[at] = good[at + 1] = True
    inner = _INNER if rules is None else rules.cited_by
    found: list[tuple[Mention, list[Mention]]] = []
    for mention, cited in zip(here, good, strict=True):
        if not cited:
            continue
        if found and inner.search(text[found[-1][0].end : mention.start]):
            found[-1][1].append(mention)
        else:
            found.append((mention, []))
    return found


def _citation(passage: str, text: str, mention: Mention, inner: list[Mention], low: int, high: int) -> Citation:
    links = chain(text, mention, low, high, inner)
    return Citation(
        outlet=mention.outlet.name,
        outlet_id=mention.outlet.id,
        kind=mention.outlet.kind,
        mode=Mode.NAMED,
        surface=mention.surface,
        passage=passage,
        start=mention.start,
        end=mention.end,
        chain=tuple(link for link in links if link.kind is not ChainKind.PERSON or link.text != mention.surface),
    )
