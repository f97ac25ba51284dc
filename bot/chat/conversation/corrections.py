"""Answers that are no longer what the articles say, found after a reload and given again."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.conversation.quotes import (
    current_fact,
    find_current,
    find_sentence,
    is_current,
    quoted_fact,
    quoted_passage,
)
from bot.chat.i18n import Translations, translations
from bot.chat.messages.answer_state import AnswerState, MatchQuality
from bot.chat.messages.commands import Command
from bot.chat.messages.passage_ref import EMPTY_CURSOR, PassageRef, ResultCursor
from bot.chat.messages.request_reply import Line, Quote, Reply, ShownPassage
from bot.chat.rendering import answer_replies, answer_view_blocks, intent_replies, passage_blocks
from bot.chat.rendering.labels import article_label
from bot.chat.scheduling.executor import FairExecutor
from bot.library import Library, Snapshot
from bot.model import Span
from bot.store.opening import OpenStore
from bot.store.records import AnswerRecord, QuotedPassage

_IN_FLIGHT_SECONDS = 120.0
"""Seconds after a reload in which an answer from before it may still be on its way."""


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer as it reads from now on."""

    record: AnswerRecord
    """With what it quotes now."""
    reply: Reply


@dataclass(frozen=True, slots=True)
class _CorrectedPart:
    """What stands for one thing that an answer quoted."""

    quoted: QuotedPassage
    blocks: tuple[Line | Quote, ...]
    number: int | None = None
    """Of the passage; None where there is none."""
    sentence: Span | None = None
    """Its answering sentence."""


class Corrections:
    """Keeps answers of the last week true.

    What is done stands in the store, so that a restart goes on where it was left.
    """

    def __init__(
        self,
        library: Library,
        open_store: OpenStore,
        executor: FairExecutor,
        clock: Callable[[], float],
        today: Callable[[], dt.date],
    ) -> None:
        """Take a clock that counts seconds, and what tells the day."""
        self._library = library
        self._open_store = open_store
        self._executor = executor
        self._clock = clock
        self._today = today
        self._reloaded_at = clock()
        self._has_pending = True

    @property
    def has_pending(self) -> bool:
        """Return whether there may be something to correct that nobody has begun with.

        So it is at the start, and after each reload.
        """
        return self._has_pending

    def mark_started(self) -> None:
        """Note that somebody corrects what there is."""
        self._has_pending = False

    def note_reload(self) -> None:
        """Note that the articles have changed."""
        self._reloaded_at = self._clock()
        self._has_pending = True

    def note_delivery(self) -> None:
        """Note that an answer was given, which may be from before a reload."""
        if self._clock() - self._reloaded_at < _IN_FLIGHT_SECONDS:
            self._has_pending = True

    async def pending(self) -> AsyncIterator[Correction]:
        """Yield each answer that is to be corrected, the newest first."""
        answers = self._open_store().answers
        shown, snapshot = await answers.public_quotes(), self._library.snapshot
        stale = await self._executor.run_detached(
            lambda: [quoted for quoted in shown if _is_stale(quoted, snapshot)]
        )
        for question in await answers.questions_quoting(stale):
            record = await answers.by_question(question)
            if record is not None:
                yield await self._executor.run_detached(
                    partial(make_correction, record, self._library.snapshot, self._today())
                )

    def mark_corrected(self, correction: Correction) -> None:
        """Note that an answer reads so by now."""
        self._open_store().answers.record_correction(correction.record)


def _is_stale(quoted: QuotedPassage, snapshot: Snapshot) -> bool:
    """Return whether the articles say otherwise by now; unreadable ones say nothing."""
    article = quoted.passage if quoted.field else quoted.passage.rpartition("#")[0]
    return not is_current(quoted, snapshot.corpus) and not snapshot.is_unreadable(article)


def make_correction(record: AnswerRecord, snapshot: Snapshot, today: dt.date) -> Correction:
    """Give an answer again, as the articles have it now.

    What still stands is as it was, what was rewritten reads as it does now, and of what was
    withdrawn nothing is left.
    """
    tr = translations(record.language)
    parts = [_correct_part(tr, quoted, snapshot, today) for quoted in record.quoted]
    first = next((part for part in parts if part.number is not None), None)
    quality = MatchQuality.NEXT_CLOSEST if record.is_weak_match else MatchQuality.ANSWER
    notes = (Line(tr("more.next-closest")),) if quality and first else ()
    reply = Reply(
        (*notes, *(block for part in parts for block in part.blocks)),
        is_weak_match=record.is_weak_match,
        language=tr.language,
    )
    if first is not None and first.number is not None:
        passage, mark = snapshot.corpus[first.number], first.sentence
        reload_action = answer_replies.show_passage_action(
            "", AnswerState(PassageRef.to(passage, mark), quality), snapshot.corpus
        )
        reload_action = replace(reload_action, command=Command.ANSWER) if reload_action else None
        more = intent_replies.more_action(
            tr,
            ResultCursor.decode(record.next_results, snapshot.corpus) or EMPTY_CURSOR,
            snapshot.corpus,
        )
        shown = (
            None
            if record.is_weak_match
            else ShownPassage(passage, snapshot.attributions[first.number], mark)
        )
        reply = replace(
            reply,
            actions=answer_view_blocks.answer_actions(
                tr, reload_action, Command.ANSWER, more, private=False
            ),
            shown=shown,
            reload_action=reload_action,
        )
    return Correction(replace(record, quoted=tuple(part.quoted for part in parts)), reply)


def _correct_part(
    tr: Translations, quoted: QuotedPassage, snapshot: Snapshot, today: dt.date
) -> _CorrectedPart:
    same = is_current(quoted, snapshot.corpus)
    part = (
        _correct_fact(tr, quoted, snapshot, today, same=same)
        if quoted.field
        else _correct_passage(tr, quoted, snapshot, today, same=same)
    )
    if part is not None:
        return part
    served = snapshot.corpus.find_articles(
        quoted.passage if quoted.field else quoted.passage.rpartition("#")[0]
    )
    return _CorrectedPart(
        replace(quoted, checksum=b""),
        (
            Line(
                tr(
                    "amended.taken-out" if served else "amended.withdrawn",
                    title=quoted.title,
                    day=tr.date(today),
                )
            ),
        ),
    )


def _correct_fact(
    tr: Translations, quoted: QuotedPassage, snapshot: Snapshot, today: dt.date, *, same: bool
) -> _CorrectedPart | None:
    fact = current_fact(quoted, snapshot.corpus)
    if fact is None:
        return None
    note = () if same else (Line(tr("amended.fact", day=tr.date(today))),)
    return _CorrectedPart(
        quoted_fact(fact),
        (
            *note,
            Line(passage_blocks.fact_text(tr, fact)),
            *passage_blocks.article_lines(tr, fact.article),
        ),
    )


def _correct_passage(
    tr: Translations, quoted: QuotedPassage, snapshot: Snapshot, today: dt.date, *, same: bool
) -> _CorrectedPart | None:
    number = find_current(quoted, snapshot.corpus)
    if number is None:
        return None
    passage = snapshot.corpus[number]
    mark = (
        Span(quoted.start, quoted.end)
        if same and quoted.end
        else find_sentence(passage.text, quoted.sentence_checksum)
        if quoted.sentence_checksum
        else None
    )
    note = (
        ()
        if same
        else (
            Line(
                tr("amended.changed" if quoted.checksum else "amended.returned", day=tr.date(today))
            ),
        )
    )
    corrected = quoted_passage(passage.id, article_label(passage.article), passage.text, mark)
    if mark is None:
        # A later change may bring the sentence back.
        corrected = replace(corrected, sentence_checksum=quoted.sentence_checksum)
    return _CorrectedPart(
        corrected,
        (
            *note,
            *passage_blocks.passage_blocks(
                tr, passage, snapshot.attributions[number], mark, snapshot.corpus
            ),
        ),
        number,
        mark,
    )
