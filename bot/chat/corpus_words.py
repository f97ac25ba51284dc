"""What the bot says to moderators about the corpus."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import age_words
from bot.chat.error_words import fault
from bot.chat.fragment import link_of
from bot.chat.message import Action, Line, Reply, Style, Verb
from bot.chat.names import called, title_of
from bot.chat.speech import Speech
from bot.chat.words import refusal
from bot.corpus.corpus import Corpus
from bot.errors import BylineError
from bot.library import Diff, Snapshot
from bot.model import Article

LISTED = 200
"""Articles of the catalogue in one reply: a few pages on Discord, and all others a click or two away."""
NAMED = 20
"""Articles that a reload names of each kind; a reader skips more."""


def reading(say: Speech, done: int, whole: int) -> str:
    """How far a reload is."""
    return say("corpus.reading", done=done, articles=say.count("article", whole))


def waiting(say: Speech, done: int, whole: int) -> str:
    """Why an answer does not come yet."""
    return say("corpus.waiting", articles=_so_far(say, done, whole))


def still_reading(say: Speech, done: int, whole: int) -> Reply:
    """Why none comes."""
    return Reply((Line(say("corpus.still-reading", articles=_so_far(say, done, whole)), Style.ERROR),), private=True, error=True)


def not_kept(say: Speech, trouble: str) -> str:
    """Why the next start takes longer."""
    return say("corpus.not-kept", trouble=trouble)


def reloaded(say: Speech, diff: Diff, trouble: str) -> Reply:
    """What a reload changed, and whether that can be kept."""
    lines = [Line(say("corpus.reloaded", articles=say.count("article", diff.articles), passages=say.count("passage", diff.passages)))]
    for what, articles in (("added", diff.added), ("changed", diff.changed), ("removed", diff.removed)):
        if articles:
            lines.append(Line(say(f"corpus.{what}", articles=_named(say, articles))))
    if len(lines) == 1:
        lines.append(Line(say("corpus.unchanged")))
    elif diff.passages_added or diff.passages_removed:
        lines.append(
            Line(say("corpus.passages-changed", new=say.count("passage", diff.passages_added), gone=say.count("passage", diff.passages_removed)), Style.NOTE)
        )
    return Reply((*lines, *_troubled(say, trouble)))


def kept(say: Speech, problem: BylineError) -> Reply:
    """A reload that failed: what is wrong, and that nothing was lost."""
    first = Line(say("corpus.kept"), Style.ERROR)
    return Reply((first, *refusal(say, problem).blocks), private=True, error=True)


def status(say: Speech, snapshot: Snapshot, ago: float, read: tuple[int, int] | None) -> Reply:
    """How much is served, since when, how far a reload is, what could not be read and what could not be kept."""
    corpus = snapshot.corpus
    articles, passages = say.count("article", corpus.article_count), say.count("passage", len(corpus))
    first = say("corpus.status", articles=articles, passages=passages, ago=age_words.ago(say, ago))
    runs = () if read is None else (Line(say("corpus.reload-runs", articles=_so_far(say, *read))),)
    return Reply((Line(first), *runs, *(Line(fault(say, one), Style.ERROR) for one in snapshot.faults), *_troubled(say, snapshot.trouble)))


def catalogue(say: Speech, corpus: Corpus, start: int) -> Reply:
    """Some articles with the number of their passages, and where there are more, what lists those before and after."""
    whole = corpus.article_count
    # A reload may have taken away what the button was made for.
    start = min(start, max(0, whole - 1) // LISTED * LISTED)
    end = min(start + LISTED, whole)
    lines = [_entry(say, corpus.article(number), len(corpus.passages_of(number))) for number in range(start, end)]
    if len(lines) == whole:
        return Reply(tuple(lines))
    around = [place for place in (start - LISTED, end) if 0 <= place < whole]
    actions = [Action(say("button.articles", first=place + 1, last=min(place + LISTED, whole)), Verb.LIST, str(place)) for place in around]
    return Reply((Line(say("corpus.part", first=start + 1, last=end, whole=whole), Style.NOTE), *lines), tuple(actions))


def _so_far(say: Speech, done: int, whole: int) -> str:
    return say("corpus.so-far", done=done, articles=say.count("article", whole)) if whole else say("corpus.just-begun")


def _entry(say: Speech, article: Article, passages: int) -> Line:
    known = [title_of(article), called(article.publisher), say.day(article.date) if article.date else "", say.count("passage", passages)]
    return Line(" · ".join(filter(None, known)), Style.PLAIN, link_of(article))


def _named(say: Speech, articles: Sequence[Article]) -> str:
    names = [title_of(article) for article in articles[:NAMED]]
    more = len(articles) - len(names)
    return say.all_of([*names, say("corpus.unnamed", n=more)] if more else names)


def _troubled(say: Speech, trouble: str) -> tuple[Line, ...]:
    return (Line(not_kept(say, trouble), Style.ERROR),) if trouble else ()
