"""What the bot says to moderators about the corpus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Reply, Style
from bot.chat.rendering import durations
from bot.chat.rendering.answer_replies import text_reply
from bot.chat.rendering.error_messages import error_text
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.load_report import cache_warning_lines, report_lines
from bot.chat.rendering.text_fragment import article_link
from bot.corpus.corpus import Corpus
from bot.corpus.reload_diff import ReloadDiff
from bot.errors import BylineError, EmptyCorpus, LoadReport
from bot.library import Snapshot
from bot.model import Article

MAX_LISTED_ARTICLES = 200
"""Articles in one reply: a few pages on Discord, and all others a click or two away."""
MAX_NAMED_ARTICLES = 20
"""Articles that a reload names of each kind; a reader skips more."""


def reading_progress(tr: Translations, done: int, total: int) -> str:
    """Say how far a reload is."""
    return tr("corpus.reading", done=done, n=total)


def waiting_progress(tr: Translations, done: int, total: int) -> str:
    """Say why an answer does not come yet."""
    return tr("corpus.waiting", articles=_progress_text(tr, done, total))


def still_reading_reply(tr: Translations, done: int, total: int) -> Reply:
    """Say why no answer comes."""
    return Reply(
        (Line(tr("corpus.still-reading", articles=_progress_text(tr, done, total)), Style.ERROR),),
        private=True,
        error=True,
    )


def reload_reply(
    tr: Translations, diff: ReloadDiff, report: LoadReport, key: str = "corpus.reloaded"
) -> Reply:
    """Say what a reload changed, and what is to be said of the files that it read.

    `key` names the sentence that says what it was, with how much is served by now.
    """
    lines = [
        Line(
            tr(
                key,
                articles=tr.count("article", diff.articles),
                passages=tr.count("passage", diff.passages),
            )
        )
    ]
    changes = tuple(diff_lines(tr, diff)) or (Line(tr("corpus.unchanged")),)
    return Reply((*lines, *changes, *report_lines(tr, report), *cache_warning_lines(tr, report)))


def diff_lines(tr: Translations, diff: ReloadDiff) -> Iterator[Line]:
    """Yield what became of articles; nothing where they are the same."""
    for what, articles in (
        ("added", diff.added),
        ("changed", diff.changed),
        ("removed", diff.removed),
    ):
        if articles:
            titles = [article_label(article) for article in articles]
            yield Line(tr(f"corpus.{what}", articles=_joined_names(tr, titles)))
    if diff.moved:
        moves = [f"{before.path} → {after.path}" for before, after in diff.moved]
        yield Line(tr("corpus.moved", n=len(moves), moves=_joined_names(tr, moves)))
    if diff.passages_added or diff.passages_removed:
        yield Line(
            tr(
                "corpus.passages-changed",
                new=tr.count("passage", diff.passages_added),
                gone=tr.count("passage", diff.passages_removed),
            ),
            Style.NOTE,
        )


def reload_failure(tr: Translations, error: BylineError, corpus: Corpus) -> Reply:
    """Say why a reload changed nothing, and that nothing was lost."""
    first = tr("corpus.kept" if corpus.article_count else "corpus.nothing-yet")
    return Reply((Line(first, Style.ERROR), *_failure_lines(tr, error)), private=True, error=True)


def status_reply(
    tr: Translations,
    snapshot: Snapshot,
    ago: float,
    read: tuple[int, int] | None,
    last_failure: BylineError | None = None,
) -> Reply:
    """Say how much is served, since when, how far a reload is, and what files lack.

    `ago` is in seconds; `read` tells how many articles of how many a reload has read, if one runs;
    `last_failure` why the last one changed nothing.
    """
    corpus, report = snapshot.corpus, snapshot.report
    if not corpus.article_count and isinstance(last_failure, EmptyCorpus):
        # The same as at the start, seen later.
        report, last_failure = last_failure.report, None
    articles, passages = tr.count("article", corpus.article_count), tr.count("passage", len(corpus))
    first = Line(
        tr("corpus.status", articles=articles, passages=passages, ago=durations.time_ago(tr, ago))
    )
    runs = (
        ()
        if read is None
        else (Line(tr("corpus.reload-runs", articles=_progress_text(tr, *read))),)
    )
    if not corpus.article_count:
        first = Line(tr("corpus.nothing-served", path=str(snapshot.folder)), Style.ERROR)
        runs = () if read is None else (Line(reading_progress(tr, *read)),)
    failed = (
        ()
        if last_failure is None
        else (Line(tr("corpus.refused"), Style.ERROR), *_failure_lines(tr, last_failure))
    )
    return Reply(
        (first, *runs, *failed, *report_lines(tr, report), *cache_warning_lines(tr, report))
    )


def article_list(tr: Translations, corpus: Corpus, start: int) -> Reply:
    """List some articles with their passages, and what lists those before and after."""
    total = corpus.article_count
    if not total:
        return text_reply(tr("browse.empty"))
    # A reload may have taken away what the button was made for.
    start = min(start, max(0, total - 1) // MAX_LISTED_ARTICLES * MAX_LISTED_ARTICLES)
    end = min(start + MAX_LISTED_ARTICLES, total)
    lines = [
        _article_line(tr, corpus.article(number), len(corpus.passages_of(number)))
        for number in range(start, end)
    ]
    if len(lines) == total:
        return Reply(tuple(lines))
    around = [position for position in (start - MAX_LISTED_ARTICLES, end) if 0 <= position < total]
    actions = [
        Action(
            tr(
                "button.articles",
                first=position + 1,
                last=min(position + MAX_LISTED_ARTICLES, total),
            ),
            Command.LIST,
            str(position),
        )
        for position in around
    ]
    return Reply(
        (Line(tr("corpus.part", first=start + 1, last=end, whole=total), Style.NOTE), *lines),
        tuple(actions),
    )


def _progress_text(tr: Translations, done: int, total: int) -> str:
    return tr("corpus.so-far", done=done, n=total) if total else tr("corpus.just-begun")


def _article_line(tr: Translations, article: Article, passages: int) -> Line:
    known = [
        article_label(article),
        label(article.publisher),
        tr.date(article.date) if article.date else "",
        tr.count("passage", passages),
    ]
    return Line(" · ".join(filter(None, known)), Style.PLAIN, article_link(article))


def _joined_names(tr: Translations, names: Sequence[str]) -> str:
    """Name some and count the others."""
    more = len(names) - MAX_NAMED_ARTICLES
    return tr.join_and(
        [*names[:MAX_NAMED_ARTICLES], tr("corpus.unnamed", n=more)] if more > 0 else names
    )


def _failure_lines(tr: Translations, error: BylineError) -> Sequence[Line]:
    if isinstance(error, EmptyCorpus):
        nothing = tr("error.nothing-to-serve", path=error.path)
        return (Line(nothing, Style.ERROR), *report_lines(tr, error.report))
    return tuple(Line(line, Style.ERROR) for line in error_text(tr, error).split("\n"))


def uncatalogued_outlet_lines(
    tr: Translations, found: Iterable[tuple[str, str, int, tuple[str, ...]]]
) -> Iterator[str]:
    """Yield the lines of a team's own outlets file, below one that says so; none for no outlets.

    `found` are kind, name, number of passages and sentences of each. Each gets a table of its own,
    which may stand anywhere in the file, below its sentences as a comment.
    """
    for position, (kind, name, count, sentences) in enumerate(found):
        if not position:
            yield tr("corpus.unknown-outlets")
        key = "-".join(re.findall(r"\w+", name.casefold()))
        shown = " ".join(map(tr.quoted, sentences))
        yield f"# {tr.count('passage', count)}: {shown}"
        yield f"[{kind}.{json.dumps(key, ensure_ascii=False)}]"
        yield f"name = {json.dumps(name, ensure_ascii=False)}"
        yield ""
