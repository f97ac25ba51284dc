"""How well questions were answered, in figures: values in, values out."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.evaluation.labelled import LabelledQuestion, normalize_outlet_name
from bot.model import Attribution
from bot.question_answer import Answer

CALIBRATION_BINS = 10
MIN_LOSS = 0.005
"""What a figure may lose before it counts as worse, however many questions there are."""


class Metric(StrEnum):
    """What is measured, each from 0 to 1; more is better but for the calibration error."""

    R1 = "R@1"
    R5 = "R@5"
    MRR = "MRR"
    SENTENCE = "sentence"
    CITES = "cites"
    FACTS = "facts"
    KEEP = "keep"
    REJECT = "reject"
    RIGHT = "right"
    CALIBRATION = "calibration_error"


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What became of one labelled question."""

    name: str
    kind: str
    about_article: bool
    answerable: bool
    rank: int | None
    """The place of the first right candidate, from 1; None where none is."""
    answered: bool
    confidence: float
    right: bool
    """A right passage or fact was given, or none where there is none."""
    sentence: bool | None
    """Whether the marked sentence of the first candidate holds an answer; None without a label."""
    cites: bool | None
    """Whether the first candidate is right, cites the outlets of the label, and has its origin."""
    seconds: float


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A mean over some questions."""

    value: float | None
    """From 0 to 1; None where there is no such question."""
    question_count: int
    """How many questions it is over."""


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The questions whose confidence lies in a range; `high` is in it only where it is 1."""

    low: float
    high: float
    questions: int
    confidence: float | None
    """Their mean confidence; None where there are none, as with the next."""
    right: float | None
    """The share of them whose first candidate is right."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """All figures of a run."""

    questions: int
    values: Mapping[Metric, MetricValue]
    median: float
    """Seconds that half of the questions took at most."""
    p99: float
    """Seconds that 99 in 100 took at most."""
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True)
class Regression:
    """A figure that got worse by more than chance would have it."""

    measure: Metric
    before: float
    now: float


def judge_answer(labelled: LabelledQuestion, answer: Answer, seconds: float) -> QuestionOutcome:
    """Return what an answer is worth, given the label."""
    places = [
        position
        for position, candidate in enumerate(answer.candidates, 1)
        if candidate.passage.id in labelled.gold
    ]
    rank = places[0] if places else None
    first = answer.candidates[0] if answer.candidates else None
    cites = sentence = None
    if labelled.gold and labelled.answers:
        sentence = first is not None and _contains_answer(
            first.passage.text[first.sentence.start : first.sentence.end], labelled.answers
        )
    if labelled.gold and (labelled.outlets or labelled.origin):
        cites = rank == 1 and first is not None and _has_sources(first.attribution, labelled)
    if labelled.about_article:
        right = (
            answer.answered
            and answer.fact is not None
            and _contains_answer(answer.fact.text, labelled.answers)
        )
    elif labelled.gold:
        right = answer.best is not None and answer.best.passage.id in labelled.gold
    else:
        right = not answer.answered
    return QuestionOutcome(
        name=labelled.name,
        kind=labelled.kind,
        about_article=labelled.about_article,
        answerable=bool(labelled.gold),
        rank=rank,
        answered=answer.answered,
        confidence=answer.confidence,
        right=right,
        sentence=sentence,
        cites=cites,
        seconds=seconds,
    )


def _has_sources(attribution: Attribution, labelled: LabelledQuestion) -> bool:
    """Tell whether a passage cites every outlet of a label and comes from the label's origin."""
    cited = {
        normalize_outlet_name(citation.outlet)
        for citation in attribution.citations
        if citation.outlet
    }
    if not {normalize_outlet_name(name) for name in labelled.outlets} <= cited:
        return False
    if labelled.origin is None:
        return True
    origin = attribution.origin
    return origin is not None and (
        normalize_outlet_name(origin.outlet) == normalize_outlet_name(labelled.origin)
    )


def compute_metrics(outcomes: Sequence[QuestionOutcome]) -> Metrics:
    """All figures of a run; at least one outcome."""
    about_news = [outcome for outcome in outcomes if not outcome.about_article]
    answerable = [about_new for about_new in about_news if about_new.answerable]
    bins = calibration_bins(
        [
            (about_new.confidence, about_new.answerable and about_new.rank == 1)
            for about_new in about_news
        ]
    )
    times = sorted(outcome.seconds for outcome in outcomes)
    return Metrics(
        questions=len(outcomes),
        values={
            **ranking_metrics([outcome.rank for outcome in answerable]),
            Metric.SENTENCE: _mean(
                outcome.sentence for outcome in answerable if outcome.sentence is not None
            ),
            Metric.CITES: _mean(
                outcome.cites for outcome in answerable if outcome.cites is not None
            ),
            Metric.FACTS: _mean(outcome.right for outcome in outcomes if outcome.about_article),
            Metric.KEEP: _mean(outcome.answered for outcome in answerable),
            Metric.REJECT: _mean(
                not about_new.answered for about_new in about_news if not about_new.answerable
            ),
            Metric.RIGHT: _mean(about_new.right for about_new in about_news if about_new.answered),
            Metric.CALIBRATION: MetricValue(calibration_error(bins), len(about_news)),
        },
        median=statistics.median(times),
        p99=times[math.ceil(0.99 * len(times)) - 1],
        bins=bins,
    )


def ranking_metrics(ranks: Sequence[int | None]) -> dict[Metric, MetricValue]:
    """Measure how far in front right candidates stand, from the first right place of each."""
    return {
        Metric.R1: _mean(rank == 1 for rank in ranks),
        Metric.R5: _mean(rank is not None and rank <= 5 for rank in ranks),
        Metric.MRR: _mean(1 / rank if rank else 0.0 for rank in ranks),
    }


def calibration_bins(pairs: Iterable[tuple[float, bool]]) -> tuple[CalibrationBin, ...]:
    """Confidences from 0 to 1 and whether they were justified, in ten bins of equal width."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(CALIBRATION_BINS)]
    for confidence, right in pairs:
        sorted_in[min(CALIBRATION_BINS - 1, int(confidence * CALIBRATION_BINS))].append(
            (confidence, right)
        )
    return tuple(
        CalibrationBin(
            position / CALIBRATION_BINS,
            (position + 1) / CALIBRATION_BINS,
            len(held),
            _mean(confidence for confidence, _ in held).value,
            _mean(right for _, right in held).value,
        )
        for position, held in enumerate(sorted_in)
    )


def calibration_error(bins: Iterable[CalibrationBin]) -> float | None:
    """Average the distance of confidence from the share right, weighted by questions of each bin.

    None without questions.
    """
    filled = [
        (bin_.questions, bin_.confidence, bin_.right)
        for bin_ in bins
        if bin_.confidence is not None and bin_.right is not None
    ]
    total = sum(questions for questions, _, _ in filled)
    return (
        sum(questions * abs(confidence - right) for questions, confidence, right in filled) / total
        if total
        else None
    )


def find_regressions(
    before: Mapping[Metric, MetricValue], now: Mapping[Metric, MetricValue]
) -> tuple[Regression, ...]:
    """Return the figures that lost more than one question can change, and more than LEAST_LOSS."""
    found = []
    for measure in Metric:
        old, new = before[measure], now[measure]
        if old.value is None or new.value is None:
            continue
        loss = new.value - old.value if measure is Metric.CALIBRATION else old.value - new.value
        # A loss of just one question must not turn into more by rounding.
        if loss > max(MIN_LOSS, 1 / min(old.question_count, new.question_count)) + 1e-9:
            found.append(Regression(measure, old.value, new.value))
    return tuple(found)


def _mean(values: Iterable[float]) -> MetricValue:
    listed = list(values)
    return MetricValue(sum(listed) / len(listed) if listed else None, len(listed))


def _contains_answer(text: str, answers: Iterable[str]) -> bool:
    """Tell whether a text holds one of the answers, whatever the case and punctuation."""
    words = f" {_words(text)} "
    return any(f" {answer} " in words for answer in map(_words, answers) if answer)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
