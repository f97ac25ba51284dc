"""What the bot says to moderators about the corpus."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.error_words import fault
from bot.chat.message import Action, Line, Reply, Style, Verb
from bot.chat.words import count, day, listed, refusal
from bot.corpus.corpus import Corpus
from bot.errors import BylineError
from bot.library import Diff, Snapshot
from bot.model import Article

LISTED = 200
"""Articles of the catalogue in one reply: a few pages on Discord, and all others a click or two away."""
NAMED = 20
"""Articles that a reload names of each kind; a reader skips more."""
READING = "Reading: {done:,} of {articles}."
NOT_KEPT = "What was read could not be kept in the data folder ({trouble}): the next start takes longer."
PART = "Articles {first:,} to {last:,} of {whole:,}."
FURTHER = "Articles {first:,} to {last:,}"


def reading(done: int, whole: int) -> str:
    """How far a reload is."""
    return READING.format(done=done, articles=count(whole, "article"))


def not_kept(trouble: str) -> str:
    """Why the next start takes longer."""
    return NOT_KEPT.format(trouble=trouble)


def reloaded(diff: Diff, trouble: str) -> Reply:
    """What a reload changed, and whether that can be kept."""
    lines = [Line(f"Reloaded: {count(diff.articles, 'article')}, {count(diff.passages, 'passage')}.")]
    for what, articles in (("Added", diff.added), ("Changed", diff.changed), ("Removed", diff.removed)):
        if articles:
            lines.append(Line(f"{what}: {_named(articles)}."))
    if len(lines) == 1:
        lines.append(Line("Nothing has changed."))
    elif diff.passages_added or diff.passages_removed:
        lines.append(Line(f"{count(diff.passages_added, 'passage')} new, {count(diff.passages_removed, 'passage')} gone.", Style.NOTE))
    return Reply((*lines, *_troubled(trouble)))


def kept(problem: BylineError) -> Reply:
    """A reload that failed: what is wrong, and that nothing was lost."""
    first = Line("Nothing was reloaded: the articles from before still answer.", Style.ERROR)
    return Reply((first, *refusal(problem).blocks), private=True, error=True)


def status(snapshot: Snapshot, ago: float) -> Reply:
    """How much is served, since when, what could not be read and what could not be kept."""
    corpus = snapshot.corpus
    first = f"Serving {count(corpus.article_count, 'article')}, {count(len(corpus), 'passage')}; read {_ago(ago)} ago."
    return Reply((Line(first), *(Line(fault(one), Style.ERROR) for one in snapshot.faults), *_troubled(snapshot.trouble)))


def catalogue(corpus: Corpus, start: int) -> Reply:
    """Some articles with the number of their passages, and where there are more, what lists those before and after."""
    whole = corpus.article_count
    # A reload may have taken away what the button was made for.
    start = min(start, max(0, whole - 1) // LISTED * LISTED)
    end = min(start + LISTED, whole)
    lines = [_entry(corpus.article(number), len(corpus.passages_of(number))) for number in range(start, end)]
    if len(lines) == whole:
        return Reply(tuple(lines))
    around = [place for place in (start - LISTED, end) if 0 <= place < whole]
    actions = [Action(FURTHER.format(first=place + 1, last=min(place + LISTED, whole)), Verb.LIST, str(place)) for place in around]
    return Reply((Line(PART.format(first=start + 1, last=end, whole=whole), Style.NOTE), *lines), tuple(actions))


def _entry(article: Article, passages: int) -> Line:
    known = [article.title or article.id, article.publisher, day(article.date) if article.date else None, count(passages, "passage")]
    return Line(" · ".join(one for one in known if one), Style.PLAIN, article.url)


def _named(articles: Sequence[Article]) -> str:
    names = [article.title or article.id for article in articles[:NAMED]]
    more = len(articles) - len(names)
    return listed([*names, f"{more:,} more"] if more else names, "and")


def _troubled(trouble: str) -> tuple[Line, ...]:
    return (Line(not_kept(trouble), Style.ERROR),) if trouble else ()


def _ago(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute"
    return count(int(seconds // 60), "minute") if seconds < 3600 else count(int(seconds // 3600), "hour")
