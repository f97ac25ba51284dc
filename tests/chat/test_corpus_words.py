from __future__ import annotations

import datetime as dt

import pytest

from bot.chat import corpus_words
from bot.chat.message import Action, Line, Reply, Style, Verb
from bot.chat.speech import speech
from bot.corpus.corpus import Corpus
from bot.corpus.packed import Block, StoredArticle
from bot.errors import Report
from bot.library import Diff
from bot.model import Article


def article(number: int) -> Article:
    return Article(f"{number:04}", f"{number:04}.md", title=f"Title {number}", publisher="Wire", date=dt.date(2024, 6, 14), url="https://example.org")


def corpus(articles: int) -> Corpus:
    return Corpus.of(StoredArticle(article(number), "One. Two.", (Block(0, 4, None), Block(5, 9, None))) for number in range(1, articles + 1))


def entry(number: int) -> Line:
    return Line(f"Title {number} · Wire · 14 June 2024 · 2 passages", url="https://example.org")


@pytest.mark.parametrize("start", [0, 200, 99999])
def test_a_small_catalogue_is_listed_whole(start):
    assert corpus_words.catalogue(speech(), corpus(2), start) == Reply((entry(1), entry(2)))
    assert len(corpus_words.catalogue(speech(), corpus(200), start).blocks) == 200


@pytest.mark.parametrize(
    ("start", "first", "last", "around"),
    [
        (0, 1, 200, [("Articles 201 to 400", "200")]),
        (200, 201, 400, [("Articles 1 to 200", "0"), ("Articles 401 to 600", "400")]),
        (1000, 1001, 1001, [("Articles 801 to 1,000", "800")]),
        (99999, 1001, 1001, [("Articles 801 to 1,000", "800")]),
    ],
)
def test_a_large_catalogue_is_listed_in_parts(start, first, last, around):
    told = Line(f"Articles {first:,} to {last:,} of 1,001.", Style.NOTE)
    actions = tuple(Action(label, Verb.LIST, text) for label, text in around)
    assert corpus_words.catalogue(speech(), corpus(1001), start) == Reply((told, *map(entry, range(first, last + 1))), actions)


def test_a_reload_names_some_of_many_articles():
    added, changed = tuple(map(article, range(1, 1226))), (article(7),)
    reply = corpus_words.reloaded(speech(), Diff(added, changed, (), 4000, 1, 12000, 40000), Report())
    names = ", ".join(f"Title {number}" for number in range(1, 21))
    assert reply.text.split("\n\n") == [
        "Reloaded: 12,000 articles, 40,000 passages.",
        f"Added: {names} and 1,205 more.",
        "Changed: Title 7.",
        "4,000 passages new, 1 passage gone.",
    ]


@pytest.mark.parametrize(("done", "whole", "said"), [(0, 1, "Reading: 0 of 1 article."), (1200, 10000, "Reading: 1,200 of 10,000 articles.")])
def test_how_far_a_reload_is(done, whole, said):
    assert corpus_words.reading(speech(), done, whole) == said
