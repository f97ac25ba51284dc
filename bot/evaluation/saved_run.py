"""Runs as JSON: printed, written to a file, read again and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from bot.errors import Fault, FaultKind, Faults, WriteFailed
from bot.evaluation.metrics import (
    CalibrationBin,
    Metric,
    MetricValue,
    QuestionOutcome,
    Regression,
    find_regressions,
)
from bot.evaluation.run import EvaluationRun
from bot.private_files import write_whole
from bot.schema import expected_of, fits, parse_json, read_text, shape

FORMAT = 1
"""Changes when a file of before can no longer be compared."""
MAX_MILLISECONDS = 1e9
"""Milliseconds that nobody waits for an answer."""


@dataclass(frozen=True, slots=True)
class SavedRun:
    """What an earlier run is compared by."""

    values: Mapping[Metric, MetricValue]
    median: float
    """Seconds, as the next."""
    p99: float
    right: Mapping[str, bool]
    """By question, whether it was answered right, each time that it was asked."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of an earlier run's figures."""

    before: SavedRun
    regressions: tuple[Regression, ...]
    lost: tuple[str, ...]
    """Questions treated right before and no longer."""
    won: tuple[str, ...]
    """The other way round."""
    new: int
    """How many questions the earlier run did not ask."""
    gone: int
    """How many it asked that this one does not."""


def compare_runs(before: SavedRun, run: EvaluationRun) -> Comparison:
    """An earlier run beside a new one.

    A slower run is no worse: time is the machine's as much as ours.
    """
    now = _right_by_question((outcome.name, outcome.right) for outcome in run.outcomes)
    both = [name for name in now if name in before.right]
    return Comparison(
        before,
        find_regressions(before.values, run.metrics.values),
        lost=tuple(name for name in both if before.right[name] and not now[name]),
        won=tuple(name for name in both if now[name] and not before.right[name]),
        new=len(now) - len(both),
        gone=len(before.right) - len(both),
    )


def as_json(run: EvaluationRun, compared: Comparison | None = None) -> dict[str, Any]:
    """Give a run as other tools read it.

    Shares go from 0 to 1 and are null where no question has such a label; times in milliseconds.
    """
    found = run.metrics
    return {
        "format": FORMAT,
        "questions": found.questions,
        **{measure.value: found.values[measure].value for measure in Metric},
        "median_ms": round(1000 * found.median, 3),
        "p99_ms": round(1000 * found.p99, 3),
        "of": {measure.value: found.values[measure].question_count for measure in Metric},
        "reliability": [_bin(bin_) for bin_ in found.bins],
        "baseline": {measure.value: figure.value for measure, figure in run.baseline.items()}
        if run.baseline
        else None,
        "worse": [
            {"figure": regression.measure.value, "before": regression.before, "now": regression.now}
            for regression in compared.regressions
        ]
        if compared
        else None,
        "lost": list(compared.lost) if compared else None,
        "outcomes": [_outcome(outcome) for outcome in run.outcomes],
    }


def load_run(path: Path) -> SavedRun:
    """Read a saved run; raises Faults with everything that is wrong with the file."""
    data = _read_object(path)
    faults = tuple(
        Fault(str(path), None, FaultKind.WRONG_VALUE, key, expected)
        for key, expected in _find_faults(data)
    )
    if faults:
        raise Faults(faults)
    return SavedRun(
        values={
            measure: MetricValue(data[measure.value], data["of"][measure.value])
            for measure in Metric
        },
        median=data["median_ms"] / 1000,
        p99=data["p99_ms"] / 1000,
        right=_right_by_question((item["question"], item["right"]) for item in data["outcomes"]),
    )


def save_file(path: Path, content: bytes) -> None:
    """Write a file that somebody asked for; raises WriteFailed."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise WriteFailed(str(path), error.strerror or "") from error
    except ValueError as error:  # no name for a file at all
        raise WriteFailed(str(path), "") from error


def _right_by_question(pairs: Iterator[tuple[str, bool]]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for name, right in pairs:
        found[name] = right and found.get(name, True)
    return found


def _bin(bin_: CalibrationBin) -> dict[str, Any]:
    return {
        "from": bin_.low,
        "to": bin_.high,
        "questions": bin_.questions,
        "confidence": bin_.confidence,
        "right": bin_.right,
    }


def _outcome(outcome: QuestionOutcome) -> dict[str, Any]:
    return {
        "question": outcome.name,
        "kind": outcome.kind,
        "rank": outcome.rank,
        "answered": outcome.answered,
        "confidence": outcome.confidence,
        "right": outcome.right,
    }


def _read_object(path: Path) -> dict[str, Any]:
    given = parse_json(read_text(path), str(path))
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise Faults(
            (Fault(str(path), None, FaultKind.WRONG_TYPE, detail="a run that eval --save wrote"),)
        )
    return given


class _Outcome(TypedDict):
    question: str
    right: bool


_SHARE = shape(float, "a number from 0 to 1", ge=0, le=1)
_COUNT = shape(int, "a number of questions", ge=0)
_REST = {
    "median_ms": shape(float, "milliseconds", ge=0, le=MAX_MILLISECONDS),
    "p99_ms": shape(float, "milliseconds", ge=0, le=MAX_MILLISECONDS),
    "outcomes": shape(list[_Outcome], "a list of {question, right}"),
}


def _find_faults(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of a saved run with a wrong value, and what is expected of each."""
    counts: dict[str, Any] = given["of"] if isinstance(given.get("of"), dict) else {}
    for measure in Metric:
        value, count = given.get(measure.value), counts.get(measure.value)
        if not fits(count, _COUNT):
            yield f"of.{measure.value}", expected_of(_COUNT)
        elif value is not None if count == 0 else not fits(value, _SHARE):
            yield measure.value, expected_of(_SHARE)
    for key, wanted in _REST.items():
        if not fits(given.get(key), wanted):
            yield key, expected_of(wanted)
