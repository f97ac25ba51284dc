"""Browsing: lists of articles and outlets, single articles, and names while they are typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.arrays.ragged import IntArray
from bot.chat.browsing import listing_replies
from bot.chat.browsing.article_query import ArticleQuery, is_shortened, shorten_name
from bot.chat.browsing.catalog import Catalog, CitedOutlet, SnapshotCache
from bot.chat.browsing.listing_replies import PAGE_SIZE
from bot.chat.browsing.name_matching import match_name, match_prefix, normalize_name
from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.rendering.answer_replies import text_reply
from bot.corpus.corpus import Corpus
from bot.library import Snapshot
from bot.text.display import without_surrogates

OUTLETS_PER_PAGE, MAX_SIMILAR_ARTICLES = 20, 5
"""Outlets in one reply, and articles that come near a name."""
MAX_PASSAGES_PER_PAGE, MAX_CHARS_PER_PAGE = 5, 2_600
"""Passages and characters on a page of an article: with the lines around them one message."""
MAX_COMPLETIONS = 25
_KEY = re.compile(r"=(?P<key>[0-9a-f]{16})(?:@(?P<page>\d{1,6}))?")


class NameKind(StrEnum):
    """What somebody is typing the name of."""

    ARTICLE = "article"
    OUTLET = "outlet"
    PUBLISHER = "publisher"


class BrowsingService:
    """Answers whoever browses; runs on threads.

    The first time after a reload it takes up to a second for a hundred thousand passages.
    """

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self._today = today
        self._catalogs = SnapshotCache(Catalog.from_snapshot)

    def catalog(self, snapshot: Snapshot) -> Catalog:
        """Return the tables of a snapshot, which are made once."""
        return self._catalogs.get(snapshot)

    def reply(self, request: Request, snapshot: Snapshot, tr: Translations) -> Reply:
        """Reply to a request that lists or opens something; raises InvalidDate."""
        catalog = self.catalog(snapshot)
        match request.command:
            case Command.ARTICLES:
                reply = _list_articles(
                    catalog, ArticleQuery.parse(request.text.strip(), self._today()), tr
                )
            case Command.ARTICLE:
                reply = _find_article(catalog, request.text.strip(), tr)
            case _:
                start = (
                    int(request.text) if request.text.isascii() and request.text.isdigit() else 0
                )
                reply = listing_replies.outlets_reply(
                    tr, catalog, start if start < len(catalog.outlets) else 0, OUTLETS_PER_PAGE
                )
        return replace(reply, private=reply.private or request.private)

    def complete_name(
        self, kind: NameKind, typed: str, snapshot: Snapshot
    ) -> tuple[tuple[str, str], ...]:
        """Offer at most 25 names, each as it is called and as it is to be given back."""
        typed, catalog = without_surrogates(typed), self.catalog(snapshot)
        if kind is NameKind.ARTICLE:
            numbers = catalog.articles_matching(typed)[:MAX_COMPLETIONS]
            actions = [
                listing_replies.open_action(snapshot.corpus, number) for number in numbers.tolist()
            ]
            return tuple((action.label, action.text) for action in actions)
        if kind is NameKind.OUTLET:
            outlets = catalog.outlets_matching(typed)[:MAX_COMPLETIONS]
            return tuple((outlet.name, shorten_name(outlet.key)) for outlet in outlets)
        names = [catalog.publishers[number] for number in match_prefix(typed, catalog.publishers)]
        return tuple((name, shorten_name(name)) for name in sorted(names)[:MAX_COMPLETIONS])


def _list_articles(catalog: Catalog, query: ArticleQuery, tr: Translations) -> Reply:
    mask = np.ones(len(catalog.newest_first_order), dtype=bool)
    shown = encoded = query
    if query.outlet:
        outlets = _find_outlets(catalog, query.outlet)
        mask &= _mask_of(catalog, [catalog.articles_citing(outlet) for outlet in outlets])
        shown = replace(
            shown,
            outlet=tr.join_or([outlet.name for outlet in outlets]) if outlets else query.outlet,
        )
        encoded = replace(encoded, outlet=outlets[0].key if len(outlets) == 1 else query.outlet)
    if query.publisher:
        numbers = match_name(query.publisher, catalog.publishers)
        names = [catalog.publishers[number] for number in numbers]
        mask &= np.isin(catalog.publisher_ids, numbers)
        shown = replace(shown, publisher=tr.join_or(names) if names else query.publisher)
        encoded = replace(encoded, publisher=names[0] if len(names) == 1 else query.publisher)
    days = catalog.snapshot.answerer.corpus_analysis.date_ordinals
    if query.since:
        mask &= days >= query.since.toordinal()
    if query.until:
        mask &= (days > 0) & (days <= query.until.toordinal())
    if query.title:
        mask &= _mask_of(catalog, [catalog.titles.matching(query.title)])
    found = catalog.newest_first_order[mask[catalog.newest_first_order]]
    if not len(found):
        return listing_replies.no_articles_reply(tr, shown)
    # A reload may have taken away what the button was made for.
    start = query.start if query.start < len(found) else 0
    part = found[start : start + PAGE_SIZE].tolist()
    return listing_replies.article_list_reply(
        tr, catalog, part, replace(shown, start=start), replace(encoded, start=start), len(found)
    )


def _mask_of(catalog: Catalog, articles: Sequence[IntArray]) -> NDArray[np.bool_]:
    mask = np.zeros(len(catalog.newest_first_order), dtype=bool)
    for numbers in articles:
        mask[numbers] = True
    return mask


def _find_outlets(catalog: Catalog, name: str) -> list[CitedOutlet]:
    """Return the outlets of a name: by key, by any spelling, else by its words."""
    keys = (
        {name}
        if not is_shortened(name)
        else {outlet.key for outlet in catalog.outlets if shorten_name(outlet.key) == name}
    )
    found = [outlet for outlet in catalog.outlets if outlet.key in keys]
    if not found:
        keys = set(catalog.snapshot.answerer.outlet_keys(name))
        found = [outlet for outlet in catalog.outlets if outlet.key in keys]
    return found or [
        catalog.outlets[number]
        for number in match_name(name, [outlet.name for outlet in catalog.outlets])
    ]


def _find_article(catalog: Catalog, text: str, tr: Translations) -> Reply:
    snapshot = catalog.snapshot
    if not text:
        return text_reply(tr("browse.which"), private=True, error=True)
    if given := _KEY.fullmatch(text):
        numbers = snapshot.corpus.find_articles_by_key(given["key"])
        if not numbers:
            return text_reply(tr("browse.gone"), private=True, error=True)
        return _open_article(snapshot, numbers[0], int(given["page"] or 0), tr)
    if numbers := snapshot.corpus.find_articles(text):
        return _open_article(snapshot, numbers[0], 0, tr)
    fitting = catalog.newest_first(catalog.titles.matching(text))
    same = [
        item
        for item in fitting.tolist()
        if normalize_name(snapshot.corpus.article(item).title or "") == normalize_name(text)
    ]
    if len(same) == 1 or len(fitting) == 1:
        return _open_article(snapshot, (same or fitting.tolist())[0], 0, tr)
    near = fitting if len(fitting) else catalog.titles.similar(text, MAX_SIMILAR_ARTICLES)
    return listing_replies.article_suggestions_reply(
        tr, catalog, text, near[:PAGE_SIZE].tolist(), fit=bool(len(fitting))
    )


def _open_article(snapshot: Snapshot, number: int, page: int, tr: Translations) -> Reply:
    pages = pages_of(snapshot.corpus, number)
    return listing_replies.article_reply(
        tr, snapshot, number, page if page < len(pages) else 0, pages
    )


def pages_of(corpus: Corpus, article: int) -> list[range]:
    """Return the places of an article's passages by page, the same whoever turns them."""
    pages, start, held = [], 0, 0
    for position, size in enumerate(corpus.passage_lengths(article)):
        if position > start and (
            position - start == MAX_PASSAGES_PER_PAGE or held + size > MAX_CHARS_PER_PAGE
        ):
            pages.append(range(start, position))
            start, held = position, 0
        held += size
    return [*pages, range(start, len(corpus.passages_of(article)))]
