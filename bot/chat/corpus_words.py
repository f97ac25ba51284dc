"""What the bot says to moderators about the corpus."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.error_words import fault
from bot.chat.message import Line, Reply, Style
from bot.chat.words import count, day, listed, refusal
from bot.errors import BylineError
from bot.library import Diff, Snapshot
from bot.model import Article


def reloaded(diff: Diff) -> Reply:
    """What a reload changed."""
    lines = [Line(f"Reloaded: {count(diff.articles, 'article')}, {count(diff.passages, 'passage')}.")]
    for what, articles in (("Added", diff.added), ("Changed", diff.changed), ("Removed", diff.removed)):
        if articles:
            lines.append(Line(f"{what}: {listed([article.title or article.id for article in articles], 'and')}."))
    if len(lines) == 1:
        lines.append(Line("Nothing has changed."))
    elif diff.passages_added or diff.passages_removed:
        lines.append(Line(f"{count(diff.passages_added, 'passage')} new, {count(diff.passages_removed, 'passage')} gone.", Style.NOTE))
    return Reply(tuple(lines))


def kept(problem: BylineError) -> Reply:
    """A reload that failed: what is wrong, and that nothing was lost."""
    first = Line("Nothing was reloaded: the articles from before still answer.", Style.ERROR)
    return Reply((first, *refusal(problem).blocks), private=True, error=True)


def status(snapshot: Snapshot, ago: float) -> Reply:
    """How much is served, since when, and what could not be read."""
    corpus = snapshot.corpus
    first = f"Serving {count(corpus.article_count, 'article')}, {count(len(corpus), 'passage')}; read {_ago(ago)} ago."
    return Reply((Line(first), *(Line(fault(one), Style.ERROR) for one in snapshot.faults)))


def catalogue(articles: Iterable[tuple[Article, int]]) -> Reply:
    """Every article with the number of its passages."""
    return Reply(tuple(Line(_entry(article, passages), Style.PLAIN, article.url) for article, passages in articles))


def _entry(article: Article, passages: int) -> str:
    known = [article.title or article.id, article.publisher, day(article.date) if article.date else None, count(passages, "passage")]
    return " · ".join(one for one in known if one)


def _ago(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute"
    return count(int(seconds // 60), "minute") if seconds < 3600 else count(int(seconds // 3600), "hour")
