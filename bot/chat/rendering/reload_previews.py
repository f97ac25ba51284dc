"""What a reload or an undo would change, and what one has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.chat.i18n import Translations
from bot.chat.local_time import local_time
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Line, Reply, Style
from bot.chat.rendering.corpus_admin import MAX_NAMED_ARTICLES, diff_lines, reload_reply
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.load_report import report_lines
from bot.errors import LoadReport
from bot.moderation.answer_changes import AnswerChange, ProbeOutcome, ProbeSource
from bot.moderation.changes import CommittedChange, CorpusAction
from bot.moderation.reload_preview import ArticleChange, OpenPreview, PassageChange, ReloadPreview

MAX_SHOWN_ANSWERS = 50
"""Changed answers that are shown; the worst come first."""
MAX_SHOWN_PASSAGES = 5
"""Changed passages that are shown of an article."""
_MAX_TEXT_UTF16_UNITS = 160
"""Of a question or passage."""


def preview_reply(tr: Translations, opened: OpenPreview, seconds_left: float, reader: str) -> Reply:
    """Show a preview with what can be done with it; somebody else is told whose it is."""
    minutes = tr.count("minute", max(1, round(seconds_left / 60)))
    wait = (
        tr("preview.lapses", minutes=minutes)
        if opened.owner == reader
        else tr("preview.opened-by", name=label(opened.owner_name), minutes=minutes)
    )
    actions = tuple(
        Action(tr(f"button.{command}"), command, opened.key, replaces_message=True)
        for command in (Command.APPLY, Command.CANCEL)
    )
    return Reply(
        (*preview_lines(tr, opened.preview), Line(wait, Style.NOTE)),
        actions,
        private=True,
        reload_action=Action("", Command.PREVIEW, opened.key),
    )


def preview_lines(tr: Translations, preview: ReloadPreview) -> Iterator[Line]:
    """Yield what would change: articles, their passages, files with faults, answers."""
    yield Line(_heading(tr, preview))
    if preview.plan is not None and preview.plan.left:
        yield Line(tr("undo.left", files=tr.join_and(preview.plan.left)), Style.ERROR)
    yield from diff_lines(tr, preview.prepared.diff)
    for article in preview.articles[:MAX_NAMED_ARTICLES]:
        yield from _article_lines(tr, article)
    yield from report_lines(tr, preview.prepared.fresh.report)
    if preview.state.trouble:
        yield Line(tr("undo.not-kept", trouble=preview.state.trouble), Style.ERROR)
    yield from _answer_lines(tr, preview)


def nothing_reply(tr: Translations, preview: ReloadPreview) -> Reply:
    """Say that nothing would change."""
    report = preview.prepared.fresh.report
    return Reply((Line(tr("preview.nothing")), *report_lines(tr, report)), private=True)


def cancelled_reply(tr: Translations) -> Reply:
    """Say that a preview was let go."""
    return Reply((Line(tr("preview.cancelled")),), private=True)


def done_reply(
    tr: Translations, committed: CommittedChange, report: LoadReport, *, is_logged: bool
) -> Reply:
    """Say what was changed, and what of it could not be kept."""
    is_undo = committed.change.action == CorpusAction.UNDO
    reply = reload_reply(tr, committed.diff, report, "undo.done" if is_undo else "corpus.reloaded")
    lines = trouble_lines(tr, committed, is_logged=is_logged)
    return replace(reply, blocks=(*reply.blocks, *lines))


def trouble_lines(
    tr: Translations, committed: CommittedChange, *, is_logged: bool
) -> tuple[Line, ...]:
    """Say what of a change could not be done or kept."""
    left = committed.left
    troubles = (
        tr("undo.left", files=tr.join_and(left)) if left else "",
        tr("undo.not-kept", trouble=committed.trouble) if committed.trouble else "",
        "" if is_logged else tr("log.not-kept"),
    )
    return tuple(Line(trouble, Style.ERROR) for trouble in troubles if trouble)


def _heading(tr: Translations, preview: ReloadPreview) -> str:
    if preview.plan is None:
        return tr("preview.heading")
    target = preview.plan.target
    day = local_time(target.at)
    return tr("undo.heading", day=tr.date(day.date()), time=f"{day:%H:%M}")


def _article_lines(tr: Translations, change: ArticleChange) -> Iterator[Line]:
    shown = change.passages[:MAX_SHOWN_PASSAGES]
    if not shown:
        return
    yield Line(tr("preview.article", title=article_label(change.article)))
    for passage in shown:
        yield Line(_passage_text(tr, passage), Style.NOTE)
    if rest := len(change.passages) - len(shown):
        yield Line(tr("preview.more-passages", n=rest), Style.NOTE)


def _passage_text(tr: Translations, change: PassageChange) -> str:
    before, after = (label(text, _MAX_TEXT_UTF16_UNITS) for text in (change.before, change.after))
    if change.before is None:
        return tr("preview.passage-new", after=after)
    if change.after is None:
        return tr("preview.passage-gone", before=before)
    return tr("preview.passage-changed", before=before, after=after)


def _answer_lines(tr: Translations, preview: ReloadPreview) -> Iterator[Line]:
    if not preview.asked:
        return
    asked = tr.count("question", preview.asked)
    if not preview.answers:
        yield Line(tr("preview.same-answers", questions=asked))
        return
    yield Line(tr("preview.other-answers", questions=asked, n=len(preview.answers)))
    for change in preview.answers[:MAX_SHOWN_ANSWERS]:
        yield from _answer_change_lines(tr, change)
    if (rest := len(preview.answers) - MAX_SHOWN_ANSWERS) > 0:
        yield Line(tr("preview.more-answers", n=rest), Style.NOTE)


def _answer_change_lines(tr: Translations, change: AnswerChange) -> Iterator[Line]:
    severity = change.severity.name.lower().replace("_", "-")
    question = label(change.probe.question.text, _MAX_TEXT_UTF16_UNITS)
    source = change.probe.source
    if source is not ProbeSource.RECENT:
        question = tr("preview.of-tests", question=question)
    yield Line(tr(f"preview.{severity}", question=question))
    yield Line(tr("preview.now", answer=_outcome_text(tr, change.before)), Style.NOTE)
    yield Line(tr("preview.then", answer=_outcome_text(tr, change.after)), Style.NOTE)


def _outcome_text(tr: Translations, outcome: ProbeOutcome) -> str:
    if not outcome.answered:
        return tr("preview.not-answered")
    said = label(outcome.sentence, _MAX_TEXT_UTF16_UNITS) or label(outcome.text)
    title = article_label(outcome.article) if outcome.article else ""
    if not outcome.outlets:
        return tr("preview.answer", text=said, title=title)
    outlets = tr.join_and([label(name) for name in outcome.outlets])
    return tr("preview.answer-cites", text=said, title=title, outlets=outlets)
