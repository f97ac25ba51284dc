"""What the bot says to who browses: lists of articles and outlets, and one article."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.chat.article_query import ArticleQuery
from bot.chat.contents import Cited, Contents
from bot.chat.fragment import link_of
from bot.chat.message import Action, Choices, Line, Quote, Reply, Style, Verb
from bot.chat.names import called, title_of
from bot.chat.speech import Speech
from bot.chat.trail import Trail
from bot.chat.turn_words import more
from bot.chat.words import about, outlet_line, passage_blocks, read_as, sentence
from bot.corpus.corpus import Corpus
from bot.library import Snapshot
from bot.model import Answer
from bot.text.units import units

STEP = 10
"""Articles in a list."""
MOST_CITED = 3
"""Outlets named with an article of a list."""
CARRIED = 60
"""UTF-16 units of a list's wishes that its buttons have room for."""


def listing(say: Speech, contents: Contents, numbers: Sequence[int], shown: ArticleQuery, query: ArticleQuery, whole: int) -> Reply:
    """Some articles out of `whole`, those from the query's start on; `shown` says the same as the query in full names."""
    last = query.start + len(numbers)
    paged = len(numbers) < whole
    head = say("browse.part", first=query.start + 1, last=last, whole=whole) if paged else say("browse.all", n=whole)
    wished = wishes(say, shown)
    lines = [Line(", ".join([head, *wished]), Style.NOTE)]
    for number in numbers:
        lines += _entry(say, contents, number)
    fits = units(query.carried(0)) <= CARRIED
    if paged and not fits:
        lines.append(Line(say("browse.narrower"), Style.NOTE))
    actions = turning(say, Verb.ARTICLES, query.start, STEP, whole, query.carried) if paged and fits else ()
    again = Action("", Verb.ARTICLES, query.carried(query.start)) if fits else None
    return Reply(tuple(lines), actions, choices=openings(say, contents.snapshot.corpus, numbers), again=again)


def turning(say: Speech, verb: Verb, start: int, step: int, whole: int, text: Callable[[int], str]) -> tuple[Action, ...]:
    """What brings the parts of a list before and after one; `text` gives what carries a place."""
    around = (("button.previous", max(0, start - step), start > 0), ("button.next", start + step, start + step < whole))
    return tuple(Action(say(label), verb, text(place), turns=True) for label, place, there in around if there)


def wishes(say: Speech, query: ArticleQuery) -> list[str]:
    """What is wanted of the articles listed, in words."""
    found = []
    if query.outlet:
        found.append(say("browse.citing", outlets=called(query.outlet)))
    if query.publisher:
        found.append(say("browse.published", publishers=called(query.publisher)))
    if query.since and query.since == query.until:
        found.append(say("browse.on", day=say.day(query.since)))
    else:
        found += [say("browse.since", day=say.day(query.since))] if query.since else []
        found += [say("browse.until", day=say.day(query.until))] if query.until else []
    if query.title:
        found.append(say("browse.titled", words=called(query.title)))
    return found


def no_articles(say: Speech, query: ArticleQuery) -> Reply:
    """Nothing fits."""
    wished = wishes(say, query)
    return sentence(say("browse.none", wishes=", ".join(wished)) if wished else say("browse.empty"))


def openings(say: Speech, corpus: Corpus, numbers: Sequence[int]) -> Choices:
    """What opens articles."""
    return Choices(say("button.open"), tuple(opening(corpus, number) for number in numbers))


def opening(corpus: Corpus, number: int) -> Action:
    """What opens an article."""
    return Action(title_of(corpus.article(number)), Verb.ARTICLE, f"={corpus.article_key(number)}")


def _entry(say: Speech, contents: Contents, number: int) -> tuple[Line, Line]:
    corpus = contents.snapshot.corpus
    article = corpus.article(number)
    cited = [called(outlet.name) for outlet in contents.cited_most(number, MOST_CITED)]
    known = [
        called(article.publisher) or say("answer.publisher-unknown"),
        say.day(article.date) if article.date else "",
        say.count("passage", len(corpus.passages_of(number))),
        say("browse.cites", outlets=say.all_of(cited)) if cited else "",
    ]
    return Line(title_of(article), Style.PLAIN, link_of(article)), Line(" · ".join(filter(None, known)), Style.NOTE)


def article(say: Speech, snapshot: Snapshot, number: int, page: int, pages: Sequence[range]) -> Reply:
    """A page of an article: its passages, each with what it cites, under their headings."""
    corpus, key = snapshot.corpus, snapshot.corpus.article_key(number)
    blocks: list[Line | Quote] = [*about(say, corpus.article(number))]
    whole = len(corpus.passages_of(number))
    places = pages[page]
    if len(pages) > 1:
        blocks.append(Line(say("browse.passages", first=places.start + 1, last=places.stop, whole=whole), Style.NOTE))
    first = corpus.passages_of(number).start
    heading = None
    for place in places:
        passage = corpus[first + place]
        if passage.heading != heading and (named := called(passage.heading)):
            blocks.append(Line(named, Style.TITLE))
        heading = passage.heading
        blocks += [*outlet_line(say, snapshot.attributions[first + place]), Quote(passage.text, passage=passage.id)]

    def carried(at: int) -> str:
        return f"={key}@{at}"

    return Reply(tuple(blocks), turning(say, Verb.ARTICLE, page, 1, len(pages), carried), again=Action("", Verb.ARTICLE, carried(page)))


def not_that_article(say: Speech, contents: Contents, name: str, numbers: Sequence[int], *, fit: bool) -> Reply:
    """No article is called so: those that all `fit`, else those that come near."""
    if not len(numbers):
        return sentence(say("browse.no-article", name=called(name)), error=True, private=True)
    lines = [Line(say("browse.several" if fit else "browse.near-articles", name=called(name)))]
    for number in numbers:
        lines += _entry(say, contents, number)
    return Reply(tuple(lines), choices=openings(say, contents.snapshot.corpus, numbers))


def outlets(say: Speech, contents: Contents, start: int, step: int) -> Reply:
    """Some of the outlets that are cited, with what lists the articles that cite one."""
    shown = contents.outlets[start : start + step]
    if not shown:
        return sentence(say("browse.nobody-cited"))
    whole = len(contents.outlets)
    lines = [Line(say("browse.outlets", first=start + 1, last=start + len(shown), whole=whole), Style.NOTE)]
    for outlet in shown:
        told = [called(outlet.name)]
        if outlet.passages:
            counts = {"passages": say.count("passage", outlet.passages), "articles": say.count("article", outlet.articles)}
            told.append(say("browse.cited", kind=_kind(say, outlet), **counts))
        if outlet.own:
            told.append(say("browse.own", passages=say.count("passage", outlet.own)))
        lines.append(Line(" · ".join(told)))
    choices = Choices(say("button.citing"), tuple(Action(one.name, Verb.ARTICLES, ArticleQuery(outlet=one.key).carried(0)) for one in shown))
    return Reply(tuple(lines), turning(say, Verb.OUTLETS, start, step, whole, str), choices=choices)


def _kind(say: Speech, outlet: Cited) -> str:
    key = f"kind.{outlet.kind}"
    return say(key) if key in say.sentences else outlet.kind


def latest(say: Speech, found: Answer, topic: str, shown: int, rest: Trail, corpus: Corpus) -> Reply:
    """The newest passages on a matter, and what goes on."""
    blocks: list[Line | Quote] = [Line(say("browse.latest", topic=topic)), *read_as(say, found)]
    for one in found.candidates[:shown]:
        blocks += passage_blocks(say, one.passage, one.attribution, one.sentence, corpus)
    return Reply(tuple(blocks), more(say, rest, corpus), answer=found, again=Action("", Verb.LATEST, topic))
