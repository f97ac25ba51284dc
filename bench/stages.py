"""Where the time of an answer goes: its profile, summed up by stage.

Functions at which a stage begins are named here; every other function counts for the stages that
call it. So the code that answers knows nothing of being measured.
"""

from __future__ import annotations

import cProfile
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import CodeType

import bot

_ROOT = str(Path(bot.__file__).parent) + os.sep

Callers = Mapping[CodeType, list[tuple[CodeType, float]]]
"""By function, who called it, and the seconds that it ran for each."""
FunctionProfile = tuple[CodeType, float, Sequence[tuple[CodeType, float]]]
"""A function, the seconds that it took itself, and what it called with the seconds of each."""


class Stage(StrEnum):
    """The steps from a question to the reply, in their order."""

    UNDERSTANDING = "understanding"
    UNKNOWN_WORDS = "unknown_words"
    ARTICLES = "searching_articles"
    PASSAGES = "searching_passages"
    LAYING_OUT = "laying_out"
    SENTENCES = "sentences"
    EVIDENCE = "evidence"
    CONFIDENCE = "confidence"
    OTHERS = "others"
    SHOWING = "showing"
    REST = "rest"
    """What belongs to none of them."""


STAGE_OF_FUNCTION: Mapping[str, Stage] = {
    "answering.question.query_builder:QueryBuilder.language_of": Stage.UNDERSTANDING,
    "answering.metadata_answers:MetadataAnswerer.answer": Stage.UNDERSTANDING,
    "answering.question.query_builder:QueryBuilder._parse": Stage.UNDERSTANDING,
    "answering.question.follow_up:history_terms": Stage.UNDERSTANDING,
    "answering.question.query_builder:QueryBuilder._correct_spelling": Stage.UNKNOWN_WORDS,
    "answering.ranking.candidate_retrieval:CandidateRetriever._passages_of_requested_outlets": Stage.PASSAGES,
    "answering.ranking.candidate_retrieval:CandidateRetriever.retrieve": Stage.PASSAGES,
    "answering.ranking.candidate_retrieval:CandidateRetriever._passage_pool": Stage.PASSAGES,
    "answering.ranking.candidate_retrieval:CandidateRetriever._in_language": Stage.PASSAGES,
    "answering.ranking.candidate_table:build_candidate_table": Stage.LAYING_OUT,
    "answering.ranking.sentence_features:feature_matrix": Stage.SENTENCES,
    "answering.ranking.sentence_features:choose_sentences": Stage.SENTENCES,
    "answering.ranking.ranker:Ranker.rank": Stage.EVIDENCE,
    "answering.ranking.ranker:Ranker.top": Stage.EVIDENCE,
    "answering.ranking.confidence_estimator:ConfidenceEstimator.estimate": Stage.CONFIDENCE,
    "answering.alternatives:AlternativeFinder.__init__": Stage.OTHERS,
    "answering.alternatives:AlternativeFinder.find": Stage.OTHERS,
    "answering.answerer:Answerer._to_candidate": Stage.SHOWING,
    "library:check_verbatim": Stage.SHOWING,
    "chat.rendering.answer_replies:answer_reply": Stage.SHOWING,
}
"""The functions at which a stage begins, by module and name."""
STAGE_OF_CALL: Mapping[tuple[str, str], Stage] = {
    ("answering.ranking.candidate_retrieval:CandidateRetriever.retrieve", "search"): Stage.ARTICLES
}
"""Where the caller tells the stage: the same function searches articles and passages."""


def profile_stages(function: Callable[[], object]) -> dict[Stage, float]:
    """Do something under the profiler; returns the share of each stage in the time, 1 in all."""
    # What is written in C counts for who calls it: to watch that too would slow down most what
    # takes least.
    profile = cProfile.Profile(builtins=False)
    profile.runcall(function)
    ran = [(entry.code, entry.inlinetime, entry.calls or ()) for entry in profile.getstats()]
    return stage_shares(
        (
            code,
            own,
            [(call.code, call.totaltime) for call in calls if isinstance(call.code, CodeType)],
        )
        for code, own, calls in ran
        if isinstance(code, CodeType)
    )


def stage_shares(ran: Iterable[FunctionProfile]) -> dict[Stage, float]:
    """The share of each stage in the time of what ran."""
    entries = list(ran)
    callers: defaultdict[CodeType, list[tuple[CodeType, float]]] = defaultdict(list)
    for code, _, calls in entries:
        for called, seconds in calls:
            callers[called].append((code, seconds))
    spent = dict.fromkeys(Stage, 0.0)
    known: dict[CodeType, Mapping[Stage, float]] = {}
    for code, seconds, _ in entries:
        for stage, part in (_stages_of(code, callers, known) or {Stage.REST: 1.0}).items():
            spent[stage] += part * seconds
    whole = sum(spent.values()) or 1.0
    return {stage: seconds / whole for stage, seconds in spent.items()}


def _stages_of(
    code: CodeType, callers: Callers, known: dict[CodeType, Mapping[Stage, float]]
) -> Mapping[Stage, float]:
    """Share out a function's time among stages: as long as it ran for functions of each."""
    if code in known:
        return known[code]
    if own := STAGE_OF_FUNCTION.get(_function_name(code)):
        return {own: 1.0}
    if code not in callers:
        return {Stage.REST: 1.0}
    # While its callers are looked at it tells them nothing: functions may call each other.
    known[code] = {}
    parts: defaultdict[Stage, float] = defaultdict(float)
    for caller, seconds in callers[code]:
        stage_of_call = STAGE_OF_CALL.get((_function_name(caller), code.co_name))
        for stage, part in (
            {stage_of_call: 1.0} if stage_of_call else _stages_of(caller, callers, known)
        ).items():
            parts[stage] += part * seconds
    del known[code]
    if whole := sum(parts.values()):
        known[code] = {stage: seconds / whole for stage, seconds in parts.items()}
    return known.get(code, {})


def _function_name(code: CodeType) -> str:
    """Module and name of a function of ours; what is written within another has its name too."""
    module = code.co_filename.removeprefix(_ROOT).removesuffix(".py").replace(os.sep, ".")
    return f"{module}:{code.co_qualname.partition('.<locals>')[0]}"
