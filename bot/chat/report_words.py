"""What the bot says to moderators about the files that it read: what can't be read, what is to be noticed, what can't be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bot.chat.error_words import fault, notice
from bot.chat.message import Line, Style
from bot.chat.speech import Speech
from bot.corpus.corpus import Corpus
from bot.errors import Fault, Notice, Report

TOLD = 20
"""Files that a reply tells of each kind; `check` tells all."""
_One = TypeVar("_One", Fault, Notice)


def reported(say: Speech, report: Report) -> Iterator[Line]:
    """A line for each file that can't be read or that there is to notice something of, under a line that says which."""
    stale = [one for one in report.faults if one.path in report.kept]
    gone = [one for one in report.faults if one.path not in report.kept]
    yield from _listed(say, "corpus.served-as-before", stale, fault, Style.ERROR)
    yield from _listed(say, "corpus.not-served", gone, fault, Style.ERROR)
    yield from _listed(say, "corpus.notices", report.notices, notice, Style.NOTE)


def troubled(say: Speech, report: Report) -> Iterator[Line]:
    """Why the next start takes longer; nothing where it does not."""
    if report.trouble:
        yield Line(say("corpus.not-kept", trouble=report.trouble), Style.ERROR)


def at_start(say: Speech, report: Report) -> Iterator[str]:
    """The same for the log of a start, which leaves notices to `check`."""
    for one in report.faults:
        how = "corpus.as-before" if one.path in report.kept else "corpus.left-out"
        yield say(how, fault=fault(say, one))
    yield from (line.text for line in troubled(say, report))


def checked(say: Speech, faults: Sequence[Fault], notices: Sequence[Notice], corpus: Corpus | None) -> Iterator[str]:
    """All that `check` found; `corpus` holds what can be read, None where nobody knows where it is."""
    yield from (fault(say, one) for one in faults)
    yield from (say("corpus.notice", notice=notice(say, one)) for one in notices)
    if corpus is not None and not faults:
        much = {"articles": say.count("article", corpus.article_count), "passages": say.count("passage", len(corpus))}
        yield say("corpus.noticed", n=len(notices), **much) if notices else say("corpus.all-well", **much)


def _listed(say: Speech, key: str, told: Sequence[_One], words: Callable[[Speech, _One], str], style: Style) -> Iterator[Line]:
    if told:
        yield Line(say(key), style)
        yield from (Line(words(say, one), style) for one in told[:TOLD])
    if len(told) > TOLD:
        yield Line(say("corpus.check-tells-all", n=len(told) - TOLD), style)
