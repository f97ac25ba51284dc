"""Which outlets each passage of an article leans on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.attribution.article_names import ArticleNames, find_article_names
from bot.attribution.continuation import Continuation, continues, interrupt, open_continuation
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
from bot.attribution.named_citations import (
    cites_publisher,
    credited_by_colon,
    named_citations,
)
from bot.attribution.origin import find_origins
from bot.attribution.passage_language import SUPPORTED_LANGUAGES, detect_passage_languages
from bot.attribution.person_names import is_called_outlet, may_be_outlet, surnames
from bot.attribution.stored_offsets import StoredOffsets
from bot.model import Article, Attribution, Citation, CitationMode, NearestOutlet, Passage
from bot.text.strip_markdown import strip_markdown

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
    unknown_before: set[str] = field(default_factory=set)


def cite_passages(
    article: Article,
    passages: Sequence[Passage],
    gazetteer: Gazetteer,
    discovered: DiscoveredOutlets,
    own: OutletNames,
) -> tuple[Attribution, ...]:
    """Tell what each passage cites and where it comes from, or else the nearest outlet before it.

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
        named = named_citations(passage.id, text, found, rules, names) or credited_by_colon(
            passage.id, text, found, names
        )
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
            continuation is None
            or passage.heading != heading
            or cites_publisher(text, found, rules, names)
        ):
            cited.append(())
            continuation = None
        elif _continues(continuation, text, rules):
            cited.append((replace(continuation.citation, mode=CitationMode.CONTINUED, chain=()),))
            continuation = open_continuation(continuation.citation, text, continuation)
        else:
            cited.append(())
            continuation = interrupt(continuation)
        unsure.append(not named and _is_uncertain(code, text, found, spelled, names))
        heading = passage.heading
    stored = StoredOffsets(passages, views)
    comes_from = find_origins(article, passages, texts, known, gazetteer)
    nearest = _nearest(cited)
    return tuple(
        Attribution(
            tuple(map(stored.citation, citations)),
            near,
            stored.origin(origin),
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
        state.unknown_before,
    )


def _continues(open_citation: Continuation, text: str, rules: LanguageRules | None) -> bool:
    return (
        continues(open_citation, text)
        if rules is None
        else continues_by_rules(rules, open_citation, text)
    )


def _is_uncertain(
    code: str | None,
    text: str,
    mentions: Sequence[Mention],
    matches: Sequence[tuple[int, int, OutletSpelling]],
    names: ArticleNames,
) -> bool:
    """Tell whether an outlet may stand in a passage that names none as its source.

    That is what means nothing besides or is called an outlet, in `text` with these `matches` of the
    gazetteer and these `mentions`; and anything at all in a language `code` without rules.
    """
    if code not in SUPPORTED_LANGUAGES and code is not None:
        return True
    rules = rules_for(code)
    for start, end, spelling in matches:
        is_outlet = spelling.ambiguity is Ambiguity.NONE or (
            is_called_outlet(text, start, end)
            if rules is None
            else rules.is_called_outlet(text, start, end)
        )
        if is_outlet and not names.is_publisher(spelling.outlet, text[start:end]):
            return True
    return any(
        mention.outlet.id is None and not names.is_publisher(mention.outlet, mention.surface)
        for mention in mentions
    )


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
