"""What the bot says to who browses: lists of articles and outlets, and one article."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.chat.browsing.article_query import ArticleQuery
from bot.chat.browsing.catalog import Catalog, CitedOutlet
from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import ResultCursor
from bot.chat.messages.request_reply import Action, Choices, Line, Quote, Reply, Style
from bot.chat.rendering.answer_replies import correction_lines, text_reply
from bot.chat.rendering.intent_replies import more_action
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.passage_blocks import article_lines, citation_line, passage_blocks
from bot.chat.rendering.text_fragment import article_link
from bot.corpus.corpus import Corpus
from bot.library import Snapshot
from bot.question_answer import Answer
from bot.text.utf16 import utf16_length

PAGE_SIZE = 10
"""Articles in a list."""
MAX_CITED_OUTLETS = 3
"""Outlets named with an article of a list."""
MAX_QUERY_UTF16_UNITS = 60
"""UTF-16 units of a list's wishes that its buttons have room for."""


def article_list_reply(
    tr: Translations,
    catalog: Catalog,
    numbers: Sequence[int],
    shown: ArticleQuery,
    query: ArticleQuery,
    total: int,
) -> Reply:
    """Show some articles out of `total`, from the query's start on.

    `shown` says the same as the query, in full names.
    """
    last = query.start + len(numbers)
    paged = len(numbers) < total
    header = (
        tr("browse.part", first=query.start + 1, last=last, whole=total)
        if paged
        else tr("browse.all", n=total)
    )
    criteria = criteria_texts(tr, shown)
    lines = [Line(", ".join([header, *criteria]), Style.NOTE)]
    for number in numbers:
        lines += _article_entry(tr, catalog, number)
    fits = utf16_length(query.encode(0)) <= MAX_QUERY_UTF16_UNITS
    if paged and not fits:
        lines.append(Line(tr("browse.narrower"), Style.NOTE))
    actions = (
        page_actions(tr, Command.ARTICLES, query.start, PAGE_SIZE, total, query.encode)
        if paged and fits
        else ()
    )
    again = Action("", Command.ARTICLES, query.encode(query.start)) if fits else None
    return Reply(
        tuple(lines),
        actions,
        choices=open_choices(tr, catalog.snapshot.corpus, numbers),
        reload_action=again,
    )


def page_actions(
    tr: Translations,
    command: Command,
    start: int,
    step: int,
    total: int,
    text: Callable[[int], str],
) -> tuple[Action, ...]:
    """Return the buttons for the parts before and after one; `text` gives what carries a place."""
    around = (
        ("button.previous", max(0, start - step), start > 0),
        ("button.next", start + step, start + step < total),
    )
    return tuple(
        Action(tr(label), command, text(position), replaces_message=True)
        for label, position, there in around
        if there
    )


def criteria_texts(tr: Translations, query: ArticleQuery) -> list[str]:
    """Return what is wanted of the articles listed, in words."""
    found = []
    if query.outlet:
        found.append(tr("browse.citing", outlets=label(query.outlet)))
    if query.publisher:
        found.append(tr("browse.published", publishers=label(query.publisher)))
    if query.since and query.since == query.until:
        found.append(tr("browse.on", day=tr.date(query.since)))
    else:
        found += [tr("browse.since", day=tr.date(query.since))] if query.since else []
        found += [tr("browse.until", day=tr.date(query.until))] if query.until else []
    if query.title:
        found.append(tr("browse.titled", words=label(query.title)))
    return found


def no_articles_reply(tr: Translations, query: ArticleQuery) -> Reply:
    """Say that no article fits."""
    wished = criteria_texts(tr, query)
    return text_reply(tr("browse.none", wishes=", ".join(wished)) if wished else tr("browse.empty"))


def open_choices(tr: Translations, corpus: Corpus, numbers: Sequence[int]) -> Choices:
    """Return the list that opens articles."""
    return Choices(tr("button.open"), tuple(open_action(corpus, number) for number in numbers))


def open_action(corpus: Corpus, number: int) -> Action:
    """Return the action that opens an article."""
    return Action(
        article_label(corpus.article(number)), Command.ARTICLE, f"={corpus.article_key(number)}"
    )


def _article_entry(tr: Translations, catalog: Catalog, number: int) -> tuple[Line, Line]:
    corpus = catalog.snapshot.corpus
    article = corpus.article(number)
    cited = [label(outlet.name) for outlet in catalog.most_cited(number, MAX_CITED_OUTLETS)]
    known = [
        label(article.publisher) or tr("answer.publisher-unknown"),
        tr.date(article.date) if article.date else "",
        tr.count("passage", len(corpus.passages_of(number))),
        tr("browse.cites", outlets=tr.join_and(cited)) if cited else "",
    ]
    return Line(article_label(article), Style.PLAIN, article_link(article)), Line(
        " · ".join(filter(None, known)), Style.NOTE
    )


def article_reply(
    tr: Translations, snapshot: Snapshot, number: int, page: int, pages: Sequence[range]
) -> Reply:
    """Show a page of an article: its passages, each with what it cites, under headings."""
    corpus, key = snapshot.corpus, snapshot.corpus.article_key(number)
    blocks: list[Line | Quote] = [*article_lines(tr, corpus.article(number))]
    total = len(corpus.passages_of(number))
    places = pages[page]
    if len(pages) > 1:
        blocks.append(
            Line(
                tr("browse.passages", first=places.start + 1, last=places.stop, whole=total),
                Style.NOTE,
            )
        )
    first = corpus.passages_of(number).start
    heading = None
    for position in places:
        passage = corpus[first + position]
        if passage.heading != heading and (named := label(passage.heading)):
            blocks.append(Line(named, Style.TITLE))
        heading = passage.heading
        blocks += [
            *citation_line(tr, passage, snapshot.attributions[first + position]),
            Quote(passage.text, passage=passage.id),
        ]

    def carried(at: int) -> str:
        return f"={key}@{at}"

    return Reply(
        tuple(blocks),
        page_actions(tr, Command.ARTICLE, page, 1, len(pages), carried),
        reload_action=Action("", Command.ARTICLE, carried(page)),
    )


def article_suggestions_reply(
    tr: Translations, catalog: Catalog, name: str, numbers: Sequence[int], *, fit: bool
) -> Reply:
    """No article is called so: those that all `fit`, else those that come near."""
    if not len(numbers):
        return text_reply(tr("browse.no-article", name=label(name)), error=True, private=True)
    lines = [Line(tr("browse.several" if fit else "browse.near-articles", name=label(name)))]
    for number in numbers:
        lines += _article_entry(tr, catalog, number)
    return Reply(tuple(lines), choices=open_choices(tr, catalog.snapshot.corpus, numbers))


def outlets_reply(tr: Translations, catalog: Catalog, start: int, step: int) -> Reply:
    """Show some outlets that are cited, and what lists the articles that cite one."""
    shown = catalog.outlets[start : start + step]
    if not shown:
        return text_reply(tr("browse.nobody-cited"))
    total = len(catalog.outlets)
    lines = [
        Line(
            tr("browse.outlets", first=start + 1, last=start + len(shown), whole=total), Style.NOTE
        )
    ]
    for outlet in shown:
        told = [label(outlet.name)]
        if outlet.passages:
            counts = {
                "passages": tr.count("passage", outlet.passages),
                "articles": tr.count("article", outlet.articles),
            }
            told.append(tr("browse.cited", kind=_kind_text(tr, outlet), **counts))
        if outlet.own_passages:
            told.append(tr("browse.own", passages=tr.count("passage", outlet.own_passages)))
        lines.append(Line(" · ".join(told)))
    choices = Choices(
        tr("button.citing"),
        tuple(
            Action(outlet.name, Command.ARTICLES, ArticleQuery(outlet=outlet.key).encode(0))
            for outlet in shown
        ),
    )
    return Reply(
        tuple(lines), page_actions(tr, Command.OUTLETS, start, step, total, str), choices=choices
    )


def _kind_text(tr: Translations, outlet: CitedOutlet) -> str:
    key = f"kind.{outlet.kind}"
    return tr(key) if key in tr.messages else outlet.kind


def latest_reply(
    tr: Translations,
    answer: Answer,
    topic: str,
    shown: int,
    next_results: ResultCursor,
    corpus: Corpus,
) -> Reply:
    """Show the newest passages on a topic, and what goes on."""
    blocks: list[Line | Quote] = [
        Line(tr("browse.latest", topic=topic)),
        *correction_lines(tr, answer),
    ]
    for candidate in answer.candidates[:shown]:
        blocks += passage_blocks(
            tr, candidate.passage, candidate.attribution, candidate.sentence, corpus
        )
    return Reply(
        tuple(blocks),
        more_action(tr, next_results, corpus),
        answer=answer,
        reload_action=Action("", Command.LATEST, topic),
    )
