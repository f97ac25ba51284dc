"""Why a question was not answered, as moderators read it later."""

from __future__ import annotations

from dataclasses import replace

from bot.question_answer import Answer
from bot.store.records import AbstentionReason, AnswerRecord


def with_abstention(record: AnswerRecord, answer: Answer) -> AnswerRecord:
    """Add to a record why the answer abstained, where it did."""
    if answer.answered:
        return record
    closest = answer.candidates[0].passage.id if answer.candidates else ""
    missing = (*answer.unknown_words, *answer.missing_words)
    return replace(record, reason=_reason(answer), missing_words=missing, closest_passage=closest)


def _reason(answer: Answer) -> AbstentionReason:
    if answer.foreign_language:
        return AbstentionReason.FOREIGN_LANGUAGE
    if answer.unknown_words:
        return AbstentionReason.UNKNOWN_WORDS
    if not answer.candidates:
        return AbstentionReason.NO_CANDIDATE
    return (
        AbstentionReason.MISSING_WORDS if answer.missing_words else AbstentionReason.LOW_CONFIDENCE
    )
