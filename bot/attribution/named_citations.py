"""The outlets that a passage names as its sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from bot.attribution.article_names import ArticleNames
from bot.attribution.citation_patterns import is_cited
from bot.attribution.language_rules import LanguageRules
from bot.attribution.mentions import Mention
from bot.attribution.source_chain import source_chain
from bot.attribution.text_spans import sentence_spans, whole_word_occurrences
from bot.model import ChainKind, Citation, CitationMode, Span

_LIST_SEPARATOR = re.compile(
    r"(?:['’]s\s+[A-ZÀ-Þ][\w. ]{2,60}?)?[»\"”]?\s*(?:,|,?\s+(?:and|or|as well as|і|й|та|и|und|sowie|y|e|et|ou"
    r"|together\s+with|along\s+with|разом\s+із?|спільно\s+з[іи]?|вместе\s+со?|совместно\s+со?"
    r"|gemeinsam\s+mit|zusammen\s+mit|junto\s+(?:con|a)))\s+"
    r"(?:(?:the|The|la|le|el|les|der|die|das|des|dem|den|to the|от|au|à l['’]|à la|al)\s+)?[«\"“„]?$|[/-]$"
)
_CITING_OTHERS = re.compile(
    r"\b(?:citing|cites|cited|quoting|with reference to|referring to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$"
)
_STOP = re.compile(r"[.!?…]")
_COLON = re.compile(r"[»\"”]?:\s+\S")
MAX_LOOKUPS = 200
"""How many times an outlet is looked at in one passage: none is named more often uncited."""


def named_citations(
    passage: str,
    text: str,
    found: Sequence[Mention],
    rules: LanguageRules | None,
    names: ArticleNames,
) -> tuple[Citation, ...]:
    """Cite what a passage names as its source, in the order of its text, the publisher left out.

    `passage` is the id of the passage, `text` what it says; `found` are the names in it, in order.
    `rules` are those of its language, None for English.
    """
    if not found:
        return ()
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
    for span in _sentences_around(named, sentence_spans(text)):
        here = []
        while at < len(named) and named[at].start < span.end:
            here.append(named[at])
            at += 1
        for mention, inner in _cited_mentions(text, here, span.start, span.end, citations, rules):
            key = _outlet_key(mention)
            if key not in citations:
                citations[key] = _citation(passage, text, mention, inner, span.start, span.end)
    return tuple(sorted(citations.values(), key=lambda citation: citation.start))


def cites_publisher(
    text: str, found: Sequence[Mention], rules: LanguageRules | None, names: ArticleNames
) -> bool:
    """Tell whether a passage gives its publisher as a source: "told the Mirror", in the Mirror."""
    own = [
        (mention.start, mention.end)
        for mention in found
        if names.is_publisher(mention.outlet, mention.surface)
    ]
    if names.publisher:
        own += [
            (start, start + len(names.publisher))
            for start in whole_word_occurrences(names.publisher, text)
        ]
    cited_here = is_cited if rules is None else rules.is_cited
    return any(
        cited_here(text, start, end, span.start, span.end, needs_cue=False)
        for start, end in own[:MAX_LOOKUPS]
        for span in sentence_spans(text)
        if span.start <= start < span.end
    )


def _sentences_around(mentions: Sequence[Mention], spans: Iterable[Span]) -> Iterator[Span]:
    """Join the sentences that a name only seems to end: E! News."""
    across = [(mention.start, mention.end) for mention in mentions if _STOP.search(mention.surface)]
    start = None
    for span in spans:
        start = span.start if start is None else start
        if not any(low < span.end < high for low, high in across):
            yield Span(start, span.end)
            start = None


def credited_by_colon(
    passage: str, text: str, found: Sequence[Mention], names: ArticleNames
) -> tuple[Citation, ...]:
    """Cite the outlet whose words the passage is, "CNN: …", unless it asks something there."""
    first = next(iter(found), None)
    if (
        first is None
        or first.needs_cue
        or first.start > 1
        or not _COLON.match(text, first.end)
        or text.endswith("?")
        or names.is_publisher(first.outlet, first.surface)
    ):
        return ()
    return (_citation(passage, text, first, [], 0, len(text)),)


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
    """Pair the cited mentions of a sentence with the outlets that each cites in turn.

    `here` are the mentions in the sentence `low:high` of `text`; `known` outlets need no other look.
    """
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
    pairs = [
        at
        for at in range(len(here) - 1)
        if _LIST_SEPARATOR.match(text[here[at].end : here[at + 1].start])
    ]
    # From either end, for the cue may stand before the first of a list or behind its last.
    for at in (*pairs, *reversed(pairs)):
        is_cited_flags[at] = is_cited_flags[at + 1] = is_cited_flags[at] or is_cited_flags[at + 1]
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
