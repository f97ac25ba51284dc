"""Which other candidates are worth showing on "more", and which of them may stand as answers."""

from __future__ import annotations

from bot.chat.messages.passage_ref import EMPTY_CURSOR, PassageRef, ResultCursor
from bot.question_answer import Answer, Candidate

MAX_CANDIDATES = 20
"""How many are asked for."""
MIN_COVERAGE_RATIO = 0.8
"""Share of the question that a passage must hold to stand as an answer.

Near the first passage it is the share of what that one holds.
"""
MAX_SCORE_GAP = 2.0
"""Score that "near" may lack: by the ranking's model e to this power times less likely."""


def more_results(answer: Answer) -> ResultCursor:
    """Return what to show after an answer.

    Passages that may answer too come first, then those with at least a word of the question.

    A text is shown once, however often it was reprinted. After an abstention the closest passage
    comes first, whatever it holds, and
    nothing stands as an answer. After a fact nothing comes.
    """
    if answer.fact is not None or not answer.candidates:
        return EMPTY_CURSOR
    first = answer.candidates[0]
    answering: list[Candidate] = []
    close: list[Candidate] = [] if answer.answered else [first]
    # What differs the first answer shows whole.
    shown = {
        *(candidate.passage.id for candidate in answer.conflicting),
        *(reprint.passage for reprint in answer.reprints),
    }
    others = {alternative.passage.id for alternative in answer.alternatives}
    for candidate in answer.candidates[1:]:
        if candidate.passage.id in shown:
            continue
        if answer.answered and (
            candidate.passage.id in others or _may_answer(candidate, first, answer.query_term_count)
        ):
            answering.append(candidate)
        elif candidate.matched_terms or (
            not answer.query_term_count and _is_close(candidate, first)
        ):
            close.append(candidate)
    return ResultCursor(tuple(map(PassageRef.from_candidate, (*answering, *close))), len(answering))


def _may_answer(candidate: Candidate, first: Candidate, words: int) -> bool:
    if not candidate.matched_terms or candidate.matched_terms >= MIN_COVERAGE_RATIO * words:
        return candidate.matched_terms > 0
    return (
        _is_close(candidate, first)
        and candidate.matched_terms_with_title
        >= MIN_COVERAGE_RATIO * first.matched_terms_with_title
    )


def _is_close(candidate: Candidate, first: Candidate) -> bool:
    return candidate.score >= first.score - MAX_SCORE_GAP
