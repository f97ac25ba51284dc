"""Which outlets each passage of an article leans on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.attribution.article_names import ArticleNames, find_article_names
from bot.attribution.citation_patterns import is_cited
from bot.attribution.continuation import Continuation, continues, open_continuation
from bot.attribution.continuation_rules import continues_by_rules
from bot.attribution.discovered_outlets import DiscoveredOutlets, OutletNames, article_only_outlets
from bot.attribution.gazetteer import Ambiguity, Gazetteer, Outlet, OutletSpelling
from bot.attribution.language_rules import LanguageRules, rules_for
from bot.attribution.mentions import (
    Mention,
    find_mentions,
    find_uncatalogued,
    find_uncatalogued_in_english,
    last_word,
)
from bot.attribution.origin import find_origins
from bot.attribution.passage_language import SUPPORTED_LANGUAGES, detect_passage_languages
from bot.attribution.person_names import may_be_outlet, surnames
from bot.attribution.source_chain import source_chain
from bot.attribution.text_spans import sentence_spans
from bot.model import (
    Article,
    Attribution,
    ChainKind,
    Citation,
    CitationMode,
    NearestOutlet,
    Origin,
    Passage,
)
from bot.text.strip_markdown import StrippedText, strip_markdown

_LIST_SEPARATOR = re.compile(
    r"(?:['’]s\s+[A-ZÀ-Þ][\w. ]{2,60}?)?[»\"”]?\s*(?:,|,?\s+(?:and|or|as well as|і|й|та|и|und|sowie|y|e|et|ou))\s+"
    r"(?:(?:the|The|la|le|el|les|der|die|das|dem|den|to the|от)\s+)?[«\"“„]?$|[/-]$"
)
_CITING_OTHERS = re.compile(
    r"\b(?:citing|cites|cited|quoting|with reference to|referring to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$"
)
MAX_LOOKUPS = 200
"""How many times an outlet is looked at in one passage: no paragraph of news names one more often without citing it."""
MAX_NEAREST_DISTANCE = 2
"""How many passages away the nearest outlet may be cited."""


@dataclass
class _ArticleState:
    """What is known of an article while its passages are read in order."""

    gazetteer: Gazetteer
    discovered: DiscoveredOutlets
    article_outlets: Gazetteer | None
    article_names: ArticleNames
    surnames: frozenset[str]
    named_before: dict[str, Outlet] = field(default_factory=dict)


def cite_passages(
    article: Article,
    passages: Sequence[Passage],
    gazetteer: Gazetteer,
    discovered: DiscoveredOutlets,
    own: OutletNames,
) -> tuple[Attribution, ...]:
    """What each passage of the article cites and where it comes from, or else the outlet named nearest before it.

    `own` is what the article presents itself.
    """
    views = [strip_markdown(passage.text) for passage in passages]
    texts = [view.text for view in views]
    known = [gazetteer.find(text) for text in texts]
    names = find_article_names(article.publisher, texts, gazetteer)
    reading = _ArticleState(
        gazetteer, discovered, article_only_outlets(own), names, surnames(texts, known)
    )
    cited: list[tuple[Citation, ...]] = []
    unsure: list[bool] = []
    continuation: Continuation | None = None
    heading: str | None = None
    codes = detect_passage_languages(article.language, texts)
    for passage, text, spelled, code in zip(passages, texts, known, codes, strict=True):
        rules = rules_for(code)
        found = _find_mentions(text, spelled, rules, reading)
        named = _named_citations(passage.id, text, found, rules, names)
        if named:
            # The short name of an outlet that is nobody's source may be what the article is about.
            reading.named_before |= {
                last_word(citation.outlet): Outlet(None, citation.outlet, citation.kind)
                for citation in named
                if citation.outlet and citation.outlet_id is None
            }
            last = named[-1]
            continuation = open_continuation(last, text) if last.outlet else None
            cited.append(named)
        elif (
            continuation is not None
            and passage.heading == heading
            and _continues(continuation, text, rules)
        ):
            cited.append((replace(continuation.citation, mode=CitationMode.CONTINUED, chain=()),))
            continuation = open_continuation(continuation.citation, text, continuation)
        else:
            cited.append(())
            continuation = None
        unsure.append(not cited[-1] and _is_uncertain(code, found, spelled, names))
        heading = passage.heading
    stored = {
        passage.id: (passage.text, view)
        for passage, view in zip(passages, views, strict=True)
        if view.text != passage.text
    }
    comes_from = find_origins(article, passages, texts, known, gazetteer)
    nearest = _nearest(cited)
    return tuple(
        Attribution(
            tuple(_to_stored_offsets(citation, stored) for citation in citations),
            near,
            _origin_to_stored_offsets(origin, stored),
            doubt,
        )
        for citations, near, origin, doubt in zip(cited, nearest, comes_from, unsure, strict=True)
    )


def _find_mentions(
    text: str,
    matches: list[tuple[int, int, OutletSpelling]],
    rules: LanguageRules | None,
    state: _ArticleState,
) -> list[Mention]:
    if rules is None:
        matches = [
            match for match in matches if may_be_outlet(text, match[0], match[1], state.surnames)
        ]
        others = find_uncatalogued_in_english(text)
    else:
        others = find_uncatalogued(text, rules.uncatalogued)
    return find_mentions(
        text,
        state.article_names.resolve(matches),
        state.discovered.find(text, state.article_outlets),
        others,
        state.named_before,
    )


def _continues(open_citation: Continuation, text: str, rules: LanguageRules | None) -> bool:
    return (
        continues(open_citation, text)
        if rules is None
        else continues_by_rules(rules, open_citation, text)
    )


def _is_uncertain(
    code: str | None,
    mentions: Sequence[Mention],
    matches: Sequence[tuple[int, int, OutletSpelling]],
    names: ArticleNames,
) -> bool:
    """Whether an outlet may stand in a passage that cites none: what is no word besides, or anything at all in a strange language."""
    if code not in SUPPORTED_LANGUAGES and code is not None:
        return True
    if any(
        spelling.ambiguity is Ambiguity.NONE and not names.is_publisher(spelling.outlet)
        for _, _, spelling in matches
    ):
        return True
    return any(mention.outlet.id is None for mention in mentions)


def _nearest(cited: Sequence[tuple[Citation, ...]]) -> Iterator[NearestOutlet | None]:
    last: Citation | None = None
    where = 0
    for at, citations in enumerate(cited):
        if citations or last is None or last.outlet is None or at - where > MAX_NEAREST_DISTANCE:
            yield None
        else:
            following = cited[at + 1] if at + 1 < len(cited) else ()
            after = any(
                citation.outlet == last.outlet and citation.mode is CitationMode.NAMED
                for citation in following
            )
            yield NearestOutlet(last.outlet, last.passage, at - where, after)
        for citation in citations:
            if citation.outlet:
                last, where = citation, at


def _to_stored_offsets(
    citation: Citation, stored: Mapping[str, tuple[str, StrippedText]]
) -> Citation:
    """A citation with offsets into the text as it is stored, where that has markup."""
    if citation.passage not in stored:
        return citation
    text, view = stored[citation.passage]
    start, end = view.stored(citation.start), view.stored(citation.end - 1) + 1
    return replace(citation, start=start, end=end, surface=text[start:end])


def _origin_to_stored_offsets(
    origin: Origin | None, stored: Mapping[str, tuple[str, StrippedText]]
) -> Origin | None:
    if (
        origin is None
        or origin.passage is None
        or origin.start is None
        or origin.end is None
        or origin.passage not in stored
    ):
        return origin
    view = stored[origin.passage][1]
    return replace(origin, start=view.stored(origin.start), end=view.stored(origin.end - 1) + 1)


def _named_citations(
    passage: str,
    text: str,
    found: Sequence[Mention],
    rules: LanguageRules | None,
    names: ArticleNames,
) -> tuple[Citation, ...]:
    looked: Counter[str] = Counter()
    named = []
    for mention in found:
        looked[_outlet_key(mention)] += 1
        if looked[_outlet_key(mention)] <= MAX_LOOKUPS and not names.is_publisher(
            mention.outlet, mention.surface
        ):
            named.append(mention)
    if not named:
        return ()
    citations: dict[str, Citation] = {}
    at = 0
    for span in sentence_spans(text):
        here = []
        while at < len(named) and named[at].start < span.end:
            here.append(named[at])
            at += 1
        for mention, inner in _cited_mentions(text, here, span.start, span.end, citations, rules):
            key = _outlet_key(mention)
            if key not in citations:
                citations[key] = _citation(passage, text, mention, inner, span.start, span.end)
    return tuple(sorted(citations.values(), key=lambda citation: citation.start))


def _outlet_key(mention: Mention) -> str:
    return mention.outlet.id or mention.outlet.name


def _cited_mentions(
    text: str,
    here: list[Mention],
    low: int,
    high: int,
    known: Container[str],
    rules: LanguageRules | None,
) -> list[tuple[Mention, list[Mention]]]:
    """The cited mentions of a sentence, each with the outlets that it cites in turn; `known` outlets need no second look."""
    is_cited_flags, done = [], set()
    cited_here = is_cited if rules is None else rules.is_cited
    for mention in here:
        key = _outlet_key(mention)
        cited = (
            key not in known
            and key not in done
            and cited_here(text, mention.start, mention.end, low, high, mention.needs_cue)
        )
        is_cited_flags.append(cited)
        if cited:
            done.add(key)
    for at in range(len(here) - 1):
        between = text[here[at].end : here[at + 1].start]
        if _LIST_SEPARATOR.match(between) and (is_cited_flags[at] or is_cited_flags[at + 1]):
            is_cited_flags[at] = is_cited_flags[at + 1] = True
    inner = _CITING_OTHERS if rules is None else rules.cited_by
    found: list[tuple[Mention, list[Mention]]] = []
    for mention, cited in zip(here, is_cited_flags, strict=True):
        if not cited:
            continue
        if found and inner.search(text[found[-1][0].end : mention.start]):
            found[-1][1].append(mention)
        else:
            found.append((mention, []))
    return found


def _citation(
    passage: str, text: str, mention: Mention, inner: list[Mention], low: int, high: int
) -> Citation:
    links = source_chain(text, mention, low, high, inner)
    return Citation(
        outlet=mention.outlet.name,
        outlet_id=mention.outlet.id,
        kind=mention.outlet.kind,
        mode=CitationMode.NAMED,
        surface=mention.surface,
        passage=passage,
        start=mention.start,
        end=mention.end,
        chain=tuple(
            link
            for link in links
            if link.kind is not ChainKind.PERSON or link.text != mention.surface
        ),
    )
