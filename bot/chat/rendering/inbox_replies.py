"""What moderators read of questions that were not answered or voted wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.i18n import Translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Action, Choices, Line, Quote, Reply, Style
from bot.chat.rendering.labels import label
from bot.chat.rendering.passage_blocks import passage_blocks
from bot.library import Snapshot
from bot.moderation.inbox import InboxEntry, jump_url
from bot.moderation.inbox_reader import InboxView
from bot.store.records import AbstentionReason, AnswerRecord, InboxState

MAX_LINKS = 5
"""Answers of one question that are led to, and other wordings of it that are named."""
MAX_OFFERED = 25
"""Questions that a list on Discord holds."""
_REASONS = {
    AbstentionReason.NONE: "inbox.unanswered",
    AbstentionReason.FOREIGN_LANGUAGE: "inbox.foreign-language",
    AbstentionReason.NO_CANDIDATE: "inbox.no-candidate",
    AbstentionReason.LOW_CONFIDENCE: "inbox.low-confidence",
}


def empty_reply(tr: Translations, view: InboxView) -> Reply:
    """Say that nothing is left to do."""
    return Reply((Line(tr("inbox.empty")), *_private_lines(tr, view)), private=True)


def question_reply(
    tr: Translations, view: InboxView, entry: InboxEntry, person: str, snapshot: Snapshot
) -> Reply:
    """Show one question to a moderator, by id, with what can be done and the way to the others."""
    entries = view.open
    place = next((place for place, item in enumerate(entries) if item.key == entry.key), None)
    position = (
        tr("inbox.place", number=place + 1, total=len(entries))
        if place is not None
        else tr("inbox.not-listed")
    )
    blocks = (
        Line(tr.quoted(label(entry.question)), Style.TITLE),
        Line(f"{position} · {asked_count(tr, entry)}", Style.NOTE),
        *_question_blocks(tr, entry, snapshot),
        *_private_lines(tr, view),
    )
    others = [item for item in entries if item.key != entry.key]
    return Reply(
        blocks,
        (*_actions(tr, entry, person), *_neighbours(tr, entries, entry, place)),
        private=True,
        choices=_choices(tr, others) if others else None,
        reload_action=Action("", Command.QUESTIONS, entry.key),
    )


def summary_lines(tr: Translations, view: InboxView) -> Iterator[str]:
    """Yield the open questions as lines of text, each with what is known of it."""
    if not view.open:
        yield tr("inbox.empty")
    for entry in view.open:
        yield tr.quoted(entry.question)
        voted = tr("inbox.voted-wrong", n=entry.wrong_votes) if entry.wrong_votes else ""
        known = [asked_count(tr, entry), missing_text(tr, entry), voted]
        yield from (f"  {line}" for line in known if line)
        if entry.closest_passage:
            yield f"  {tr('inbox.closest')} {entry.closest_passage}"
        if (state := state_text(tr, entry)) and entry.item:
            yield f"  {entry.item.taken_by}: {state}"
        yield from (f"  {jump_url(record)}" for record in entry.links[:MAX_LINKS])
    yield from (line.text for line in _private_lines(tr, view))


def asked_count(tr: Translations, entry: InboxEntry) -> str:
    """Say how often something was asked, by how many people, and when last."""
    times = tr("inbox.asked", n=len(entry.records), people=tr.count("person", entry.people))
    return tr("inbox.last", times=times, day=tr.moment(entry.records[0].at))


def missing_text(tr: Translations, entry: InboxEntry) -> str:
    """Say what an answer would have needed; empty where one was given."""
    if entry.unanswered is None:
        return ""
    if entry.missing_words:
        # Which of them no article holds, and which the closest passage alone lacks, is not kept.
        words = tr.join_and([tr.quoted(word) for word in entry.missing_words])
        return tr("inbox.missing", words=words)
    return tr(_REASONS.get(entry.reason, "inbox.unanswered"))


def state_text(tr: Translations, entry: InboxEntry) -> str:
    """Say what a moderator, who is named before it, has made of a question; empty for nothing."""
    if entry.item is None or entry.state is InboxState.OPEN:
        return ""
    return tr(f"inbox.{entry.state}", day=tr.moment(entry.item.at))


def _question_blocks(
    tr: Translations, entry: InboxEntry, snapshot: Snapshot
) -> Iterator[Line | Quote]:
    if entry.previous:
        yield Line(tr("inbox.after", question=label(entry.previous)), Style.NOTE)
    if missing := missing_text(tr, entry):
        yield Line(missing)
    if entry.wrong_votes:
        yield Line(tr("inbox.voted-wrong", n=entry.wrong_votes))
    if state := state_text(tr, entry):
        assert entry.item is not None
        yield Line(state, person=entry.item.taken_by)
    if wordings := entry.other_wordings[:MAX_LINKS]:
        named = [tr.quoted(label(wording)) for wording in wordings]
        yield Line(tr("inbox.wordings", wordings=tr.join_and(named)), Style.NOTE)
    yield from (_link_line(tr, record) for record in entry.links[:MAX_LINKS])
    yield from _passage_blocks(tr, entry, snapshot)


def _link_line(tr: Translations, record: AnswerRecord) -> Line:
    return Line(tr("inbox.link", day=tr.moment(record.at)), Style.NOTE, jump_url(record))


def _passage_blocks(
    tr: Translations, entry: InboxEntry, snapshot: Snapshot
) -> Iterator[Line | Quote]:
    corpus = snapshot.corpus
    numbers = corpus.find_passages(entry.closest_passage) if entry.closest_passage else ()
    for number in numbers[:1]:
        key = "inbox.closest" if entry.records[0].abstained else "inbox.given"
        yield Line(tr(key))
        yield from passage_blocks(tr, corpus[number], snapshot.attributions[number], None, corpus)


def _actions(tr: Translations, entry: InboxEntry, person: str) -> Iterator[Action]:
    mine = entry.state is InboxState.TAKEN and entry.item and entry.item.taken_by == person
    if entry.state is not InboxState.RESOLVED and not mine:
        yield Action(tr("inbox.take"), Command.TAKE, entry.key, replaces_message=True)
    if entry.state is not InboxState.RESOLVED:
        yield Action(tr("inbox.resolve"), Command.RESOLVE, entry.key, replaces_message=True)
    if entry.state is not InboxState.OPEN:
        yield Action(tr("inbox.reopen"), Command.REOPEN, entry.key, replaces_message=True)
    yield Action(tr("inbox.add-article"), Command.ADD_ARTICLE, entry.key)
    yield Action(tr("button.save-test"), Command.SAVE_TEST, entry.records[0].question)


def _neighbours(
    tr: Translations, entries: Sequence[InboxEntry], entry: InboxEntry, place: int | None
) -> Iterator[Action]:
    """Yield the ways to the question before and after; from a resolved one to the first."""
    around = (None, 0) if place is None else (place - 1, place + 1)
    for key, other in zip(("button.previous", "button.next"), around, strict=True):
        if other is not None and 0 <= other < len(entries) and entries[other].key != entry.key:
            yield Action(tr(key), Command.QUESTIONS, entries[other].key, replaces_message=True)


def _choices(tr: Translations, entries: Sequence[InboxEntry]) -> Choices:
    return Choices(
        tr("inbox.choose"),
        tuple(
            Action(
                tr("inbox.option", times=str(len(entry.records)), question=label(entry.question)),
                Command.QUESTIONS,
                entry.key,
            )
            for entry in entries[:MAX_OFFERED]
        ),
    )


def _private_lines(tr: Translations, view: InboxView) -> Iterator[Line]:
    if view.private_count:
        yield Line(tr("inbox.private", n=view.private_count), Style.NOTE)
