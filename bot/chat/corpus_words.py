"""What the bot says to moderators about the corpus."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import age_words
from bot.chat.error_words import error
from bot.chat.fragment import link_of
from bot.chat.message import Action, Line, Reply, Style, Verb
from bot.chat.names import called, title_of
from bot.chat.report_words import reported, troubled
from bot.chat.speech import Speech
from bot.chat.words import sentence
from bot.corpus.corpus import Corpus
from bot.errors import BylineError, NothingToServe, Report
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


def reloaded(say: Speech, diff: Diff, report: Report) -> Reply:
    """What a reload changed, and what is to be said of the files that it read."""
    lines = [Line(say("corpus.reloaded", articles=say.count("article", diff.articles), passages=say.count("passage", diff.passages)))]
    for what, articles in (("added", diff.added), ("changed", diff.changed), ("removed", diff.removed)):
        if articles:
            titles = [title_of(article) for article in articles]
            lines.append(Line(say(f"corpus.{what}", articles=_some(say, titles))))
    if diff.moved:
        moves = [f"{before.path} → {after.path}" for before, after in diff.moved]
        lines.append(Line(say("corpus.moved", n=len(moves), moves=_some(say, moves))))
    if len(lines) == 1:
        lines.append(Line(say("corpus.unchanged")))
    elif diff.passages_added or diff.passages_removed:
        lines.append(
            Line(say("corpus.passages-changed", new=say.count("passage", diff.passages_added), gone=say.count("passage", diff.passages_removed)), Style.NOTE)
        )
    return Reply((*lines, *reported(say, report), *troubled(say, report)))


def kept(say: Speech, problem: BylineError, served: Corpus) -> Reply:
    """A reload that changed nothing: why, and that nothing was lost."""
    first = say("corpus.kept" if served.article_count else "corpus.nothing-yet")
    return Reply((Line(first, Style.ERROR), *_refused(say, problem)), private=True, error=True)


def status(
    say: Speech,
    snapshot: Snapshot,
    ago: float,
    read: tuple[int, int] | None,
    refused: BylineError | None = None,
) -> Reply:
    """How much is served, since when, how far a reload is, and what is to be said of the files.

    `ago` is in seconds; `read` tells how many articles of how many a reload has read, if one runs;
    `refused` why the last one changed nothing.
    """
    corpus, report = snapshot.corpus, snapshot.report
    if not corpus.article_count and isinstance(refused, NothingToServe):
        # The same as at the start, seen later.
        report, refused = refused.report, None
    articles, passages = say.count("article", corpus.article_count), say.count("passage", len(corpus))
    first = Line(say("corpus.status", articles=articles, passages=passages, ago=age_words.ago(say, ago)))
    runs = () if read is None else (Line(say("corpus.reload-runs", articles=_so_far(say, *read))),)
    if not corpus.article_count:
        first = Line(say("corpus.nothing-served", path=str(snapshot.folder)), Style.ERROR)
        runs = () if read is None else (Line(reading(say, *read)),)
    failed = () if refused is None else (Line(say("corpus.refused"), Style.ERROR), *_refused(say, refused))
    return Reply((first, *runs, *failed, *reported(say, report), *troubled(say, report)))


def catalogue(say: Speech, corpus: Corpus, start: int) -> Reply:
    """Some articles with the number of their passages, and where there are more, what lists those before and after."""
    whole = corpus.article_count
    if not whole:
        return sentence(say("browse.empty"))
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


def _some(say: Speech, names: Sequence[str]) -> str:
    """Name some and count the others."""
    more = len(names) - NAMED
    return say.all_of([*names[:NAMED], say("corpus.unnamed", n=more)] if more > 0 else names)


def _refused(say: Speech, problem: BylineError) -> Sequence[Line]:
    if isinstance(problem, NothingToServe):
        nothing = say("error.nothing-to-serve", path=problem.path)
        return (Line(nothing, Style.ERROR), *reported(say, problem.report))
    return tuple(Line(line, Style.ERROR) for line in error(say, problem).split("\n"))
