"""Browsing: lists of articles and outlets, one article passage by passage, and what to offer while a name is being typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.chat import browse_words
from bot.chat.article_query import ArticleQuery, is_short, short
from bot.chat.browse_words import STEP
from bot.chat.contents import Cited, Contents, PerSnapshot
from bot.chat.message import Message, Reply, Verb
from bot.chat.speech import Speech
from bot.chat.words import sentence
from bot.compact.rows import Numbers
from bot.corpus.corpus import Corpus
from bot.library import Snapshot
from bot.text.tokens import bare, words_of

OUTLETS, NEAR = 20, 5
"""Outlets in one reply, and articles that come near a name."""
PASSAGES, CHARACTERS = 5, 2_600
"""What a page of an article holds at most: with the lines around them so many passages and characters fit into one message."""
OFFERED = 25
_KEY = re.compile(r"=(?P<key>[0-9a-f]{16})(?:@(?P<page>\d{1,6}))?")


class Field(StrEnum):
    """What somebody is typing the name of."""

    ARTICLE = "article"
    OUTLET = "outlet"
    PUBLISHER = "publisher"


class Browsing:
    """Answers who browses; runs on threads, and the first time after a reload takes up to a second a hundred thousand passages."""

    def __init__(self) -> None:
        self._contents = PerSnapshot(Contents.of)

    def reply(self, message: Message, snapshot: Snapshot, say: Speech) -> Reply:
        """To a message that lists or opens something; raises NotADate."""
        contents = self._contents.of(snapshot)
        match message.verb:
            case Verb.ARTICLES:
                reply = _articles(contents, ArticleQuery.read(message.text.strip()), say)
            case Verb.ARTICLE:
                reply = _article(contents, message.text.strip(), say)
            case _:
                start = int(message.text) if message.text.isascii() and message.text.isdigit() else 0
                reply = browse_words.outlets(say, contents, start if start < len(contents.outlets) else 0, OUTLETS)
        return replace(reply, private=reply.private or message.private)

    def offered(self, field: Field, typed: str, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
        """What to offer for what is typed, at most 25: what it is called, and what stands for it."""
        contents = self._contents.of(snapshot)
        if field is Field.ARTICLE:
            numbers = contents.newest_first(contents.titles.holding(typed)) if words_of(typed) else contents.order
            actions = [browse_words.opening(snapshot.corpus, number) for number in numbers[:OFFERED].tolist()]
            return tuple((action.label, action.text) for action in actions)
        if field is Field.OUTLET:
            outlets = [contents.outlets[number] for number in _called(typed, [one.name for one in contents.outlets])]
            return tuple((one.name, short(one.key)) for one in outlets[:OFFERED])
        names = [contents.publishers[number] for number in _called(typed, contents.publishers)]
        return tuple((name, short(name)) for name in sorted(names)[:OFFERED])


def _articles(contents: Contents, query: ArticleQuery, say: Speech) -> Reply:
    mask = np.ones(len(contents.order), dtype=bool)
    shown = carried = query
    if query.outlet:
        outlets = _outlets(contents, query.outlet)
        mask &= _marked(contents, [contents.citing(outlet) for outlet in outlets])
        shown = replace(shown, outlet=say.any_of([one.name for one in outlets]) if outlets else query.outlet)
        carried = replace(carried, outlet=outlets[0].key if len(outlets) == 1 else query.outlet)
    if query.publisher:
        numbers = _named(query.publisher, contents.publishers)
        names = [contents.publishers[number] for number in numbers]
        mask &= np.isin(contents.publisher, numbers)
        shown = replace(shown, publisher=say.any_of(names) if names else query.publisher)
        carried = replace(carried, publisher=names[0] if len(names) == 1 else query.publisher)
    days = contents.snapshot.answerer.reading.dates
    if query.since:
        mask &= days >= query.since.toordinal()
    if query.until:
        mask &= (days > 0) & (days <= query.until.toordinal())
    if query.title:
        mask &= _marked(contents, [contents.titles.holding(query.title)])
    found = contents.order[mask[contents.order]]
    if not len(found):
        return browse_words.no_articles(say, shown)
    # A reload may have taken away what the button was made for.
    start = query.start if query.start < len(found) else 0
    part = found[start : start + STEP].tolist()
    return browse_words.listing(say, contents, part, replace(shown, start=start), replace(carried, start=start), len(found))


def _marked(contents: Contents, articles: Sequence[Numbers]) -> NDArray[np.bool_]:
    mask = np.zeros(len(contents.order), dtype=bool)
    for numbers in articles:
        mask[numbers] = True
    return mask


def _outlets(contents: Contents, name: str) -> list[Cited]:
    """The outlets meant by a name: by their key, by any of their spellings, else by words of it."""
    keys = {name} if not is_short(name) else {one.key for one in contents.outlets if short(one.key) == name}
    found = [one for one in contents.outlets if one.key in keys]
    if not found:
        keys = set(contents.snapshot.answerer.outlets_named(name))
        found = [one for one in contents.outlets if one.key in keys]
    return found or [contents.outlets[number] for number in _named(name, [one.name for one in contents.outlets])]


def _named(name: str, names: Sequence[str]) -> list[int]:
    """Which names are meant: the one that is the same, else those that hold its words."""
    if is_short(name):
        return [number for number, one in enumerate(names) if short(one) == name]
    wanted = _plain(name)
    return [number for number, one in enumerate(names) if _plain(one) == wanted] or (_called(name, names) if wanted else [])


def _called(typed: str, names: Sequence[str]) -> list[int]:
    """The names in which what is typed begins a word, those that begin with it first."""
    wanted = _plain(typed)
    places = [(f" {_plain(name)}".find(f" {wanted}"), number) for number, name in enumerate(names)]
    return [number for place, number in sorted(places, key=lambda one: one[0] > 0) if place >= 0]


def _plain(name: str) -> str:
    return " ".join(bare(word.casefold()) for word in words_of(name))


def _article(contents: Contents, text: str, say: Speech) -> Reply:
    snapshot = contents.snapshot
    if not text:
        return sentence(say("browse.which"), private=True, error=True)
    if given := _KEY.fullmatch(text):
        numbers = snapshot.corpus.find_article_keys(given["key"])
        if not numbers:
            return sentence(say("browse.gone"), private=True, error=True)
        return _opened(snapshot, numbers[0], int(given["page"] or 0), say)
    if numbers := snapshot.corpus.find_articles(text):
        return _opened(snapshot, numbers[0], 0, say)
    fitting = contents.newest_first(contents.titles.holding(text))
    same = [one for one in fitting.tolist() if _plain(snapshot.corpus.article(one).title or "") == _plain(text)]
    if len(same) == 1 or len(fitting) == 1:
        return _opened(snapshot, (same or fitting.tolist())[0], 0, say)
    near = fitting if len(fitting) else contents.titles.near(text, NEAR)
    return browse_words.not_that_article(say, contents, text, near[:STEP].tolist(), fit=bool(len(fitting)))


def _opened(snapshot: Snapshot, number: int, page: int, say: Speech) -> Reply:
    pages = pages_of(snapshot.corpus, number)
    return browse_words.article(say, snapshot, number, page if page < len(pages) else 0, pages)


def pages_of(corpus: Corpus, article: int) -> list[range]:
    """The places of an article's passages, page by page: the same for the same article, whoever turns them."""
    pages, start, held = [], 0, 0
    for place, size in enumerate(corpus.sizes(article)):
        if place > start and (place - start == PASSAGES or held + size > CHARACTERS):
            pages.append(range(start, place))
            start, held = place, 0
        held += size
    return [*pages, range(start, len(corpus.passages_of(article)))]
