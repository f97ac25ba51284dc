"""A run: every labelled question asked and timed, and its answer judged."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.corpus.corpus import Corpus
from bot.evaluation.bm25_baseline import BM25Baseline
from bot.evaluation.labelled import MAX_CANDIDATES, LabelledQuestion
from bot.evaluation.metrics import (
    Metric,
    Metrics,
    MetricValue,
    QuestionOutcome,
    compute_metrics,
    judge_answer,
    ranking_metrics,
)
from bot.library import Library

MIN_WARM_UP_QUESTIONS = 20
"""Questions asked beforehand where there are as many: what loads at first use counts for none."""


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    """Everything that was measured."""

    metrics: Metrics
    outcomes: tuple[QuestionOutcome, ...]
    baseline: Mapping[Metric, MetricValue] | None = None
    """R@1, R@5 and MRR of plain BM25, where that was asked for."""


def evaluate(
    library: Library, labelled: Sequence[LabelledQuestion], *, baseline: bool
) -> EvaluationRun:
    """Ask all questions, one after another; at least one."""
    for item in labelled[:: max(1, len(labelled) // MIN_WARM_UP_QUESTIONS)]:
        library.ask(item.question)
    outcomes = tuple(_ask_and_judge(library, labelled) for labelled in labelled)
    return EvaluationRun(
        compute_metrics(outcomes),
        outcomes,
        baseline_metrics(library.snapshot.corpus, labelled) if baseline else None,
    )


def baseline_metrics(
    corpus: Corpus, labelled: Sequence[LabelledQuestion]
) -> dict[Metric, MetricValue]:
    """Tell how far in front plain BM25 puts the right passages of the answerable questions."""
    passages = [corpus[number] for number in range(len(corpus))]
    index = BM25Baseline(passage.text for passage in passages)
    ranks = []
    for item in labelled:
        if item.gold and not item.about_article:
            found = [
                passages[number].id for number in index.search(item.question.text, MAX_CANDIDATES)
            ]
            ranks.append(
                next(
                    (position for position, name in enumerate(found, 1) if name in item.gold), None
                )
            )
    return ranking_metrics(ranks)


def _ask_and_judge(library: Library, labelled: LabelledQuestion) -> QuestionOutcome:
    started = time.perf_counter()
    answer = library.ask(labelled.question)
    return judge_answer(labelled, answer, time.perf_counter() - started)
