"""What the bot says about the files that it read, and about what it can't keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import Line, Style
from bot.chat.rendering.error_messages import fault_text, notice_text
from bot.corpus.corpus import Corpus
from bot.errors import Fault, LoadReport, Notice

MAX_LISTED_PER_KIND = 20
"""Files that a reply tells of each kind; `check` tells all."""
_One = TypeVar("_One", Fault, Notice)


def report_lines(tr: Translations, report: LoadReport) -> Iterator[Line]:
    """Yield a line for each file that can't be read or has a notice, below one that says which."""
    stale = [fault for fault in report.faults if fault.path in report.kept_paths]
    gone = [fault for fault in report.faults if fault.path not in report.kept_paths]
    yield from _list_lines(tr, "corpus.served-as-before", stale, fault_text, Style.ERROR)
    yield from _list_lines(tr, "corpus.not-served", gone, fault_text, Style.ERROR)
    yield from _list_lines(tr, "corpus.notices", report.notices, notice_text, Style.NOTE)


def cache_warning_lines(tr: Translations, report: LoadReport) -> Iterator[Line]:
    """Say why the next start takes longer; nothing where it does not."""
    if report.cache_error:
        yield Line(tr("corpus.not-kept", trouble=report.cache_error), Style.ERROR)


def startup_log_lines(tr: Translations, report: LoadReport) -> Iterator[str]:
    """Yield the same for the log of a start, which leaves notices to `check`."""
    for fault in report.faults:
        how = "corpus.as-before" if fault.path in report.kept_paths else "corpus.left-out"
        yield tr(how, fault=fault_text(tr, fault))
    yield from (line.text for line in cache_warning_lines(tr, report))


def check_lines(
    tr: Translations, faults: Sequence[Fault], notices: Sequence[Notice], corpus: Corpus | None
) -> Iterator[str]:
    """Yield all that `check` found; `corpus` is None where nobody knows where the articles are."""
    yield from (fault_text(tr, fault) for fault in faults)
    yield from (tr("corpus.notice", notice=notice_text(tr, notice)) for notice in notices)
    if corpus is not None and not faults:
        much = {
            "articles": tr.count("article", corpus.article_count),
            "passages": tr.count("passage", len(corpus)),
        }
        yield (
            tr("corpus.noticed", n=len(notices), **much)
            if notices
            else tr("corpus.all-well", **much)
        )


def _list_lines(
    tr: Translations,
    key: str,
    found: Sequence[_One],
    render: Callable[[Translations, _One], str],
    style: Style,
) -> Iterator[Line]:
    if found:
        yield Line(tr(key), style)
        yield from (Line(render(tr, fault), style) for fault in found[:MAX_LISTED_PER_KIND])
    if len(found) > MAX_LISTED_PER_KIND:
        yield Line(tr("corpus.check-tells-all", n=len(found) - MAX_LISTED_PER_KIND), style)
