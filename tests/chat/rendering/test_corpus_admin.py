from __future__ import annotations

import datetime as dt

import pytest

from bot.chat.i18n import translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Reply, Style
from bot.chat.rendering import corpus_admin
from bot.corpus.corpus import Corpus
from bot.corpus.records import PassageSpan, StoredArticle
from bot.corpus.reload_diff import ReloadDiff
from bot.errors import LoadReport
from bot.model import Article


def article(number: int) -> Article:
    return Article(
        f"{number:04}",
        f"{number:04}.md",
        title=f"Title {number}",
        publisher="Wire",
        date=dt.date(2024, 6, 14),
        url="https://example.org",
    )


def corpus(articles: int) -> Corpus:
    return Corpus.from_articles(
        StoredArticle(
            article(number), "One. Two.", (PassageSpan(0, 4, None), PassageSpan(5, 9, None))
        )
        for number in range(1, articles + 1)
    )


def entry(number: int) -> Line:
    return Line(f"Title {number} · Wire · 14 June 2024 · 2 passages", url="https://example.org")


@pytest.mark.parametrize("start", [0, 200, 99999])
def test_a_small_catalogue_is_listed_whole(start):
    assert corpus_admin.article_list(translations(), corpus(2), start) == Reply(
        (entry(1), entry(2))
    )
    assert len(corpus_admin.article_list(translations(), corpus(200), start).blocks) == 200


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
    actions = tuple(Action(label, Command.LIST, text) for label, text in around)
    assert corpus_admin.article_list(translations(), corpus(1001), start) == Reply(
        (told, *map(entry, range(first, last + 1))), actions
    )


def test_a_reload_names_some_of_many_articles():
    added, changed = tuple(map(article, range(1, 1226))), (article(7),)
    reply = corpus_admin.reload_reply(
        translations(), ReloadDiff(added, changed, (), 4000, 1, 12000, 40000), LoadReport()
    )
    names = ", ".join(f"Title {number}" for number in range(1, 21))
    assert reply.text.split("\n\n") == [
        "Reloaded: 12,000 articles, 40,000 passages.",
        f"Added: {names} and 1,205 more.",
        "Changed: Title 7.",
        "4,000 passages added, 1 passage removed.",
    ]


@pytest.mark.parametrize(
    ("done", "whole", "said"),
    [(0, 1, "Reading: 0 of 1 article."), (1200, 10000, "Reading: 1,200 of 10,000 articles.")],
)
def test_how_far_a_reload_is(done, whole, said):
    assert corpus_admin.reading_progress(translations(), done, whole) == said
