"""How well questions were answered, in figures: values in, values out."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.evaluation.labelled import Labelled, plain_name
from bot.model import Answer

BINS = 10
LEAST_LOSS = 0.005
"""What a figure may lose before it counts as worse, however many questions there are."""


class Measure(StrEnum):
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
class Outcome:
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
    """Whether the marked sentence of the first candidate holds an answer; None without such a label, as with those below."""
    cites: bool | None
    """Whether the first candidate is right and cites every outlet of the label."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over some questions."""

    value: float | None
    """From 0 to 1; None where there is no such question."""
    of: int
    """How many questions it is over."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in a range; `high` is in it only where it is 1."""

    low: float
    high: float
    questions: int
    confidence: float | None
    """Their mean confidence; None where there are none, as with the next."""
    right: float | None
    """The share of them whose first candidate is right."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a run."""

    questions: int
    values: Mapping[Measure, Figure]
    median: float
    """Seconds that half of the questions took at most."""
    p99: float
    """Seconds that 99 in 100 took at most."""
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Worse:
    """A figure that got worse by more than chance would have it."""

    measure: Measure
    before: float
    now: float


def judge(labelled: Labelled, answer: Answer, seconds: float) -> Outcome:
    """What an answer is worth, given the label."""
    places = [place for place, one in enumerate(answer.candidates, 1) if one.passage.id in labelled.gold]
    rank = places[0] if places else None
    first = answer.candidates[0] if answer.candidates else None
    cites = sentence = None
    if labelled.gold and labelled.answers:
        sentence = first is not None and _holds(first.passage.text[first.sentence.start : first.sentence.end], labelled.answers)
    if labelled.gold and labelled.outlets:
        cited = {plain_name(one.outlet) for one in first.attribution.citations if one.outlet} if first else set()
        cites = rank == 1 and {plain_name(name) for name in labelled.outlets} <= cited
    if labelled.about_article:
        right = answer.answered and answer.fact is not None and _holds(answer.fact.text, labelled.answers)
    elif labelled.gold:
        right = answer.best is not None and answer.best.passage.id in labelled.gold
    else:
        right = not answer.answered
    return Outcome(
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


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """All figures of a run; at least one outcome."""
    news = [one for one in outcomes if not one.about_article]
    answerable = [one for one in news if one.answerable]
    bins = reliability([(one.confidence, one.answerable and one.rank == 1) for one in news])
    times = sorted(one.seconds for one in outcomes)
    return Figures(
        questions=len(outcomes),
        values={
            **ranking([one.rank for one in answerable]),
            Measure.SENTENCE: _mean(one.sentence for one in answerable if one.sentence is not None),
            Measure.CITES: _mean(one.cites for one in answerable if one.cites is not None),
            Measure.FACTS: _mean(one.right for one in outcomes if one.about_article),
            Measure.KEEP: _mean(one.answered for one in answerable),
            Measure.REJECT: _mean(not one.answered for one in news if not one.answerable),
            Measure.RIGHT: _mean(one.right for one in news if one.answered),
            Measure.CALIBRATION: Figure(calibration_error(bins), len(news)),
        },
        median=statistics.median(times),
        p99=times[math.ceil(0.99 * len(times)) - 1],
        bins=bins,
    )


def ranking(ranks: Sequence[int | None]) -> dict[Measure, Figure]:
    """How far in front right candidates stand, from the place of the first right one for each question."""
    return {
        Measure.R1: _mean(rank == 1 for rank in ranks),
        Measure.R5: _mean(rank is not None and rank <= 5 for rank in ranks),
        Measure.MRR: _mean(1 / rank if rank else 0.0 for rank in ranks),
    }


def reliability(pairs: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Confidences from 0 to 1 and whether they were justified, in ten bins of equal width."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        sorted_in[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return tuple(
        Bin(place / BINS, (place + 1) / BINS, len(held), _mean(confidence for confidence, _ in held).value, _mean(right for _, right in held).value)
        for place, held in enumerate(sorted_in)
    )


def calibration_error(bins: Iterable[Bin]) -> float | None:
    """The mean distance of confidence from the share right, bins weighted by their questions; None without questions."""
    filled = [(one.questions, one.confidence, one.right) for one in bins if one.confidence is not None and one.right is not None]
    total = sum(questions for questions, _, _ in filled)
    return sum(questions * abs(confidence - right) for questions, confidence, right in filled) / total if total else None


def worse(before: Mapping[Measure, Figure], now: Mapping[Measure, Figure]) -> tuple[Worse, ...]:
    """The figures that lost more than one question can change, and more than LEAST_LOSS."""
    found = []
    for measure in Measure:
        old, new = before[measure], now[measure]
        if old.value is None or new.value is None:
            continue
        loss = new.value - old.value if measure is Measure.CALIBRATION else old.value - new.value
        # A loss of just one question must not turn into more by rounding.
        if loss > max(LEAST_LOSS, 1 / min(old.of, new.of)) + 1e-9:
            found.append(Worse(measure, old.value, new.value))
    return tuple(found)


def _mean(values: Iterable[float]) -> Figure:
    listed = list(values)
    return Figure(sum(listed) / len(listed) if listed else None, len(listed))


def _holds(text: str, answers: Iterable[str]) -> bool:
    """Whether a text holds one of the answers, whatever the case and punctuation."""
    words = f" {_words(text)} "
    return any(f" {answer} " in words for answer in map(_words, answers) if answer)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
