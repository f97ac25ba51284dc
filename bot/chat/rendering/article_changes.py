"""What the bot says to who changes articles: how they would be, what was done, why it was not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Attachment, Line, Quote, Reply, Style
from bot.chat.rendering.error_messages import fault_text, notice_text
from bot.chat.rendering.labels import article_label, label
from bot.chat.rendering.passage_blocks import article_lines, citation_line
from bot.chat.rendering.reload_previews import trouble_lines
from bot.model import Article
from bot.moderation.article_draft import ArticleDraft, changed_passages, outlets_cited
from bot.moderation.article_input import ArticleSource
from bot.moderation.changes import CommittedChange
from bot.moderation.corpus_editor import PreparedChange
from bot.moderation.pending_changes import ChangeAction
from bot.moderation.refusals import ChangeRefused, Refusal
from bot.text.utf16 import utf16_length

MAX_WINDOW_UTF16_UNITS = 4_000
"""UTF-16 units of a text that fits into a window of Discord."""
MAX_SHOWN_PASSAGES = 50
"""Passages of one article, or changes of its passages, that are shown."""
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_MAX_STEM_CHARS = 80
_CONFIRM_LABELS = {
    ChangeAction.ADD: "change.confirm-add",
    ChangeAction.EDIT: "change.confirm-edit",
    ChangeAction.REMOVE: "change.confirm-remove",
    ChangeAction.RENAME: "change.confirm-rename",
}

_Blocks = Iterator[Line | Quote]


def prepared_reply(tr: Translations, prepared: PreparedChange) -> Reply:
    """Show what a change would do, with the buttons that do it or leave it."""
    drafts = list(zip(prepared.before, prepared.after, strict=True))
    first = tr(f"change.{prepared.action}", n=len(drafts))
    blocks = list(chain.from_iterable(_draft_blocks(tr, *pair) for pair in drafts))
    if not prepared.id:
        return Reply((Line(tr("change.faulty"), Style.ERROR), *blocks), private=True, error=True)
    return Reply(
        (Line(first), *blocks),
        (
            Action(
                tr(_CONFIRM_LABELS[prepared.action]),
                Command.APPLY_CHANGE,
                prepared.id,
                replaces_message=True,
            ),
            Action(tr("change.cancel"), Command.CANCEL_CHANGE, prepared.id, replaces_message=True),
        ),
        private=True,
        reload_action=Action("", Command.SHOW_CHANGE, prepared.id),
    )


def applied_reply(
    tr: Translations, done: PreparedChange, committed: CommittedChange, *, is_logged: bool
) -> Reply:
    """Say what was changed, and what of it could not be kept."""
    drafts = [after or before for before, after in zip(done.before, done.after, strict=True)]
    titles = [article_label(draft.article) for draft in drafts if draft is not None]
    match done.action:
        case ChangeAction.ADD:
            text = tr("corpus.added", articles=tr.join_and(titles))
        case ChangeAction.EDIT:
            text = tr("corpus.changed", articles=tr.join_and(titles))
        case ChangeAction.REMOVE:
            text = tr("corpus.removed", articles=tr.join_and(titles))
        case ChangeAction.RENAME:
            moves = [
                f"{before.path} → {after.path}"
                for before, after in zip(done.before, done.after, strict=True)
                if before is not None and after is not None
            ]
            text = tr("corpus.moved", n=len(moves), moves=tr.join_and(moves))
    troubles = trouble_lines(tr, committed, is_logged=is_logged)
    return Reply((Line(text), *troubles), private=True)


def cancelled_reply(tr: Translations) -> Reply:
    """Say that a change was given up."""
    return Reply((Line(tr("change.cancelled")),), private=True)


def window_reply(tr: Translations, source: ArticleSource) -> Reply:
    """Give the text of an article to be changed in a window; raises ChangeRefused."""
    length = utf16_length(source.text)
    if length > MAX_WINDOW_UTF16_UNITS:
        raise ChangeRefused(Refusal.LONG_TEXT, source.path, number=length)
    action = Action(tr("change.open-window"), Command.EDIT_ARTICLE, f"={source.key}")
    return Reply(
        (Line(tr("change.window", path=source.path)),), (action,), private=True, source=source
    )


def with_text_returned(tr: Translations, reply: Reply, text: bytes) -> Reply:
    """Give back what was written into a window, so that it is not lost."""
    return replace(
        reply,
        blocks=(*reply.blocks, Line(tr("change.text-returned"), Style.NOTE)),
        attachment=Attachment("article.md", text),
    )


def exported_reply(tr: Translations, name: str, content: bytes) -> Reply:
    """Hand out articles as a file, which Discord takes under a plain name alone."""
    stem, _, suffix = name.rpartition(".")
    plain = _NOT_PLAIN.sub("-", stem)[:_MAX_STEM_CHARS].strip("-") or "article"
    return Reply(
        (Line(tr("change.exported", name=name)),),
        private=True,
        attachment=Attachment(f"{plain}.{suffix}", content),
    )


def _draft_blocks(
    tr: Translations, before: ArticleDraft | None, after: ArticleDraft | None
) -> _Blocks:
    """Show one file as it would be, or what would become of it."""
    draft = after or before
    if draft is None:
        return
    if draft.faults:
        yield from (Line(fault_text(tr, fault), Style.ERROR) for fault in draft.faults)
        return
    yield from article_lines(tr, draft.article)
    paths = dict.fromkeys(side.path for side in (before, after) if side is not None)
    count = tr.count("passage", len(draft.passages))
    yield Line(" · ".join([" → ".join(paths), count]), Style.NOTE)
    if after is None:
        yield Line(tr("change.answers-withdrawn"), Style.NOTE)
        return
    yield from (Line(notice_text(tr, notice), Style.NOTE) for notice in after.notices)
    if before is not None and before.content == after.content:
        yield Line(tr("change.same-article"), Style.NOTE)
        return
    cited = [label(outlet) for outlet in outlets_cited(after)]
    yield Line(
        tr("change.cites", outlets=tr.join_and(cited)) if cited else tr("change.cites-none"),
        Style.NOTE,
    )
    yield from _passages(tr, after) if before is None else _differences(tr, before, after)


def _passages(tr: Translations, draft: ArticleDraft) -> _Blocks:
    heading = None
    passages = list(zip(draft.passages, draft.attributions, strict=True))
    for passage, attribution in passages[:MAX_SHOWN_PASSAGES]:
        if passage.heading != heading and (named := label(passage.heading)):
            yield Line(named, Style.TITLE)
        heading = passage.heading
        yield from citation_line(tr, passage, attribution)
        yield Quote(passage.text)
    yield from _rest(tr, len(passages))


def _differences(tr: Translations, before: ArticleDraft, after: ArticleDraft) -> _Blocks:
    """Show an article's fields and passages that would be others, each as it is and would be."""
    fields = zip(_fields(tr, before.article), _fields(tr, after.article), strict=True)
    for (field, old), (_, new) in fields:
        if old != new:
            none = tr("change.none")
            yield Line(
                tr("change.field", field=tr(f"change.{field}"), old=old or none, new=new or none)
            )
    pairs = changed_passages(before.passages, after.passages)
    if not pairs:
        yield Line(tr("change.same-passages"), Style.NOTE)
    for was, becomes in pairs[:MAX_SHOWN_PASSAGES]:
        if was is not None:
            yield Line(tr("change.gone" if becomes is None else "change.was"), Style.NOTE)
            yield Quote(was)
        if becomes is not None:
            yield Line(tr("change.new" if was is None else "change.becomes"), Style.NOTE)
            yield Quote(becomes)
    yield from _rest(tr, len(pairs))


def _rest(tr: Translations, total: int) -> _Blocks:
    if (more := total - MAX_SHOWN_PASSAGES) > 0:
        yield Line(tr("change.more", passages=tr.count("passage", more)), Style.NOTE)


def _fields(tr: Translations, article: Article) -> Sequence[tuple[str, str]]:
    return (
        ("title", label(article.title)),
        ("author", label(article.author)),
        ("publisher", label(article.publisher)),
        ("date", tr.date(article.date) if article.date else ""),
        ("url", label(article.url)),
    )
