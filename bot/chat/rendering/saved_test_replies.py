"""What moderators read when they save exchanges as tests, and when those are asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Attachment, Choices, Line, Quote, Reply, Style
from bot.chat.rendering.error_messages import error_text, fault_text
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.passage_blocks import passage_blocks
from bot.corpus.corpus import Corpus
from bot.errors import WriteFailed
from bot.library import Snapshot
from bot.moderation.replay_report import ReplayedTest, ReplayFailure
from bot.moderation.saved_tests import SavedExchange, SavedFile

MAX_TOLD = 20
"""Tests that failed, or could not be asked, that are told one by one."""


def form_reply(
    tr: Translations,
    exchange: SavedExchange,
    text: str,
    options: Sequence[tuple[str, str]],
    snapshot: Snapshot,
    *,
    is_decided: bool,
) -> Reply:
    """Show an exchange as it would be saved; `text` is what its buttons carry.

    `options` are passages that may be the right one: each a label, and what chooses it. Without a
    decision which is right, nothing can be saved.
    """
    blocks = [
        Line(tr.quoted(label(exchange.last.question)), Style.TITLE),
        *(
            Line(
                tr("test.turn", author=turn.author, text=label(turn.says or turn.question)),
                Style.NOTE,
            )
            for turn in exchange.turns[:-1]
        ),
        *_expected_blocks(tr, exchange, snapshot, is_decided=is_decided),
    ]
    actions = (
        Action(tr("test.as-conversation"), Command.SAVE_CONVERSATION, text),
        Action(tr("test.as-labelled"), Command.SAVE_LABELLED, text),
    )
    return Reply(
        tuple(blocks),
        actions if is_decided else (),
        private=True,
        choices=Choices(
            tr("test.choose"),
            tuple(Action(name, Command.SAVE_TEST, chosen) for name, chosen in options),
        ),
    )


def saved_reply(
    tr: Translations, saved: SavedFile, folder: str | None, problem: WriteFailed | None
) -> Reply:
    """Hand out a test, and say whether it stands in the folder of tests."""
    # A front end that takes no file says so in the place of the first line.
    lines = [Line(tr("test.file", name=saved.name))]
    if problem is not None:
        lines.append(Line(tr("test.not-saved", problem=error_text(tr, problem)), Style.ERROR))
    elif folder is not None:
        lines.append(Line(tr("test.saved", folder=folder)))
    return Reply(
        tuple(lines),
        private=True,
        error=problem is not None,
        attachment=Attachment(saved.name, saved.content),
    )


def replay_reply(tr: Translations, tests: Sequence[ReplayedTest], corpus: Corpus) -> Reply:
    """Say which tests failed, and how."""
    if not tests:
        return Reply((Line(tr("test.none")),), private=True)
    passed = sum(test.passed for test in tests)
    failed = [test for test in tests if test.failures or test.faults]
    left_out = [test.name for test in tests if test.is_left_out]
    heading = (
        tr("test.all-passed", n=passed)
        if not failed
        else tr("test.passed", n=passed, failed=len(failed))
    )
    lines = [Line(heading, Style.TITLE)]
    for test in failed[:MAX_TOLD]:
        lines += _test_lines(tr, test, corpus)
    if (more := len(failed) - MAX_TOLD) > 0:
        lines.append(Line(tr("test.more-failed", n=more), Style.NOTE))
    if left_out:
        names = tr.join_and([label(name) for name in left_out[:MAX_TOLD]])
        lines.append(Line(tr("test.left-out", names=names), Style.NOTE))
    return Reply(tuple(lines), private=True)


def passage_name(tr: Translations, passage: str, corpus: Corpus) -> str:
    """Name a passage by its article and its place there."""
    number = corpus.find_passage(passage)
    if number is None:
        return tr("test.passage-gone", passage=label(passage))
    found = corpus[number]
    title = article_label(found.article)
    return tr("test.passage", title=title, number=found.number + 1)


def _expected_blocks(
    tr: Translations, exchange: SavedExchange, snapshot: Snapshot, *, is_decided: bool
) -> Iterator[Line | Quote]:
    last, corpus = exchange.last, snapshot.corpus
    if not is_decided:
        yield Line(tr("test.undecided"))
    elif last.fact is not None:
        yield Line(tr("test.expects-fact", fact=label(last.fact)))
    elif last.passage is None:
        yield Line(tr("test.expects-nothing"))
    else:
        yield Line(tr("test.expects"))
        number = corpus.find_passage(last.passage)
        if number is not None:
            passage, attribution = corpus[number], snapshot.attributions[number]
            yield from passage_blocks(tr, passage, attribution, None, corpus)


def _test_lines(tr: Translations, test: ReplayedTest, corpus: Corpus) -> Iterator[Line]:
    yield Line(label(test.name), Style.OUTLET)
    yield from (Line(fault_text(tr, fault), Style.ERROR) for fault in test.faults)
    yield from (Line(_failure_text(tr, failure, corpus)) for failure in test.failures)


def _failure_text(tr: Translations, failure: ReplayFailure, corpus: Corpus) -> str:
    asked = label(failure.asked)
    if failure.detail:
        return tr("test.differs", question=asked, detail=failure.detail)
    if not failure.expected:
        found = passage_name(tr, failure.found or "", corpus)
        return tr("test.should-abstain", question=asked, found=found)
    wanted = tr.join_or([passage_name(tr, passage, corpus) for passage in failure.expected])
    if failure.found is None:
        return tr("test.unanswered", question=asked, expected=wanted)
    found = passage_name(tr, failure.found, corpus)
    return tr("test.other-passage", question=asked, found=found, expected=wanted)
